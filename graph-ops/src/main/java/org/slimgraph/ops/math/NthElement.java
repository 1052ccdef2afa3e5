package org.slimgraph.ops.math;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The element of each row that stands at place n once the row is sorted. TF: nth_element. */
final class NthElement {
  static final OpSpec SPEC =
      OpSpec.of("NthElement")
          .input("input: T")
          .input("n: int32")
          .output("values: T")
          .attr("reverse: bool = false")
          .attr("T: realnumbertype")
          .shape(NthElement::infer)
          .gradient(NthElement::gradient)
          .kernel(DataType.FLOAT, kernel(NthElement::floats))
          .kernel(Widened.HALVES, Widened.of(kernel(NthElement::floats)))
          .kernel(DataType.DOUBLE, kernel(NthElement::doubles))
          .kernel(DataType.INT32, kernel(NthElement::ints))
          .kernel(Widened.SMALL_INTEGERS, Widened.of(kernel(NthElement::ints)))
          .kernel(DataType.INT64, kernel(NthElement::longs))
          .build();

  private NthElement() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 1);
    ShapeRules.withRank(c.input(1), 0);
    if (!in.isRankKnown()) {
      return List.of(in);
    }
    c.constant(1).ifPresent(n -> check(n.ints()[0], in.dim(-1)));
    return List.of(in.slice(0, in.rank() - 1));
  }

  private static void check(int n, long size) {
    if (n < 0) {
      throw SlimgraphException.invalidArgument("Need n >= 0, got %d", n);
    }
    if (size >= 0 && size <= n) {
      throw SlimgraphException.invalidArgument(
          "Input must have last dimension > n = %d but is %d", n, size);
    }
  }

  /** Takes the element at {@code place} of the sorted row of {@code size} elements. */
  private interface Selection {
    void take(Tensor in, Tensor out, int row, int size, int place);
  }

  private static KernelFactory kernel(Selection selection) {
    return attrs -> {
      boolean reverse = attrs.bool("reverse");
      return (Kernel) c -> compute(selection, reverse, c);
    };
  }

  private static void compute(Selection selection, boolean reverse, KernelContext c) {
    Shape shape = c.shape(0);
    if (c.shape(1).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "N must be scalar, got shape %s", c.shape(1).toBrackets());
    }
    if (shape.rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Input must be >= 1-D, got shape %s", shape.toBrackets());
    }
    int n = c.input(1).ints()[0];
    int size = (int) shape.dim(-1);
    check(n, size);
    Tensor out = c.output(0, shape.slice(0, shape.rank() - 1));
    int place = reverse ? size - n - 1 : n;
    c.parallel().run(out.size(), row -> selection.take(c.input(0), out, row, size, place));
  }

  private static void floats(Tensor in, Tensor out, int row, int size, int place) {
    float[] x = TensorStorage.floats(in);
    float[] sorted = Arrays.copyOfRange(x, row * size, (row + 1) * size);
    Arrays.sort(sorted);
    TensorStorage.floats(out)[row] = sorted[place];
  }

  private static void doubles(Tensor in, Tensor out, int row, int size, int place) {
    double[] x = TensorStorage.doubles(in);
    double[] sorted = Arrays.copyOfRange(x, row * size, (row + 1) * size);
    Arrays.sort(sorted);
    TensorStorage.doubles(out)[row] = sorted[place];
  }

  private static void ints(Tensor in, Tensor out, int row, int size, int place) {
    int[] x = TensorStorage.ints(in);
    int[] sorted = Arrays.copyOfRange(x, row * size, (row + 1) * size);
    Arrays.sort(sorted);
    TensorStorage.ints(out)[row] = sorted[place];
  }

  private static void longs(Tensor in, Tensor out, int row, int size, int place) {
    long[] x = TensorStorage.longs(in);
    long[] sorted = Arrays.copyOfRange(x, row * size, (row + 1) * size);
    Arrays.sort(sorted);
    TensorStorage.longs(out)[row] = sorted[place];
  }

  /** Equal elements share what arrives. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output chosen = tf.equal(tf.expandDims(g.output(0), -1), g.input(0));
    Output indicators = tf.cast(chosen, g.dy(0).dataType());
    Output dy = tf.expandDims(g.dy(0), -1);
    Output count = tf.expandDims(tf.reduceSum(indicators, -1), -1);
    g.set(0, tf.times(tf.divide(indicators, count), dy));
  }

  static Output build(Ops tf, Output input, Output n, boolean reverse, String name) {
    return tf.graph()
        .opBuilder("NthElement", name)
        .input(input)
        .input(n)
        .attr("reverse", reverse)
        .build()
        .output(0);
  }
}
