package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ScatterNdTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static void fails(String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  private Output places(int... rows) {
    return tf.reshape(tf.constant(rows), Shape.of(rows.length, 1));
  }

  @Test
  void scatterIntoNothing_isRefusedWhileBuildingAndInARun() {
    String message = "Indices and updates specified for empty output shape [2,0]";
    Output updates = tf.zeros(Shape.of(1, 0));
    fails(message, () -> tf.scatterNd(places(1), updates, tf.constant(new int[] {2, 0})));
    fails(message, () -> tf.tensorScatterAdd(tf.zeros(Shape.of(2, 0)), places(1), updates));

    Output shape = tf.placeholder(DataType.INT32, Shape.of(2));
    Output scattered = tf.scatterNd(places(1), updates, shape);
    try (Session session = Session.open(graph)) {
      fails(message, () -> session.run(scattered, Feeds.of(shape, Tensor.vector(2, 0))));
    }
  }

  @Test
  void scatterNothingIntoNothing_givesNothing() {
    Output y =
        tf.scatterNd(
            tf.zeros(Shape.of(0, 1), DataType.INT32),
            tf.zeros(Shape.of(0, 0)),
            tf.constant(new int[] {2, 0}));
    try (Session session = Session.open(graph)) {
      assertEquals(Shape.of(2, 0), session.run(y).shape());
    }
  }

  @Test
  void gatherFromNothing_isRefusedInARun() {
    Output y = tf.gatherNd(tf.zeros(Shape.of(2, 0)), places(1));
    Output none = tf.gatherNd(tf.zeros(Shape.of(2, 0)), tf.zeros(Shape.of(0, 1), DataType.INT32));
    try (Session session = Session.open(graph)) {
      fails(
          "Requested more than 0 entries, but params is empty.  Params shape: [2,0]",
          () -> session.run(y));
      assertEquals(Shape.of(0, 0), session.run(none).shape());
    }
  }

  @Test
  void gradientOfGatherAlongAnInnerDimension_ofNothing_isNothing() {
    Output x = tf.zeros(Shape.of(0, 2, 3));
    Output y = tf.gather(x, tf.constant(new int[] {1, 1}), 1);
    Output dx = tf.gradients(List.of(y), List.of(x)).get(0).orElseThrow();
    try (Session session = Session.open(graph)) {
      assertEquals(Shape.of(0, 2, 3), session.run(dx).shape());
    }
  }

  @Test
  void ensureShape_ofUnknownRank_isRefusedAsByTensorFlow() {
    fails(
        "Shape must be rank -1 but is rank 1",
        () -> tf.ensureShape(tf.constant(new int[] {1}), Shape.unknown()));
    Output unknown = tf.placeholder(DataType.INT32, Shape.unknown());
    assertEquals(Shape.unknown(), tf.ensureShape(unknown, Shape.unknown()).shape());
  }
}
