package org.slimgraph.ops.image;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Selects boxes by falling score, without those that overlap one selected before. TF:
 * tf.image.non_max_suppression.
 *
 * <p>Version by version: the threshold of overlaps becomes an input (V2), boxes of low score are
 * left out (V3), the result may be padded (V4), scores sink by overlaps below the threshold (V5).
 */
final class NonMaxSuppression {
  private static final String NO_GRADIENT = "the selected indices are integers";
  private static final String TYPE = "T: {half, float} = DT_FLOAT";
  private static final String THRESHOLD_TYPE = "T_threshold: {half, float} = DT_FLOAT";
  private static final String PAD = "pad_to_max_output_size";

  static final OpSpec SPEC =
      OpSpec.of("NonMaxSuppression")
          .input("boxes: float")
          .input("scores: float")
          .input("max_output_size: int32")
          .output("selected_indices: int32")
          .attr("iou_threshold: float = 0.5")
          .shape(NonMaxSuppression::infer)
          .notDifferentiable(NO_GRADIENT)
          .kernel(NonMaxSuppression::kernel)
          .build();

  static final OpSpec V2 = spec("NonMaxSuppressionV2", 1, false);
  static final OpSpec V3 = spec("NonMaxSuppressionV3", 2, false);
  static final OpSpec V4 = spec("NonMaxSuppressionV4", 2, true);

  static final OpSpec V5 =
      OpSpec.of("NonMaxSuppressionV5")
          .input("boxes: T")
          .input("scores: T")
          .input("max_output_size: int32")
          .input("iou_threshold: T")
          .input("score_threshold: T")
          .input("soft_nms_sigma: T")
          .output("selected_indices: int32")
          .output("selected_scores: T")
          .output("valid_outputs: int32")
          .attr(TYPE)
          .attr(PAD + ": bool = false")
          .shape(NonMaxSuppression::infer)
          .notDifferentiable(NO_GRADIENT)
          .kernel(DataType.FLOAT, NonMaxSuppression::kernel)
          .kernel(DataType.HALF, Widened.of(NonMaxSuppression::kernel))
          .build();

  private NonMaxSuppression() {}

  private static OpSpec spec(String type, int thresholds, boolean pads) {
    OpSpec.Builder spec =
        OpSpec.of(type).input("boxes: T").input("scores: T").input("max_output_size: int32");
    spec.input("iou_threshold: T_threshold");
    if (thresholds == 2) {
      spec.input("score_threshold: T_threshold");
    }
    spec.output("selected_indices: int32");
    if (pads) {
      spec.output("valid_outputs: int32");
    }
    spec.attr(TYPE).attr(THRESHOLD_TYPE);
    if (pads) {
      spec.attr(PAD + ": bool = false");
    }
    return spec.shape(NonMaxSuppression::infer)
        .notDifferentiable(NO_GRADIENT)
        .kernel(DataType.FLOAT, NonMaxSuppression::kernel)
        .kernel(DataType.HALF, Widened.of(NonMaxSuppression::kernel))
        .build();
  }

  private static boolean pads(Attributes attrs) {
    return attrs.find(PAD).isPresent() && attrs.bool(PAD);
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape boxes = ShapeRules.withRank(c.input(0), 2);
    Shape scores = ShapeRules.withRank(c.input(1), 1);
    for (int i = 2; i < c.inputCount(); i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    ShapeRules.mergeDim(boxes.dim(0), scores.dim(0));
    ShapeRules.mergeDim(boxes.dim(1), 4);
    int wanted = pads(c.attrs()) ? c.constant(2).map(size -> size.ints()[0]).orElse(-1) : -1;
    Shape selected = Shape.of(Math.max(wanted, -1));
    switch (c.outputCount()) {
      case 1:
        return List.of(selected);
      case 2:
        return List.of(selected, Shape.scalar());
      default:
        return List.of(selected, selected, Shape.scalar());
    }
  }

  private static Kernel kernel(Attributes attrs) {
    boolean pads = pads(attrs);
    boolean fixed = attrs.find("iou_threshold").isPresent();
    float threshold = fixed ? attrs.real("iou_threshold") : 0f;
    return context -> {
      checkBoxes(context.shape(0), context.shape(1));
      scalar(context, 2, "max_output_size");
      BoxSelection rule =
          new BoxSelection(
              fixed ? threshold : real(context, 3, "iou_threshold"),
              context.inputCount() > 4 ? real(context, 4, "score_threshold") : -Float.MAX_VALUE,
              context.inputCount() > 5 ? real(context, 5, "soft_nms_sigma") : 0f);
      rule.check();
      compute(context, rule, pads);
    };
  }

  private static void checkBoxes(Shape boxes, Shape scores) {
    if (boxes.rank() != 2) {
      throw SlimgraphException.invalidArgument("boxes must be 2-D%s", boxes.toBrackets());
    }
    if (boxes.dim(1) != 4) {
      throw SlimgraphException.invalidArgument("boxes must have 4 columns");
    }
    if (scores.rank() != 1) {
      throw SlimgraphException.invalidArgument("scores must be 1-D%s", scores.toBrackets());
    }
    if (scores.dim(0) != boxes.dim(0)) {
      throw SlimgraphException.invalidArgument("scores has incompatible shape");
    }
  }

  private static void scalar(KernelContext context, int input, String what) {
    if (context.shape(input).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be 0-D, got shape %s", what, context.shape(input).toBrackets());
    }
  }

  private static float real(KernelContext context, int input, String what) {
    scalar(context, input, what);
    return (float) context.input(input).doubles()[0];
  }

  private static void compute(KernelContext context, BoxSelection rule, boolean pads) {
    int count = (int) context.shape(1).dim(0);
    int wanted = context.ints(2)[0];
    if (pads && wanted < 0) {
      throw SlimgraphException.invalidArgument(
          "max_output_size must not be negative to pad to it, got %d", wanted);
    }
    // TF 1.x: takes a negative size for a very large one.
    int limit = wanted < 0 ? Integer.MAX_VALUE : wanted;
    List<BoxSelection.Candidate> selected =
        rule.select(context.floats(0), context.floats(1), count, limit);
    Shape shape = Shape.of(pads ? wanted : selected.size());
    int[] indices = context.outputInts(0, shape);
    Arrays.fill(indices, 0, (int) shape.dim(0), 0);
    for (int i = 0; i < selected.size(); i++) {
      indices[i] = selected.get(i).box();
    }
    int outputs = context.outputCount();
    if (outputs == 3) {
      float[] scores = context.outputFloats(1, shape);
      Arrays.fill(scores, 0, (int) shape.dim(0), 0f);
      for (int i = 0; i < selected.size(); i++) {
        scores[i] = selected.get(i).score();
      }
    }
    if (outputs > 1) {
      context.outputInts(outputs - 1, Shape.scalar())[0] = selected.size();
    }
  }

  static Output select(
      Ops tf,
      Output boxes,
      Output scores,
      Output maxOutputSize,
      float iouThreshold,
      float scoreThreshold,
      String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tf.graph()
          .opBuilder("NonMaxSuppressionV3", "NonMaxSuppressionV3")
          .input(boxes)
          .input(scores)
          .input(maxOutputSize)
          .input(tf.constant(iouThreshold, "iou_threshold"))
          .input(tf.constant(scoreThreshold, "score_threshold"))
          .build()
          .output(0);
    }
  }
}
