package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class BitwiseOpsTest {
  private final MathFixture fixture = new MathFixture();
  private final Ops tf = fixture.tf;

  @Test
  void functionsOfTwo_broadcast() {
    Output x = tf.constant(Tensor.of(Shape.of(2, 1), new int[] {12, -1}));
    Output y = fixture.ints(10, 0);
    assertArrayEquals(new int[] {8, 0, 10, 0}, fixture.runInts(tf.bitwise().bitwiseAnd(x, y)));
    assertArrayEquals(new int[] {14, 12, -1, -1}, fixture.runInts(tf.bitwise().bitwiseOr(x, y)));
    assertArrayEquals(new int[] {6, 12, -11, -1}, fixture.runInts(tf.bitwise().bitwiseXor(x, y)));
  }

  @Test
  void shifts_moveLessThanAllBits() {
    Output x = fixture.cast(DataType.INT8, -100, -100, 3, 3);
    Output y = fixture.cast(DataType.INT8, 100, -1, 7, 1);
    Output left = tf.bitwise().leftShift(x, y);
    assertEquals(DataType.INT8, left.dataType());
    assertArrayEquals(new int[] {0, -100, -128, 6}, fixture.runInts(left));
    assertArrayEquals(new int[] {-1, -100, 0, 1}, fixture.runInts(tf.bitwise().rightShift(x, y)));
  }

  @Test
  void rightShift_ofUnsigned_fillsWithZeros() {
    Output x = fixture.cast(DataType.UINT8, 255, 128);
    Output y = fixture.cast(DataType.UINT8, 200, 1);
    assertArrayEquals(new int[] {1, 64}, fixture.runInts(tf.bitwise().rightShift(x, y)));
    Tensor all =
        Tensor.of(DataType.UINT64, Shape.of(1), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    Output most = tf.constant(all);
    assertArrayEquals(new long[] {1}, fixture.run(tf.bitwise().rightShift(most, most)).longs());
  }

  @Test
  void invert_ofUnsigned_staysInItsBits() {
    Output x = fixture.cast(DataType.UINT16, 0, 65535, 255);
    assertArrayEquals(new int[] {65535, 0, 65280}, fixture.runInts(tf.bitwise().invert(x)));
  }

  @Test
  void populationCount_ofNegative_countsTheBitsOfTheType() {
    Output x = fixture.cast(DataType.INT8, -1, 0, 5);
    Output count = fixture.op("PopulationCount", x);
    assertEquals(DataType.UINT8, count.dataType());
    assertArrayEquals(new int[] {8, 0, 2}, fixture.runInts(count));
    assertArrayEquals(
        new int[] {32, 1}, fixture.runInts(fixture.op("PopulationCount", fixture.ints(-1, 4))));
  }
}
