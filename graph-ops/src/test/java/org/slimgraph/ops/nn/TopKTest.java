package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** TopK, TopKV2, InTopK and InTopKV2. */
class TopKTest {
  private final NnCase c = new NnCase();

  @Test
  void topK_ties_theFirstComesFirst() {
    Output x = c.tf.constant(Tensor.of(Shape.of(2, 4), new float[] {1, 3, 3, 2, 0, 0, 0, 0}));
    List<Tensor> got = c.run(c.tf.nn().topK(x, 3));
    assertArrayEquals(new float[] {3, 3, 2, 0, 0, 0}, got.get(0).floats());
    assertArrayEquals(new int[] {1, 2, 3, 0, 1, 2}, got.get(1).ints());
  }

  @Test
  void topK_ofLongRows_agreesWithSorting() {
    int[] values = new int[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7919 % 1009;
    }
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Tensor> got = c.run(c.tf.nn().topK(c.tf.constant(values), 17));
    for (int i = 0; i < 17; i++) {
      assertEquals(sorted[999 - i], got.get(0).ints()[i]);
      assertEquals(sorted[999 - i], values[got.get(1).ints()[i]]);
    }
  }

  @Test
  void topK_zero_isEmpty() {
    List<Tensor> got = c.run(c.tf.nn().topK(c.values(2, 3), 0));
    assertEquals(Shape.of(2, 0), got.get(0).shape());
  }

  @Test
  void topK_moreThanThereAre_isRefusedWhenBuilt() {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> c.tf.nn().topK(c.values(3), 5));
    assertEquals(
        "input must have last dimension >= k = 5 but is 3 for 'TopKV2' (op: 'TopKV2') with input"
            + " shapes: [3], [].",
        NnCase.firstLine(e));
  }

  @Test
  void topK_oldOp_takesKFromItsAttribute() {
    Output values =
        c.graph.opBuilder("TopK", "top").input(c.values(1, 5)).attr("k", 2).build().output(0);
    assertEquals(Shape.of(1, 2), values.shape());
    assertEquals(Shape.of(1, 2), c.run(values).shape());
  }

  @Test
  void inTopK_tiesAndBadValues() {
    Output predictions =
        c.tf.constant(
            Tensor.of(Shape.of(4, 3), new float[] {1, 1, 0, 1, Float.NaN, 0, 3, 2, 1, 3, 2, 1}));
    Output targets = c.tf.constant(new int[] {1, 0, 2, 5});
    assertArrayEquals(
        new boolean[] {true, false, false, false},
        c.run(c.tf.nn().inTopK(predictions, targets, 1)).booleans());
    assertEquals("TopKV2", c.tf.nn().topK(predictions, 1).get(0).operation().type());
    assertEquals("InTopKV2", c.tf.nn().inTopK(predictions, targets, 1).operation().type());
  }
}
