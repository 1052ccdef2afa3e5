package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class MatMulTest {
  private final MathFixture fixture = new MathFixture();

  private Output matrix(DataType type, long... dims) {
    Shape shape = Shape.of(dims);
    int[] values = new int[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 11 - 5;
    }
    return fixture.tf.cast(fixture.tf.constant(Tensor.of(shape, values)), type);
  }

  @Test
  void matmul_transposedOperands_giveTheSameInEveryType() {
    int[] expected =
        fixture.runInts(
            fixture.tf.matmul(matrix(DataType.INT32, 3, 4), matrix(DataType.INT32, 4, 5)));
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT64, DataType.HALF)) {
      for (int flips = 0; flips < 4; flips++) {
        boolean flipA = flips % 2 == 1;
        boolean flipB = flips > 1;
        Output a = matrix(type, 3, 4);
        Output b = matrix(type, 4, 5);
        Output product =
            fixture.tf.matmul(
                flipA ? fixture.tf.transpose(a) : a,
                flipB ? fixture.tf.transpose(b) : b,
                o -> o.transposeA(flipA).transposeB(flipB));
        assertEquals(Shape.of(3, 5), product.shape());
        assertArrayEquals(expected, fixture.runInts(product), type + " " + flips);
      }
    }
  }

  @Test
  void matmul_emptySizes_giveZerosOrNothing() {
    Output none = fixture.tf.matmul(matrix(DataType.FLOAT, 2, 0), matrix(DataType.FLOAT, 0, 3));
    assertArrayEquals(new float[6], fixture.runFloats(none));
    Output empty = fixture.tf.matmul(matrix(DataType.FLOAT, 0, 2), matrix(DataType.FLOAT, 2, 3));
    assertEquals(Shape.of(0, 3), fixture.run(empty).shape());
  }

  @Test
  void matmul_sizesThatDiffer_isRefused() {
    Output a = fixture.tf.placeholder(DataType.FLOAT, Shape.of(2, 3), "a");
    Output b = fixture.tf.placeholder(DataType.FLOAT, Shape.of(4, 5), "b");
    SlimgraphException built =
        assertThrows(SlimgraphException.class, () -> fixture.tf.matmul(a, b, "m"));
    assertTrue(
        built
            .getMessage()
            .startsWith(
                "Dimensions must be equal, but are 3 and 4 for 'm' (op: 'MatMul') with input"
                    + " shapes: [2,3], [4,5]."),
        built.getMessage());
  }

  @Test
  void matmul_sizesThatDifferWhenFed_isRefused() {
    Output a = fixture.tf.placeholder(DataType.FLOAT, Shape.of(-1, -1), "a");
    Output b = fixture.tf.placeholder(DataType.FLOAT, Shape.of(-1, -1), "b");
    Output product = fixture.tf.matmul(a, b);
    assertEquals("MatMul", product.operation().type());
    try (Session session = Session.open(fixture.graph)) {
      var runner =
          session
              .runner()
              .feed(a, Tensor.zeros(DataType.FLOAT, Shape.of(2, 3)))
              .feed(b, Tensor.zeros(DataType.FLOAT, Shape.of(4, 5)))
              .fetch(product);
      SlimgraphException e = assertThrows(SlimgraphException.class, runner::run);
      assertTrue(
          e.getMessage().startsWith("Matrix size-incompatible: In[0]: [2,3], In[1]: [4,5]"),
          e.getMessage());
    }
  }

  @Test
  void matmul_ofStacks_broadcastsThem() {
    Output a = matrix(DataType.FLOAT, 2, 1, 3, 4);
    Output b = matrix(DataType.FLOAT, 5, 4, 2);
    Output product = fixture.tf.matmul(a, b);
    assertEquals("BatchMatMulV2", product.operation().type());
    assertEquals("MatMul", product.operation().name());
    assertEquals(Shape.of(2, 5, 3, 2), product.shape());
    float[] all = fixture.runFloats(product);
    Output one =
        fixture.tf.matmul(
            fixture.tf.reshape(
                fixture.tf.slice(a, new int[] {1, 0, 0, 0}, new int[] {1, 1, 3, 4}),
                Shape.of(3, 4)),
            fixture.tf.reshape(
                fixture.tf.slice(b, new int[] {3, 0, 0}, new int[] {1, 4, 2}), Shape.of(4, 2)));
    float[] expected = fixture.runFloats(one);
    for (int i = 0; i < 6; i++) {
      assertEquals(expected[i], all[(5 + 3) * 6 + i]);
    }
  }

  @Test
  void matmul_transposedAndAdjoint_isRefused() {
    Output a = matrix(DataType.FLOAT, 2, 2);
    assertThrows(
        SlimgraphException.class,
        () -> fixture.tf.matmul(a, a, o -> o.transposeA(true).adjointA(true)));
  }

  @Test
  void addN_ofSeveral_addsThem() {
    Output x = fixture.floats(1, 2);
    Output y = fixture.tf.addN(List.of(x, x, fixture.floats(10, 20)));
    assertEquals("AddN", y.operation().name());
    assertArrayEquals(new float[] {12, 24}, fixture.runFloats(y));
    assertEquals(x, fixture.tf.addN(List.of(x)));
    assertEquals("Identity", fixture.tf.addN(List.of(x), "sum").operation().type());
    assertArrayEquals(
        new int[] {6},
        fixture.runInts(
            fixture.tf.addN(List.of(fixture.ints(1), fixture.ints(2), fixture.ints(3)))));
  }

  @Test
  void addN_ofTheSameValueAndItsAlias_addsWhatItWas() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.of(2), "x");
    Output y = fixture.tf.negative(x);
    Output sum = fixture.tf.negative(fixture.tf.addN(List.of(y, y, fixture.tf.identity(y))));
    try (Session session = Session.open(fixture.graph)) {
      Tensor result = session.run(sum, Feeds.of(x, Tensor.vector(1f, -2f)));
      assertArrayEquals(new float[] {3, -6}, result.floats());
    }
  }

  @Test
  void l2Loss_ofOddSize_isHalfTheSquares() {
    Output x = fixture.floats(1, 2, 3, 4, 5);
    assertArrayEquals(new float[] {27.5f}, fixture.runFloats(fixture.tf.l2Loss(x)));
  }

  @Test
  void clipByValue_inPython_isMinimumAndMaximum() {
    Output x = fixture.floats(-2, 0.5f, 9);
    Output low = fixture.tf.constant(0f);
    Output high = fixture.tf.constant(1f);
    Output y = fixture.tf.clipByValue(x, low, high);
    assertEquals("clip_by_value", y.operation().name());
    assertEquals("clip_by_value/Minimum", y.operation().input(0).operation().name());
    assertArrayEquals(new float[] {0, 0.5f, 1}, fixture.runFloats(y));
    assertArrayEquals(
        new float[] {0, 0.5f, 1}, fixture.runFloats(fixture.op("ClipByValue", x, low, high)));
  }
}
