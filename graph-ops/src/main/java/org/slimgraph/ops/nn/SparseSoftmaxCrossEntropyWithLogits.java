package org.slimgraph.ops.nn;

import java.util.List;
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
 * The cross entropy of softmax(features) and labels that are class numbers; its second output is
 * the gradient by the features. TF: tf.nn.sparse_softmax_cross_entropy_with_logits.
 */
final class SparseSoftmaxCrossEntropyWithLogits {
  static final OpSpec SPEC =
      OpSpec.of("SparseSoftmaxCrossEntropyWithLogits")
          .input("features: T")
          .input("labels: Tlabels")
          .output("loss: T")
          .output("backprop: T")
          .attr("T: {half, bfloat16, float, double}")
          .attr("Tlabels: {int32, int64} = DT_INT64")
          .shape(SparseSoftmaxCrossEntropyWithLogits::infer)
          .gradient(SoftmaxGradients::sparseCrossEntropy)
          .kernel(DataType.FLOAT, attrs -> SparseSoftmaxCrossEntropyWithLogits::computeFloats)
          .kernel(DataType.DOUBLE, attrs -> SparseSoftmaxCrossEntropyWithLogits::computeDoubles)
          .kernel(
              Widened.HALVES,
              Widened.of(attrs -> SparseSoftmaxCrossEntropyWithLogits::computeFloats))
          .build();

  private SparseSoftmaxCrossEntropyWithLogits() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape features = ShapeRules.withRank(c.input(0), 2);
    Shape labels = ShapeRules.withRank(c.input(1), 1);
    long batch = ShapeRules.mergeDim(features.dim(0), labels.dim(0));
    return List.of(Shape.of(batch), features.withDim(0, batch));
  }

  private static void computeFloats(KernelContext context) {
    int[] labels = labels(context);
    Rows rows = Rows.of(context, 0);
    int classes = rows.classes();
    float[] loss = context.outputFloats(0, Shape.of(rows.rows()));
    float[] backprop = context.outputFloats(1, context.shape(0));
    CpuLoops.get()
        .softmax()
        .logSoftmax(context.floats(0), 0, backprop, 0, rows.rows(), classes, context.parallel());
    for (int row = 0; row < rows.rows(); row++) {
      loss[row] = -backprop[row * classes + labels[row]];
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        backprop[i] = (float) Math.exp(backprop[i]);
      }
      backprop[row * classes + labels[row]] -= 1f;
    }
  }

  private static void computeDoubles(KernelContext context) {
    int[] labels = labels(context);
    Rows rows = Rows.of(context, 0);
    int classes = rows.classes();
    double[] loss = context.outputDoubles(0, Shape.of(rows.rows()));
    double[] backprop = context.outputDoubles(1, context.shape(0));
    CpuLoops.get()
        .softmax()
        .logSoftmax(context.doubles(0), 0, backprop, 0, rows.rows(), classes, context.parallel());
    for (int row = 0; row < rows.rows(); row++) {
      loss[row] = -backprop[row * classes + labels[row]];
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        backprop[i] = Math.exp(backprop[i]);
      }
      backprop[row * classes + labels[row]] -= 1.0;
    }
  }

  /** Returns the labels after all checks. */
  private static int[] labels(KernelContext context) {
    Shape logits = context.shape(0);
    Shape labels = context.shape(1);
    if (logits.rank() != 2) {
      throw SlimgraphException.invalidArgument(
          "logits must be 2-D, but got shape %s", logits.toBrackets());
    }
    if (labels.rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "labels must be 1-D, but got shape %s", labels.toBrackets());
    }
    if (logits.dim(0) != labels.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "logits and labels must have the same first dimension, got logits shape %s and labels"
              + " shape %s",
          logits.toBrackets(), labels.toBrackets());
    }
    if (logits.dim(1) == 0) {
      throw SlimgraphException.invalidArgument(
          "Must have at least one class, but got logits shape %s", logits.toBrackets());
    }
    return ClassLabels.checked(context, 1, logits.dim(1));
  }
}
