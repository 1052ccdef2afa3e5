package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class SliceOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  private Output matrix() {
    return tf.constant(Tensor.of(Shape.of(2, 3), new int[] {1, 2, 3, 4, 5, 6}));
  }

  @Test
  void split_bySizes_fillsInTheRest() {
    List<Output> parts = tf.split(matrix(), new int[] {-1, 1}, 1);
    assertEquals(Shape.of(2, 2), parts.get(0).shape());
    assertArrayEquals(new int[] {1, 2, 4, 5}, run(parts.get(0)).ints());
    assertArrayEquals(new int[] {3, 6}, run(parts.get(1)).ints());
  }

  @Test
  void concat_ofOne_isAnIdentity() {
    assertEquals("Identity", tf.concat(List.of(matrix()), 0).operation().type());
  }

  @Test
  void stack_thenUnstack_givesTheParts() {
    Output a = tf.constant(new int[] {1, 2});
    List<Output> parts = tf.unstack(tf.stack(List.of(a, a), -1), -1);
    assertArrayEquals(new int[] {1, 2}, run(parts.get(1)).ints());
  }

  @Test
  void unstack_ofUnknownSize_asksForNum() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 2));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.unstack(x));
    assertTrue(e.getMessage().startsWith("Cannot infer num from shape (?, 2)"), e.getMessage());
  }

  @Test
  void pad_reflecting_leavesTheEdgeOut() {
    Output padded = tf.pad(matrix(), new int[][] {{0, 0}, {2, 1}}, MirrorMode.REFLECT);
    assertArrayEquals(new int[] {3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5}, run(padded).ints());
  }

  @Test
  void stridedSlice_withMasks_isPythonsIndexing() {
    SliceMasks masks = SliceMasks.none().withEnd(2).withShrinkAxis(1);
    Output row =
        tf.stridedSlice(matrix(), new int[] {-1, 1}, new int[] {0, 0}, new int[] {1, 1}, masks);
    assertEquals("strided_slice:0", row.name());
    assertEquals("strided_slice/stack_2", row.operation().input(3).operation().name());
    assertArrayEquals(new int[] {5, 6}, run(row).ints());
  }

  @Test
  void stridedSlice_ofOneElementWithItsBeginMasked_takesTheElement() {
    SliceMasks masks = SliceMasks.none().withBegin(1).withEnd(2).withShrinkAxis(1);
    Output row =
        tf.stridedSlice(matrix(), new int[] {1, 1}, new int[] {2, 0}, new int[] {1, 1}, masks);
    assertArrayEquals(new int[] {5, 6}, run(row).ints());
  }

  @Test
  void split_inOnePart_takesItsSizeAndNoOther() {
    List<Output> open = tf.split(matrix(), new int[] {-1}, 1);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(open.get(0)));
    assertTrue(e.getMessage().contains("Input size: 3 output size: -1"), e.getMessage());
    assertEquals(Shape.of(2, 3), run(tf.split(matrix(), new int[] {3}, 1).get(0)).shape());
  }

  @Test
  void stridedSlice_ofVectorAtFedIndex_isNotFolded() {
    Output index = tf.placeholder(DataType.INT32, Shape.of(1), "index");
    Output one = tf.constant(new int[] {1});
    Output element =
        graph
            .opBuilder("StridedSlice", "element")
            .input(tf.constant(new int[] {7, 8, 9}))
            .input(index)
            .input(one)
            .input(one)
            .attr("shrink_axis_mask", 1)
            .build()
            .output(0);
    try (Session session = Session.open(graph)) {
      assertEquals(
          Tensor.scalar(7), session.run(element, Feeds.of(index, Tensor.vector(new int[] {0}))));
      assertEquals(
          Tensor.scalar(8), session.run(element, Feeds.of(index, Tensor.vector(new int[] {1}))));
    }
  }

  @Test
  void tile_byZero_isEmpty() {
    assertEquals(Shape.of(0, 3), run(tf.tile(matrix(), new int[] {0, 1})).shape());
  }

  @Test
  void transpose_ofUnknownRank_asksForPerm() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.unknown());
    assertThrows(SlimgraphException.class, () -> tf.transpose(x));
    assertEquals(Shape.of(3, 2), tf.transpose(matrix()).shape());
  }
}
