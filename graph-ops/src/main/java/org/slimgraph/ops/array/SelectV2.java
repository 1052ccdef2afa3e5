package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Takes each element from one of two tensors, all three broadcast. TF: tf.where_v2. */
final class SelectV2 {
  static final OpSpec SPEC =
      OpSpec.of("SelectV2")
          .input("condition: bool")
          .input("t: T")
          .input("e: T")
          .output("output: T")
          .attr("T: type")
          .shape(SelectV2::infer)
          .gradient(SelectV2::gradient)
          .kernel(attrs -> SelectV2::compute)
          .build();

  private SelectV2() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(ShapeRules.broadcast(c.input(0), ShapeRules.broadcast(c.input(1), c.input(2))));
  }

  private static void compute(KernelContext context) {
    Tensor then = context.input(1);
    Tensor other = context.input(2);
    int[] condition = Integers.sizes(context.shape(0));
    int[] thenSizes = Integers.sizes(then.shape());
    int[] otherSizes = Integers.sizes(other.shape());
    BroadcastPlan plan = Broadcasting.plan(condition, thenSizes, otherSizes);
    Tensor out = context.output(0, Broadcasting.shape(plan));
    DataType type = out.dataType();
    BroadcastPlan.Cursor cursor = plan.cursor(0);
    int at = 0;
    for (int run = 0; run < plan.runs(); run++) {
      for (int i = 0; i < plan.runLength(); i++) {
        boolean chosen = context.booleans(0)[cursor.offset(0) + i * plan.runStride(0)];
        int input = chosen ? 1 : 2;
        TensorStorage.copy(
            type,
            TensorStorage.array(chosen ? then : other),
            cursor.offset(input) + i * plan.runStride(input),
            TensorStorage.array(out),
            at++,
            1);
      }
      cursor.advance();
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output zeros = tf.zerosLike(g.dy(0));
    Output all = tf.shape(g.output(0));
    Output then = SelectV2.where(tf, g.input(0), g.dy(0), zeros, "SelectV2");
    Output other = SelectV2.where(tf, g.input(0), zeros, g.dy(0), "SelectV2");
    g.set(1, Broadcasting.sumTo(tf, then, tf.shape(g.input(1)), all));
    g.set(2, Broadcasting.sumTo(tf, other, tf.shape(g.input(2)), all));
  }

  static Output where(Ops tf, Output condition, Output x, Output y, String name) {
    return tf.graph()
        .opBuilder("SelectV2", name)
        .input(condition)
        .input(x)
        .input(y)
        .build()
        .output(0);
  }
}
