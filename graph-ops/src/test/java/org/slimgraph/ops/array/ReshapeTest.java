package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

class ReshapeTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void reshape_ofList_namesTheShapeAsPythonDoes() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28), "x");
    Output y = tf.reshape(x, Shape.of(-1, 784));
    assertEquals("Reshape:0", y.name());
    assertEquals("Reshape/shape", y.operation().input(1).operation().name());
    assertEquals(Shape.of(-1, 784), y.shape());
  }

  @Test
  void reshape_byShapeOfAnotherTensor_keepsWhatIsKnown() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 3, 4));
    Output sizes = tf.shape(x);
    Output batch = tf.stridedSlice(sizes, new int[] {0}, new int[] {1}, new int[] {1});
    Output y = tf.reshape(x, tf.concat(List.of(batch, tf.constant(new int[] {12})), 0));
    assertEquals(Shape.of(-1, 12), y.shape());
  }

  @Test
  void reshape_ofVectorToMatrix_isAMatrixForShapeRules() {
    Output sizes = tf.reshape(tf.constant(new int[] {1, 2}), Shape.of(2, 1));
    Output paddings = tf.concat(List.of(sizes, sizes), 1);
    Output padded = tf.pad(tf.placeholder(DataType.FLOAT, Shape.of(3, 4)), paddings);
    assertEquals(Shape.of(5, 8), padded.shape());
  }

  @Test
  void reshape_ofOtherSize_isRefusedWhenBuilt() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(2, 3));
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> tf.reshape(x, Shape.of(4, 4)));
    assertTrue(
        e.getMessage()
            .startsWith("Cannot reshape a tensor with 6 elements to shape [4,4] (16 elements)"),
        e.getMessage());
  }
}
