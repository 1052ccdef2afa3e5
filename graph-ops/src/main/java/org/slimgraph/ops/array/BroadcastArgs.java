package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The shape that two shapes broadcast to. TF: tf.broadcast_dynamic_shape. */
final class BroadcastArgs {
  static final OpSpec SPEC =
      OpSpec.of("BroadcastArgs")
          .input("s0: T")
          .input("s1: T")
          .output("r0: T")
          .attr("T: {int32, int64} = DT_INT32")
          .shape(BroadcastArgs::infer)
          .partialValue(BroadcastArgs::known)
          .notDifferentiable("shapes have no derivative")
          .kernel(attrs -> BroadcastArgs::compute)
          .build();

  private BroadcastArgs() {}

  private static List<Shape> infer(ShapeContext c) {
    long x = ShapeRules.withRank(c.input(0), 1).dim(0);
    long y = ShapeRules.withRank(c.input(1), 1).dim(0);
    return List.of(Shape.of(x < 0 || y < 0 ? -1 : Math.max(x, y)));
  }

  private static Optional<Shape> known(ShapeContext c) {
    Optional<Shape> x = Vectors.input(c, 0);
    Optional<Shape> y = Vectors.input(c, 1);
    return x.isEmpty() || y.isEmpty()
        ? Optional.empty()
        : Optional.of(ShapeRules.broadcast(x.get(), y.get())).filter(Shape::isRankKnown);
  }

  private static void compute(KernelContext context) {
    long[] sizes = Broadcasting.broadcast(context.input(0).longs(), context.input(1).longs());
    Tensor out = context.output(0, Shape.of(sizes.length));
    for (int i = 0; i < sizes.length; i++) {
      Integers.set(out, i, sizes[i]);
    }
  }

  static Output broadcastDynamicShape(Ops tf, Output x, Output y, String name) {
    return tf.graph().opBuilder("BroadcastArgs", name).input(x).input(y).build().output(0);
  }
}
