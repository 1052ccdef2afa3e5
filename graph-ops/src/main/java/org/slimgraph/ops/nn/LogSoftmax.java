package org.slimgraph.ops.nn;

import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;

/**
 * {@code logsoftmax = logits - log(sum(exp(logits)))} over the last dimension. TF:
 * tf.nn.log_softmax.
 */
final class LogSoftmax {
  static final OpSpec SPEC =
      Softmax.spec(
          "LogSoftmax",
          "logsoftmax",
          SoftmaxGradients::logSoftmax,
          LogSoftmax::floats,
          LogSoftmax::doubles);

  private LogSoftmax() {}

  private static void floats(KernelContext context, Rows rows) {
    float[] out = context.outputFloats(0, context.shape(0));
    CpuLoops.get()
        .softmax()
        .logSoftmax(context.floats(0), 0, out, 0, rows.rows(), rows.classes(), context.parallel());
  }

  private static void doubles(KernelContext context, Rows rows) {
    double[] out = context.outputDoubles(0, context.shape(0));
    CpuLoops.get()
        .softmax()
        .logSoftmax(context.doubles(0), 0, out, 0, rows.rows(), rows.classes(), context.parallel());
  }
}
