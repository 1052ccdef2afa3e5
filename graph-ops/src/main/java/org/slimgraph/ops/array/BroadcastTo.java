package org.slimgraph.ops.array;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Broadcasts a tensor to a shape. TF: tf.broadcast_to. */
final class BroadcastTo {
  static final OpSpec SPEC =
      OpSpec.of("BroadcastTo")
          .input("input: T")
          .input("shape: Tidx")
          .output("output: T")
          .attr("T: type")
          .attr("Tidx: {int32, int64} = DT_INT32")
          .shape(BroadcastTo::infer)
          .gradient(BroadcastTo::gradient)
          .kernel(attrs -> BroadcastTo::compute)
          .build();

  private BroadcastTo() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 1);
    Shape out = c.constantShape(1);
    Shape in = c.input(0);
    if (!out.isRankKnown() || !in.isRankKnown()) {
      return List.of(out);
    }
    if (in.rank() > out.rank()) {
      throw SlimgraphException.invalidArgument(
          "Shape must be at most rank %d but is rank %d", out.rank(), in.rank());
    }
    Shape sharper = out;
    for (int i = 1; i <= in.rank(); i++) {
      if (in.dim(-i) > 1) {
        sharper = sharper.withDim(-i, ShapeRules.mergeDim(in.dim(-i), out.dim(-i)));
      }
    }
    return List.of(sharper);
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    Shape shape = Integers.shape(context.input(1));
    long[] from = in.shape().dims();
    if (from.length > shape.rank()
        || !Arrays.equals(Broadcasting.broadcast(from, shape.dims()), shape.dims())) {
      throw SlimgraphException.invalidArgument(
          "Incompatible shapes: %s vs. %s", in.shape().toBrackets(), shape.toBrackets());
    }
    View view = View.of(in.shape());
    for (int i = 0; i < shape.rank(); i++) {
      int at = i - (shape.rank() - from.length);
      int size = (int) shape.dim(i);
      if (at < 0) {
        view = view.repeat(i, size);
      } else if (from[at] != size) {
        view = view.every(i, 0, 0, size);
      }
    }
    Tensor out = context.output(0, shape);
    view.to(View.of(shape), in.dataType()).run(in, out, context.parallel());
  }

  private static void gradient(GradientContext g) {
    Output shape = g.tf().shape(g.input(0), g.input(1).dataType());
    g.set(0, Broadcasting.sumTo(g.tf(), g.dy(0), shape, g.input(1)));
  }

  static Output broadcastTo(Ops tf, Output input, Output shape, String name) {
    return tf.graph().opBuilder("BroadcastTo", name).input(input).input(shape).build().output(0);
  }
}
