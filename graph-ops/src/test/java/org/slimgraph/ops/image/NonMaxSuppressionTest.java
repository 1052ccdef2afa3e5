package org.slimgraph.ops.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Expected values were computed by TensorFlow 1.15.0. */
class NonMaxSuppressionTest {
  private static final float[] BOXES = {
    0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 1, 0.9f, 0, -0.1f, 0, 10, 1, 11, 0, 10.1f, 1, 11.1f, 0, 100, 1,
    101
  };
  private static final float[] SCORES = {0.9f, 0.75f, 0.6f, 0.95f, 0.5f, 0.3f};

  private final Ops tf = Ops.on(new Graph());

  private List<Tensor> run(List<Output> outputs) {
    try (Session session = Session.open(tf.graph())) {
      var runner = session.runner();
      outputs.forEach(runner::fetch);
      return runner.run();
    }
  }

  private static Tensor boxes(float... corners) {
    return Tensor.of(Shape.of(corners.length / 4, 4), corners);
  }

  private OperationBuilder select(
      String type, Tensor boxes, Tensor scores, int size, float... thresholds) {
    OperationBuilder builder =
        tf.graph()
            .opBuilder(type, type)
            .input(tf.constant(boxes))
            .input(tf.constant(scores))
            .input(tf.constant(size));
    for (float threshold : thresholds) {
      builder.input(tf.constant(threshold));
    }
    return builder;
  }

  private OperationBuilder select(String type, int size, float... thresholds) {
    return select(type, boxes(BOXES), Tensor.vector(SCORES), size, thresholds);
  }

  private int[] indices(OperationBuilder builder) {
    return run(builder.build().outputs()).get(0).ints();
  }

  @Test
  void versions_ofTheSameThresholds_agree() {
    OperationBuilder first = select("NonMaxSuppression", 2).attr("iou_threshold", 0.5f);
    assertArrayEquals(new int[] {3, 0}, indices(first));
    assertArrayEquals(new int[] {3, 0, 5}, indices(select("NonMaxSuppressionV2", 30, 0.5f)));
    assertArrayEquals(new int[] {3, 0}, indices(select("NonMaxSuppressionV3", 5, 0.5f, 0.4f)));
    assertArrayEquals(new int[] {3, 0, 5}, indices(select("NonMaxSuppressionV5", 3, 0.5f, 0f, 0f)));
  }

  @Test
  void v4_padded_hasTheAskedSize() {
    List<Output> outputs =
        select("NonMaxSuppressionV4", 5, 0.5f, 0.4f)
            .attr("pad_to_max_output_size", true)
            .build()
            .outputs();
    assertEquals(Shape.of(5), outputs.get(0).shape());
    List<Tensor> values = run(outputs);
    assertArrayEquals(new int[] {3, 0, 0, 0, 0}, values.get(0).ints());
    assertArrayEquals(new int[] {2}, values.get(1).ints());
  }

  private void assertSoft(
      int[] boxes, float[] scores, int valid, boolean pads, int size, float... thresholds) {
    List<Tensor> values =
        run(
            select("NonMaxSuppressionV5", size, thresholds)
                .attr("pad_to_max_output_size", pads)
                .build()
                .outputs());
    assertArrayEquals(boxes, values.get(0).ints());
    assertArrayEquals(scores, values.get(1).floats(), 1e-6f);
    assertArrayEquals(new int[] {valid}, values.get(2).ints());
  }

  @Test
  void v5_sigmaAboveZero_lowersScoresByOverlap() {
    assertSoft(
        new int[] {3, 0, 1, 5, 4, 2},
        new float[] {0.95f, 0.9f, 0.3840035f, 0.3f, 0.2560026f, 0.1969724f},
        6,
        false,
        6,
        1f,
        0f,
        0.5f);
    assertSoft(
        new int[] {3, 0, 5, 1, 0, 0, 0, 0},
        new float[] {0.95f, 0.9f, 0.3f, 0.2457638f, 0, 0, 0, 0},
        4,
        true,
        8,
        1f,
        0.2f,
        0.3f);
  }

  @Test
  void v5_overlapAboveTheThreshold_dropsTheBoxWhateverItsScore() {
    assertSoft(new int[] {3, 0, 5}, new float[] {0.95f, 0.9f, 0.3f}, 3, false, 6, 0.5f, -1f, 0.5f);
  }

  @Test
  void scores_zeroNegativeOrNan_areOrdered() {
    Tensor same = boxes(0, 0, 1, 1, 0, 0, 1, 1, 0, 10, 1, 11);
    assertArrayEquals(
        new int[] {0, 2},
        indices(select("NonMaxSuppressionV3", same, Tensor.vector(-1f, -2f, -3f), 5, 0.5f, -5f)));
    Tensor equal = boxes(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1);
    assertArrayEquals(
        new int[] {0},
        indices(select("NonMaxSuppressionV2", equal, Tensor.vector(0f, 0f, -1f), 5, 0.5f)));
    assertArrayEquals(
        new int[] {2},
        indices(select("NonMaxSuppressionV2", equal, Tensor.vector(Float.NaN, .5f, .6f), 5, .5f)));
  }

  @Test
  void sizes_atTheEdges_areTaken() {
    assertArrayEquals(
        new int[0],
        indices(select("NonMaxSuppressionV3", boxes(), Tensor.vector(new float[0]), 5, .5f, -5f)));
    assertArrayEquals(new int[0], indices(select("NonMaxSuppressionV2", 0, 0.5f)));
    assertArrayEquals(new int[] {3, 0, 5}, indices(select("NonMaxSuppressionV3", -1, 0.5f, -5f)));
  }

  @Test
  void halves_areWidened() {
    Output boxes = tf.cast(tf.constant(boxes(BOXES)), DataType.HALF);
    Output scores = tf.cast(tf.constant(Tensor.vector(SCORES)), DataType.HALF);
    Output threshold = tf.constant(0.5f);
    Output selected =
        tf.graph()
            .opBuilder("NonMaxSuppressionV2", "half")
            .input(boxes)
            .input(scores)
            .input(tf.constant(9))
            .input(threshold)
            .build()
            .output(0);
    assertArrayEquals(new int[] {3, 0, 5}, run(List.of(selected)).get(0).ints());
  }

  @Test
  void builder_namesAsPythonDoes() {
    Output selected =
        tf.image()
            .nonMaxSuppression(
                tf.constant(boxes(BOXES)), tf.constant(Tensor.vector(SCORES)), tf.constant(9));
    assertEquals("non_max_suppression/NonMaxSuppressionV3", selected.operation().name());
    assertArrayEquals(new int[] {3, 0, 5}, run(List.of(selected)).get(0).ints());
  }

  private void assertFails(String words, OperationBuilder builder) {
    List<Output> outputs = builder.build().outputs();
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(outputs));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void thresholds_outOfRange_areRefused() {
    assertFails("iou_threshold must be in [0, 1]", select("NonMaxSuppressionV3", 5, 1.5f, 0f));
    assertFails("soft_nms_sigma_val must be >= 0", select("NonMaxSuppressionV5", 5, 0.5f, 0f, -1f));
  }

  @Test
  void boxes_ofThreeNumbers_areRefusedWhenBuilt() {
    Tensor wrong = Tensor.of(Shape.of(2, 3), new float[6]);
    OperationBuilder builder = select("NonMaxSuppressionV2", wrong, Tensor.vector(1f, 2f), 5, 0.5f);
    SlimgraphException e = assertThrows(SlimgraphException.class, builder::build);
    assertTrue(e.getMessage().contains("Dimensions must be equal, but are 3 and 4"));
  }
}
