package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Where the parts of a concatenation begin; gradients of Concat need it. */
final class ConcatOffset {
  static final OpSpec SPEC =
      OpSpec.of("ConcatOffset")
          .input("concat_dim: int32")
          .input("shape: N * int32")
          .output("offset: N * int32")
          .attr("N: int >= 2")
          .shape(ConcatOffset::infer)
          .notDifferentiable("offsets are integers")
          .kernel(attrs -> ConcatOffset::compute)
          .build();

  private ConcatOffset() {}

  private static List<Shape> infer(ShapeContext c) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 1; i < c.inputCount(); i++) {
      shapes.add(c.input(i));
    }
    return shapes;
  }

  private static void compute(KernelContext context) {
    if (context.input(0).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "Concat dim tensor should be a scalar integer, but got shape %s",
          context.shape(0).toBrackets());
    }
    Tensor first = context.input(1);
    int rank = first.size();
    int given = context.ints(0)[0];
    int axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank) {
      throw SlimgraphException.invalidArgument(
          "Concat dim is out of range: %d vs. %d", given, rank);
    }
    int offset = 0;
    for (int i = 0; i < context.outputCount(); i++) {
      Tensor shape = context.input(i + 1);
      check(first, shape, i, axis);
      int[] offsets = context.outputInts(i, Shape.of(rank));
      Arrays.fill(offsets, 0, rank, 0);
      offsets[axis] = offset;
      offset += TensorStorage.ints(shape)[axis];
    }
  }

  private static void check(Tensor first, Tensor shape, int i, int axis) {
    if (shape.size() != first.size()) {
      throw SlimgraphException.invalidArgument(
          "input %d should contain %d elements, but got %d", i, first.size(), shape.size());
    }
    for (int d = 0; d < first.size(); d++) {
      if (d != axis && TensorStorage.ints(shape)[d] != TensorStorage.ints(first)[d]) {
        throw SlimgraphException.invalidArgument(
            "All dimensions except %d must match. Input %d has shape %s and doesn't match input 0"
                + " with shape %s.",
            axis, i, text(shape), text(first));
      }
    }
  }

  private static String text(Tensor sizes) {
    return Arrays.toString(sizes.ints()).replace(",", "");
  }

  static List<Output> concatOffset(Ops tf, Output axis, List<Output> shapes, String name) {
    return tf.graph().opBuilder("ConcatOffset", name).input(axis).inputs(shapes).build().outputs();
  }
}
