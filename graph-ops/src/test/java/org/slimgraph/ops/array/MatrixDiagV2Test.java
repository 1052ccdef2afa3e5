package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class MatrixDiagV2Test {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output x = tf.constant(Tensor.of(Shape.of(2, 3), new int[] {1, 2, 3, 4, 5, 6}));
  private final Output pad = tf.constant(9);

  private Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  @Test
  void part_ofABand_hasTheUpmostDiagonalFirst() {
    Output band = tf.matrixDiagPart(x, tf.constant(new int[] {-1, 2}), pad, "band");
    assertEquals(Shape.of(4, 2), band.shape());
    assertArrayEquals(new int[] {3, 9, 2, 6, 1, 5, 4, 9}, run(band).ints());
    Output one = tf.matrixDiagPart(x, tf.constant(1), pad, "one");
    assertArrayEquals(new int[] {2, 6}, run(one).ints());
  }

  @Test
  void matrix_ofOneDiagonal_isAsSmallAsCanBe() {
    Output diagonal = tf.constant(new int[] {1, 2});
    Output k = tf.constant(-1);
    Output least = tf.matrixDiag(diagonal, k, -1, -1, pad, "least");
    assertEquals(Shape.of(3, 3), least.shape());
    assertArrayEquals(new int[] {9, 9, 9, 1, 9, 9, 9, 2, 9}, run(least).ints());
    Output wide = tf.matrixDiag(diagonal, k, 3, 2, pad, "wide");
    assertArrayEquals(new int[] {9, 9, 1, 9, 9, 2}, run(wide).ints());
  }

  @Test
  void set_replacesTheBandAlone() {
    Output band = tf.constant(Tensor.of(Shape.of(2, 2), new int[] {20, 60, 10, 50}));
    Output set = tf.matrixSetDiag(x, band, tf.constant(new int[] {0, 1}), "set");
    assertArrayEquals(new int[] {10, 20, 3, 4, 50, 60}, run(set).ints());
  }

  @Test
  void shapes_areInferredAsFarAsTheyGo() {
    Output any = tf.placeholder(DataType.INT32, Shape.of(-1, -1, 3), "any");
    Output two = tf.constant(new int[] {0, 1});
    assertEquals(Shape.of(-1, 2, -1), tf.matrixDiagPart(any, two, pad, "p").shape());
    Output band = tf.placeholder(DataType.INT32, Shape.of(-1, 2, 3), "band");
    assertEquals(Shape.of(-1, 3, 3), tf.matrixDiag(band, two, -1, -1, pad, "m").shape());
  }

  @Test
  void badBands_areRefused() {
    Output hidden = tf.placeholderWithDefault(x, Shape.unknown(), "hidden");
    assertRefused("must not be larger", tf.matrixDiagPart(hidden, k(2, 1), pad, "p"));
    assertRefused("is out of bound: 3", tf.matrixDiagPart(hidden, k(0, 3), pad, "p"));
    assertRefused("with one or two elements", tf.matrixDiagPart(hidden, k(0, 1, 2), pad, "p"));
    assertRefused("rows is too small", tf.matrixDiag(hidden, k(0, 1), 1, 3, pad, "m"));
    assertRefused("is not consistent", tf.matrixDiag(hidden, k(0, 1), 9, 9, pad, "m"));
    assertRefused("doesn't match the number", tf.matrixDiag(hidden, k(0, 2), -1, -1, pad, "m"));
    assertRefused("don't match input.shape", tf.matrixSetDiag(hidden, hidden, k(0, 1), "s"));
    assertThrows(SlimgraphException.class, () -> tf.matrixDiagPart(x, tf.constant(7), pad, "part"));
  }

  private Output k(int... ends) {
    return tf.placeholderWithDefault(tf.constant(ends), Shape.unknown(), "k");
  }

  private void assertRefused(String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  /** The ops are MatrixDiagV2, MatrixDiagPartV2 and MatrixSetDiagV2. */
  @Test
  void builders_addTheOpsOfTheSecondVersion() {
    Output one = tf.constant(0);
    Output part = tf.matrixDiagPart(x, one, pad, "part");
    assertEquals(
        List.of("MatrixDiagPartV2", "MatrixDiagV2", "MatrixSetDiagV2"),
        List.of(
            part.operation().type(),
            tf.matrixDiag(part, one, 2, 3, pad, "matrix").operation().type(),
            tf.matrixSetDiag(x, part, one, "set").operation().type()));
  }
}
