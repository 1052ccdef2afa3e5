package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

class ParallelConcatTest {
  private final Ops tf = Ops.on(new Graph());

  @Test
  void parallelStack_joinsAlongANewDimension() {
    Output stacked =
        tf.parallelStack(List.of(tf.constant(new float[] {1, 2}), tf.constant(new float[] {3, 4})));
    assertEquals("parallel_stack:0", stacked.name());
    assertEquals(Shape.of(2, 2), stacked.shape());
    try (Session session = Session.open(tf.graph())) {
      assertArrayEquals(new float[] {1, 2, 3, 4}, session.run(stacked).floats());
    }
  }

  @Test
  void parallelStack_needsKnownShapes() {
    List<Output> values = List.of(tf.placeholder(DataType.FLOAT, Shape.unknown()));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.parallelStack(values));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
  }
}
