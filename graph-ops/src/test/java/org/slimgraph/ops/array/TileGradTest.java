package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class TileGradTest {
  private final Ops tf = Ops.on(new Graph());

  private Output tileGrad(Output input, Output multiples) {
    return tf.graph().opBuilder("TileGrad", "grad").input(input).input(multiples).build().output(0);
  }

  private Tensor run(Output output) {
    try (Session session = Session.open(tf.graph())) {
      return session.run(output);
    }
  }

  @Test
  void repetitions_areSummed() {
    Output input =
        tf.constant(
            Tensor.of(Shape.of(2, 6), new float[] {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60}));
    Output sums = tileGrad(input, tf.constant(new int[] {2, 3}));
    assertEquals(Shape.of(1, 2), sums.shape());
    assertArrayEquals(new float[] {99, 132}, run(sums).floats());
  }

  @Test
  void multiples_thatDoNotDivide_areRefused() {
    Output multiples = tf.placeholderWithDefault(tf.constant(new int[] {2}), Shape.of(1));
    Output sums = tileGrad(tf.constant(new float[] {1, 2, 3}), multiples);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(sums));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains("3 % 2 != 0"), e.getMessage());
  }
}
