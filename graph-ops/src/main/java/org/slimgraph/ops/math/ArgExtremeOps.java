package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.cpu.ArgExtremes;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Where along an axis the largest or smallest element is, the first of equals. TF: tf.argmax. */
final class ArgExtremeOps {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          spec(
              "ArgMax",
              ArgExtremes::argMax,
              ArgExtremes::argMax,
              ArgExtremes::argMax,
              ArgExtremes::argMax),
          spec(
              "ArgMin",
              ArgExtremes::argMin,
              ArgExtremes::argMin,
              ArgExtremes::argMin,
              ArgExtremes::argMin));

  private ArgExtremeOps() {}

  /** Finds places in an array seen as [outer, reduce, inner]. */
  interface Loop<A> {
    void run(A x, int xOffset, int outer, int reduce, int inner, long[] out, int outOffset);
  }

  private static OpSpec spec(
      String type,
      Loop<float[]> floats,
      Loop<double[]> doubles,
      Loop<int[]> ints,
      Loop<long[]> longs) {
    return OpSpec.of(type)
        .input("input: T")
        .input("dimension: Tidx")
        .output("output: output_type")
        .attr("T: numbertype")
        .attr("Tidx: {int32, int64} = int32")
        .attr("output_type: {int32, int64} = int64")
        .shape(ArgExtremeOps::infer)
        .notDifferentiable("its output is a place")
        .kernel(DataType.FLOAT, kernel(floats))
        .kernel(Widened.HALVES, narrow(floats))
        .kernel(DataType.DOUBLE, kernel(doubles))
        .kernel(DataType.INT32, kernel(ints))
        .kernel(Widened.SMALL_INTEGERS, narrow(ints))
        .kernel(DataType.INT64, kernel(longs))
        .build();
  }

  private static <A> KernelFactory kernel(Loop<A> loop) {
    return attrs -> c -> compute(loop, c);
  }

  private static <A> KernelFactory narrow(Loop<A> loop) {
    return Widened.of(kernel(loop));
  }

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    Shape input = c.input(0);
    if (!input.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    int rank = input.rank();
    if (rank <= 1) {
      return List.of(Shape.scalar());
    }
    Optional<Tensor> dimension = c.constant(1);
    if (dimension.isEmpty()) {
      return List.of(Shape.ofRank(rank - 1));
    }
    long given = dimension.get().longs()[0];
    if (given < -rank || given >= rank) {
      throw SlimgraphException.invalidArgument(
          "Dimension (%d) must be in the range [%d, %d), where %d is the number of dimensions in the"
              + " input.",
          given, -rank, rank, rank);
    }
    return List.of(without(input, (int) (given < 0 ? given + rank : given)));
  }

  private static Shape without(Shape shape, int axis) {
    return shape.slice(0, axis).concat(shape.slice(axis + 1));
  }

  @SuppressWarnings("unchecked") // A is the array class of the type that the kernel is for.
  private static <A> void compute(Loop<A> loop, KernelContext c) {
    Tensor x = c.input(0);
    Shape shape = x.shape();
    long given = c.input(1).longs()[0];
    if (given < -shape.rank() || given >= shape.rank()) {
      throw SlimgraphException.invalidArgument(
          "Expected dimension in the range [%d, %d), but got %d",
          -shape.rank(), shape.rank(), given);
    }
    int axis = (int) (given < 0 ? given + shape.rank() : given);
    if (shape.dim(axis) == 0) {
      throw SlimgraphException.invalidArgument(
          "Reduction axis %d is empty in shape %s", given, shape.toBrackets());
    }
    Tensor out = c.output(0, without(shape, axis));
    long[] places =
        out.dataType() == DataType.INT64 ? TensorStorage.longs(out) : new long[out.size()];
    int outer = (int) shape.slice(0, axis).elementCount();
    int inner = (int) shape.slice(axis + 1).elementCount();
    loop.run((A) TensorStorage.array(x), 0, outer, (int) shape.dim(axis), inner, places, 0);
    if (out.dataType() == DataType.INT32) {
      int[] ints = TensorStorage.ints(out);
      for (int i = 0; i < places.length; i++) {
        ints[i] = (int) places[i];
      }
    }
  }

  static Output build(
      Ops tf, String type, Output input, int axis, DataType outputType, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tf.graph()
          .opBuilder(type, scope.name())
          .input(input)
          .input(tf.constant(Tensor.scalar(axis), "dimension"))
          .attr("output_type", outputType)
          .build()
          .output(0);
    }
  }
}
