package org.slimgraph.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The axes over which gradients of two broadcast tensors are summed. */
final class BroadcastGradientArgs {
  static final OpSpec SPEC =
      OpSpec.of("BroadcastGradientArgs")
          .input("s0: T")
          .input("s1: T")
          .output("r0: T")
          .output("r1: T")
          .attr("T: {int32, int64} = DT_INT32")
          .shape(BroadcastGradientArgs::infer)
          .notDifferentiable("axes are integers")
          .kernel(attrs -> BroadcastGradientArgs::compute)
          .build();

  private BroadcastGradientArgs() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 1);
    return List.of(Shape.ofRank(1), Shape.ofRank(1));
  }

  private static void compute(KernelContext context) {
    long[] x = context.input(0).longs();
    long[] y = context.input(1).longs();
    Broadcasting.broadcast(x, y);
    // TF 1.x: of equal shapes nothing is summed, not even over sizes of 1.
    boolean equal = Arrays.equals(x, y);
    write(context, 0, equal ? new int[0] : stretched(x, y));
    write(context, 1, equal ? new int[0] : stretched(y, x));
  }

  /** Returns the axes of the common shape along which {@code a} has size 1. */
  private static int[] stretched(long[] a, long[] b) {
    int rank = Math.max(a.length, b.length);
    return IntStream.range(0, rank)
        .filter(i -> Broadcasting.fromRight(a, rank - 1 - i) == 1)
        .toArray();
  }

  private static void write(KernelContext context, int output, int[] axes) {
    Tensor out = context.output(output, Shape.of(axes.length));
    for (int i = 0; i < axes.length; i++) {
      Integers.set(out, i, axes[i]);
    }
  }

  static List<Output> broadcastGradientArgs(Ops tf, Output x, Output y, String name) {
    return tf.graph().opBuilder("BroadcastGradientArgs", name).input(x).input(y).build().outputs();
  }
}
