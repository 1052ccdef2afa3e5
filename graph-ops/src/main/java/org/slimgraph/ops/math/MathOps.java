package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Scalars;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Builders of {@code tf.math}; part of {@link org.slimgraph.ops.Ops}. Elementwise functions,
 * operators, comparisons and reductions stand in interfaces of their own.
 */
public interface MathOps
    extends FunctionBuilders,
        ArithmeticBuilders,
        OperatorBuilders,
        ComparisonBuilders,
        ReductionBuilders,
        SegmentBuilders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.<OpSpec>builder()
          .addAll(UnaryOps.SPECS)
          .addAll(BinaryOps.SPECS)
          .addAll(ComparisonOps.SPECS)
          .addAll(ReductionOps.SPECS)
          .addAll(ArgExtremeOps.SPECS)
          .addAll(BatchMatMul.SPECS)
          .addAll(BitwiseOps.SPECS)
          .addAll(Cumulative.SPECS)
          .addAll(SegmentOps.SPECS)
          .add(AccumulateNV2.SPEC)
          .add(AddN.SPEC)
          .add(Betainc.SPEC)
          .add(Bincount.SPEC)
          .add(Cast.SPEC)
          .add(ClipByValue.SPEC)
          .add(Cross.SPEC)
          .add(HistogramFixedWidth.SPEC)
          .add(L2Loss.SPEC)
          .add(MatMul.SPEC)
          .add(NthElement.SPEC)
          .build();

  /**
   * Converts {@code x} to {@code dtype}; returns {@code x} itself if it has that type. Fractions
   * are cut off; booleans become 0 and 1, and numbers other than 0 true.
   */
  default Output cast(Output x, DataType dtype) {
    return cast(x, dtype, "Cast");
  }

  /** Converts {@code x} to {@code dtype}; returns {@code x} itself if it has that type. */
  default Output cast(Output x, DataType dtype, String name) {
    return Cast.cast(tf(), x, dtype, name);
  }

  /** Converts {@code x} to FLOAT; tf.to_float. */
  default Output toFloat(Output x) {
    return cast(x, DataType.FLOAT, "ToFloat");
  }

  /** Converts {@code x} to DOUBLE; tf.to_double. */
  default Output toDouble(Output x) {
    return cast(x, DataType.DOUBLE, "ToDouble");
  }

  /** Converts {@code x} to INT32; tf.to_int32. */
  default Output toInt32(Output x) {
    return cast(x, DataType.INT32, "ToInt32");
  }

  /** Converts {@code x} to INT64; tf.to_int64. */
  default Output toInt64(Output x) {
    return cast(x, DataType.INT64, "ToInt64");
  }

  /** Adds the sum of {@code inputs}, which have one type and shape; one input is returned as is. */
  default Output addN(List<Output> inputs) {
    return AddN.addN(tf(), inputs);
  }

  /** Adds the sum of {@code inputs}, which have one type and shape. */
  default Output addN(List<Output> inputs, String name) {
    return AddN.addN(tf(), inputs, name);
  }

  /** Adds the sum of {@code inputs}, which have one type and shape; one input is returned as is. */
  default Output accumulateN(List<Output> inputs) {
    return accumulateN(inputs, Shape.unknown(), "AccumulateNV2");
  }

  /**
   * Adds the sum of {@code inputs}, which have one type and shape; one input is returned as is.
   *
   * @param shape the shape where those of the inputs do not say it
   */
  default Output accumulateN(List<Output> inputs, Shape shape, String name) {
    return AccumulateNV2.accumulateN(tf(), inputs, shape, name);
  }

  /**
   * Adds the regularized incomplete beta function I<sub>x</sub>(a, b).
   *
   * @param a float or double; as {@code b} and {@code x} a scalar or of the shape of the others
   */
  default Output betainc(Output a, Output b, Output x) {
    return betainc(a, b, x, "Betainc");
  }

  /** As {@link #betainc(Output, Output, Output)}. */
  default Output betainc(Output a, Output b, Output x, String name) {
    return Betainc.betainc(tf(), a, b, x, name);
  }

  /**
   * Adds how often each integer occurs in {@code arr}, [highest + 1].
   *
   * @param arr int32 of any shape, no element negative
   */
  default Output bincount(Output arr) {
    return bincount(arr, options -> {});
  }

  /** As {@link #bincount(Output)}, with weights in place of counts, or a limited size. */
  default Output bincount(Output arr, Consumer<BincountOptions> options) {
    BincountOptions chosen = new BincountOptions();
    options.accept(chosen);
    return Bincount.bincount(tf(), arr, chosen);
  }

  /** Adds the cross products of vectors of 3 elements, the last dimension of both arguments. */
  default Output cross(Output a, Output b) {
    return cross(a, b, "Cross");
  }

  /** As {@link #cross(Output, Output)}. */
  default Output cross(Output a, Output b, String name) {
    return Operands.call(tf(), "Cross", a, b, name);
  }

  /**
   * Adds how many of {@code values} fall into each of 100 equally wide bins, an int32 vector.
   *
   * @param valueRange [low, high], of the type of the values; others count in the bin at that end
   */
  default Output histogramFixedWidth(Output values, Output valueRange) {
    return histogramFixedWidth(values, valueRange, 100, DataType.INT32, "histogram_fixed_width");
  }

  /** As {@link #histogramFixedWidth(Output, Output)} of {@code nbins} bins, int32 or int64. */
  default Output histogramFixedWidth(
      Output values, Output valueRange, int nbins, DataType dtype, String name) {
    return HistogramFixedWidth.build(tf(), values, valueRange, nbins, dtype, name);
  }

  /**
   * Adds the element at place {@code n}, from 0 on, of each sorted row of {@code input}.
   *
   * @param input [..., size]
   * @param n an int32 scalar below size
   * @param reverse whether to sort from the highest down
   * @return [...]
   */
  default Output nthElement(Output input, Output n, boolean reverse, String name) {
    return NthElement.build(tf(), input, n, reverse, name);
  }

  /** Adds the element at place {@code n}, from 0 on, of each rising row of {@code input}. */
  default Output nthElement(Output input, Output n) {
    return nthElement(input, n, false, "NthElement");
  }

  /**
   * Adds the matrix product of {@code a}, [rows, depth], and {@code b}, [depth, columns]; with more
   * dimensions, of the matrices in their last two, the others broadcast.
   *
   * @return [rows, columns]
   */
  default Output matmul(Output a, Output b) {
    return matmul(a, b, options -> {});
  }

  /** Adds the matrix product of {@code a} and {@code b}. */
  default Output matmul(Output a, Output b, String name) {
    return matmul(a, b, options -> options.name(name));
  }

  /** Adds the matrix product of {@code a} and {@code b}, either of which may be transposed. */
  default Output matmul(Output a, Output b, Consumer<MatMulOptions> options) {
    MatMulOptions chosen = new MatMulOptions();
    options.accept(chosen);
    return MatMul.matmul(tf(), a, b, chosen);
  }

  /** Adds the place of the largest element along {@code axis} as int64, the first of equals. */
  default Output argmax(Output input, int axis) {
    return argmax(input, axis, DataType.INT64, "ArgMax");
  }

  /** Adds the place of the largest element along {@code axis}, as int32 or int64. */
  default Output argmax(Output input, int axis, DataType outputType, String name) {
    return ArgExtremeOps.build(tf(), "ArgMax", input, axis, outputType, name);
  }

  /** Adds the place of the smallest element along {@code axis} as int64, the first of equals. */
  default Output argmin(Output input, int axis) {
    return argmin(input, axis, DataType.INT64, "ArgMin");
  }

  /** Adds the place of the smallest element along {@code axis}, as int32 or int64. */
  default Output argmin(Output input, int axis, DataType outputType, String name) {
    return ArgExtremeOps.build(tf(), "ArgMin", input, axis, outputType, name);
  }

  /** Adds the running sums along {@code axis}. */
  default Output cumsum(Output x, int axis) {
    return cumsum(x, axis, false, false, "Cumsum");
  }

  /**
   * Adds the running sums along {@code axis}.
   *
   * @param exclusive whether each sum leaves out its own element
   * @param reverse whether sums run from the end
   */
  default Output cumsum(Output x, int axis, boolean exclusive, boolean reverse, String name) {
    return Cumulative.build(tf(), "Cumsum", x, axis, exclusive, reverse, name);
  }

  /** Adds the running products along {@code axis}. */
  default Output cumprod(Output x, int axis) {
    return cumprod(x, axis, false, false, "Cumprod");
  }

  /**
   * Adds the running products along {@code axis}.
   *
   * @param exclusive whether each product leaves out its own element
   * @param reverse whether products run from the end
   */
  default Output cumprod(Output x, int axis, boolean exclusive, boolean reverse, String name) {
    return Cumulative.build(tf(), "Cumprod", x, axis, exclusive, reverse, name);
  }

  /** Adds {@code t} with elements outside {@code low}…{@code high} moved to the nearest end. */
  default Output clipByValue(Output t, Output low, Output high) {
    return clipByValue(t, low, high, "clip_by_value");
  }

  /** Adds {@code t} with elements outside {@code low}…{@code high} moved to the nearest end. */
  default Output clipByValue(Output t, Output low, Output high, String name) {
    return ClipByValue.clipByValue(tf(), t, low, high, name);
  }

  /** Adds half the sum of the squares of {@code t}, a scalar; tf.nn.l2_loss. */
  default Output l2Loss(Output t) {
    return l2Loss(t, "L2Loss");
  }

  /** Adds half the sum of the squares of {@code t}, a scalar; tf.nn.l2_loss. */
  default Output l2Loss(Output t, String name) {
    return L2Loss.l2Loss(tf(), t, name);
  }

  /** Adds the constant {@code value} of type {@code dtype}. */
  default Output constant(Number value, DataType dtype, String name) {
    return tf().constant(Scalars.of(dtype, value), name);
  }
}
