package org.slimgraph.ops.nn;

import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;

/** {@code softmax = exp(logits) / sum(exp(logits))} over the last dimension. TF: tf.nn.softmax. */
final class Softmax {
  static final OpSpec SPEC =
      spec("Softmax", "softmax", SoftmaxGradients::softmax, Softmax::floats, Softmax::doubles);

  private Softmax() {}

  /** What is computed of rows. */
  interface Compute {
    void run(KernelContext context, Rows rows);
  }

  static OpSpec spec(
      String type, String output, Gradient gradient, Compute floats, Compute doubles) {
    return OpSpec.of(type)
        .input("logits: T")
        .output(output + ": T")
        .attr("T: {half, bfloat16, float, double}")
        .shape(Rows::infer)
        .gradient(gradient)
        .traits(traits -> traits.inPlace(0))
        .kernel(DataType.FLOAT, attrs -> context -> run(context, floats))
        .kernel(DataType.DOUBLE, attrs -> context -> run(context, doubles))
        .kernel(Widened.HALVES, Widened.of(attrs -> context -> run(context, floats)))
        .build();
  }

  private static void run(KernelContext context, Compute compute) {
    if (context.shape(0).rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "logits must have >= 1 dimension, got %s", context.shape(0).toBrackets());
    }
    Rows rows = Rows.of(context, 0);
    compute.run(context, rows);
  }

  private static void floats(KernelContext context, Rows rows) {
    float[] out = context.outputFloats(0, context.shape(0));
    CpuLoops.get()
        .softmax()
        .softmax(context.floats(0), 0, out, 0, rows.rows(), rows.classes(), context.parallel());
  }

  private static void doubles(KernelContext context, Rows rows) {
    double[] out = context.outputDoubles(0, context.shape(0));
    CpuLoops.get()
        .softmax()
        .softmax(context.doubles(0), 0, out, 0, rows.rows(), rows.classes(), context.parallel());
  }
}
