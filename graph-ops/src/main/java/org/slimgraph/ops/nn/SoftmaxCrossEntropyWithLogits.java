package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The cross entropy of softmax(features) and labels that are distributions; its second output is
 * the gradient by the features, {@code softmax - labels}. TF:
 * tf.nn.softmax_cross_entropy_with_logits.
 *
 * <p>The second output first holds the labels spread over the features' shape; logsoftmax is
 * computed in scratch, so that each exponential is taken twice and nothing is lost to cancellation.
 */
final class SoftmaxCrossEntropyWithLogits {
  static final OpSpec SPEC =
      OpSpec.of("SoftmaxCrossEntropyWithLogits")
          .input("features: T")
          .input("labels: T")
          .output("loss: T")
          .output("backprop: T")
          .attr("T: {half, bfloat16, float, double}")
          .shape(SoftmaxCrossEntropyWithLogits::infer)
          .gradient(SoftmaxGradients::crossEntropy)
          .kernel(DataType.FLOAT, attrs -> SoftmaxCrossEntropyWithLogits::computeFloats)
          .kernel(DataType.DOUBLE, attrs -> SoftmaxCrossEntropyWithLogits::computeDoubles)
          .kernel(Widened.HALVES, Widened.of(attrs -> SoftmaxCrossEntropyWithLogits::computeFloats))
          .build();

  private SoftmaxCrossEntropyWithLogits() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape features = c.input(0);
    Shape labels = c.input(1);
    boolean known = features.isRankKnown() || labels.isRankKnown();
    Shape both =
        known && features.isCompatibleWith(labels)
            ? features.merge(labels)
            : ShapeRules.broadcast(features, labels);
    if (!both.isRankKnown() && known) {
      both = Shape.ofRank(2);
    }
    if (both.isRankKnown() && both.rank() != 2) {
      throw SlimgraphException.invalidArgument(
          "Shape must be broadcasted with rank 2, but is rank %d", both.rank());
    }
    Shape matrix = ShapeRules.withRank(both, 2);
    return List.of(Shape.of(matrix.dim(0)), matrix);
  }

  /** Returns the common shape of features and labels at run time. */
  private static Shape matrix(KernelContext context) {
    Shape features = context.shape(0);
    Shape labels = context.shape(1);
    Shape matrix;
    try {
      matrix = ShapeRules.broadcast(features, labels);
    } catch (SlimgraphException e) {
      throw SlimgraphException.invalidArgument(
          "logits and labels must be broadcastable: logits_size=%s labels_size=%s",
          features.toBrackets(), labels.toBrackets());
    }
    if (matrix.rank() != 2) {
      throw SlimgraphException.invalidArgument(
          "logits and labels must be either 2-dimensional, or broadcasted to be 2-dimensional");
    }
    return matrix;
  }

  /** Returns the plan that spreads input {@code i} over the rows and columns of {@code matrix}. */
  private static BroadcastPlan spread(KernelContext context, int i, Shape matrix) {
    return BroadcastPlan.of(dims(context.shape(i)), dims(matrix));
  }

  private static int[] dims(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = Math.toIntExact(shape.dim(d));
    }
    return dims;
  }

  private static void computeFloats(KernelContext context) {
    Shape matrix = matrix(context);
    int rows = Math.toIntExact(matrix.dim(0));
    int classes = Math.toIntExact(matrix.dim(1));
    float[] loss = context.outputFloats(0, Shape.of(rows));
    float[] backprop = context.outputFloats(1, matrix);
    float[] logs = context.scratch(rows * classes);
    spread(context.floats(0), spread(context, 0, matrix), logs, context);
    spread(context.floats(1), spread(context, 1, matrix), backprop, context);
    CpuLoops.get().softmax().logSoftmax(logs, 0, logs, 0, rows, classes, context.parallel());
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        sum -= (double) backprop[i] * logs[i];
        backprop[i] = (float) Math.exp(logs[i]) - backprop[i];
      }
      loss[row] = (float) sum;
    }
  }

  private static void spread(float[] from, BroadcastPlan plan, float[] to, KernelContext context) {
    CpuLoops.get()
        .elementwise()
        .map((float x, float y) -> x, plan, from, 0, to, 0, to, 0, context.parallel());
  }

  private static void computeDoubles(KernelContext context) {
    Shape matrix = matrix(context);
    int rows = Math.toIntExact(matrix.dim(0));
    int classes = Math.toIntExact(matrix.dim(1));
    double[] loss = context.outputDoubles(0, Shape.of(rows));
    double[] backprop = context.outputDoubles(1, matrix);
    double[] logs = new double[rows * classes];
    spread(context.doubles(0), spread(context, 0, matrix), logs, context);
    spread(context.doubles(1), spread(context, 1, matrix), backprop, context);
    CpuLoops.get().softmax().logSoftmax(logs, 0, logs, 0, rows, classes, context.parallel());
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        sum -= backprop[i] * logs[i];
        backprop[i] = Math.exp(logs[i]) - backprop[i];
      }
      loss[row] = sum;
    }
  }

  private static void spread(
      double[] from, BroadcastPlan plan, double[] to, KernelContext context) {
    CpuLoops.get()
        .elementwise()
        .map((double x, double y) -> x, plan, from, 0, to, 0, to, 0, context.parallel());
  }
}
