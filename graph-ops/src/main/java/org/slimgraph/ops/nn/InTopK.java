package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Says of each row whether its target is among the k largest predictions. TF: tf.nn.in_top_k.
 *
 * <p>Ties at the border count as in. TF 1.x: a row with a target out of range, or with a prediction
 * that is not finite before the answer is clear, is out.
 */
final class InTopK {
  static final OpSpec SPEC =
      OpSpec.of("InTopK")
          .input("predictions: float")
          .input("targets: T")
          .output("precision: bool")
          .attr("k: int")
          .attr("T: {int32, int64} = DT_INT32")
          .shape(InTopK::infer)
          .notDifferentiable("its output is a boolean")
          .kernel(
              attrs -> {
                long k = attrs.integer("k");
                return context -> compute(context, k);
              })
          .build();

  static final OpSpec V2 =
      OpSpec.of("InTopKV2")
          .input("predictions: float")
          .input("targets: T")
          .input("k: T")
          .output("precision: bool")
          .attr("T: {int32, int64} = DT_INT32")
          .shape(
              c -> {
                ShapeRules.withRank(c.input(2), 0);
                return infer(c);
              })
          .notDifferentiable("its output is a boolean")
          .kernel(attrs -> InTopK::computeV2)
          .build();

  private InTopK() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape predictions = ShapeRules.withRank(c.input(0), 2);
    Shape targets = ShapeRules.withRank(c.input(1), 1);
    return List.of(Shape.of(ShapeRules.mergeDim(predictions.dim(0), targets.dim(0))));
  }

  private static void computeV2(KernelContext context) {
    if (context.shape(2).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "k must be 0-D, got shape %s", context.shape(2).toBrackets());
    }
    compute(context, ClassLabels.at(context, 2, 0));
  }

  private static void compute(KernelContext context, long k) {
    Shape predictions = context.shape(0);
    if (predictions.rank() != 2) {
      throw SlimgraphException.invalidArgument("predictions must be 2-dimensional");
    }
    if (context.shape(1).rank() != 1) {
      throw SlimgraphException.invalidArgument("targets must be 1-dimensional");
    }
    if (predictions.dim(0) != context.shape(1).dim(0)) {
      throw SlimgraphException.invalidArgument(
          "First dimension of predictions %d must match length of targets %d",
          predictions.dim(0), context.shape(1).dim(0));
    }
    Rows rows = Rows.of(context, 0);
    boolean[] precision = context.outputBooleans(0, context.shape(1));
    float[] values = context.floats(0);
    for (int row = 0; row < rows.rows(); row++) {
      long target = ClassLabels.at(context, 1, row);
      precision[row] =
          target >= 0
              && target < rows.classes()
              && isIn(values, row * rows.classes(), rows.classes(), (int) target, k);
    }
  }

  private static boolean isIn(float[] values, int begin, int classes, int target, long k) {
    float wanted = values[begin + target];
    if (!Float.isFinite(wanted)) {
      return false;
    }
    int larger = 0;
    for (int i = begin; i < begin + classes && larger <= k; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
      larger += values[i] > wanted ? 1 : 0;
    }
    return larger < k;
  }

  static Output inTopK(Ops tf, Output predictions, Output targets, int k, String name) {
    return tf.graph()
        .opBuilder("InTopKV2", name)
        .input(predictions)
        .input(targets)
        .input(
            targets.dataType() == DataType.INT64
                ? tf.constant(Tensor.scalar((long) k))
                : tf.constant(k))
        .build()
        .output(0);
  }
}
