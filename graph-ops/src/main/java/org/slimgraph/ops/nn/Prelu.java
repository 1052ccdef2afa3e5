package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A rectifier whose slope below zero is an input, {@code x >= 0 ? x : alpha * x}. An op of
 * TensorFlow.js; TF builds it of others.
 */
final class Prelu {
  static final OpSpec SPEC =
      OpSpec.of("Prelu")
          .input("x: T")
          .input("alpha: T")
          .output("y: T")
          .attr("T: {half, bfloat16, float, double} = DT_FLOAT")
          .shape(Prelu::infer)
          .notDifferentiable("it is made by the converter of TensorFlow.js, for inference")
          .kernel(DataType.FLOAT, attrs -> Prelu::compute)
          .build();

  private Prelu() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.broadcast(c.input(0), c.input(1));
    return List.of(c.input(0));
  }

  static float apply(float x, float alpha) {
    return x < 0 ? alpha * x : x;
  }

  /**
   * Returns how slopes are spread over values.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the values would be spread
   */
  static BroadcastPlan plan(Shape values, Shape slopes) {
    if (!ShapeRules.broadcast(values, slopes).equals(values)) {
      throw SlimgraphException.invalidArgument(
          "Slopes of shape %s do not fit values of shape %s",
          slopes.toBrackets(), values.toBrackets());
    }
    return BroadcastPlan.of(sizes(values), sizes(slopes));
  }

  private static int[] sizes(Shape shape) {
    return Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray();
  }

  private static void compute(KernelContext context) {
    Shape shape = context.shape(0);
    BroadcastPlan plan = plan(shape, context.shape(1));
    float[] out = context.outputFloats(0, shape);
    CpuLoops.get()
        .elementwise()
        .map(
            Prelu::apply,
            plan,
            context.floats(0),
            0,
            context.floats(1),
            0,
            out,
            0,
            context.parallel());
  }
}
