package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class UnaryOpsTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private final MathFixture fixture = new MathFixture();

  @Test
  void sign_ofNan_isZero() {
    assertArrayEquals(
        new float[] {0, 1, -1, 0, 0},
        fixture.runFloats(fixture.tf.sign(fixture.floats(NAN, INF, -INF, 0, -0f))));
  }

  @Test
  void round_halves_goToTheEvenNeighbour() {
    float[] expected = {-2, 0, 0, 2, 2, 4};
    Output x = fixture.floats(-2.5f, -0.5f, 0.5f, 1.5f, 2.5f, 3.5f);
    assertArrayEquals(expected, fixture.runFloats(fixture.tf.round(x)), 0);
    assertArrayEquals(expected, fixture.runFloats(fixture.tf.rint(x)), 0);
  }

  @Test
  void abs_ofLowestInteger_wraps() {
    Output x = fixture.ints(Integer.MIN_VALUE, -3, 0);
    assertArrayEquals(new int[] {Integer.MIN_VALUE, 3, 0}, fixture.runInts(fixture.tf.abs(x)));
  }

  @Test
  void abs_ofInt8_wrapsInEightBits() {
    Output x = fixture.cast(DataType.INT8, -128, -127, 5);
    Output y = fixture.tf.abs(x);
    assertEquals(DataType.INT8, y.dataType());
    assertArrayEquals(new int[] {-128, 127, 5}, fixture.runInts(y));
  }

  @Test
  void rsqrt_ofZeros_isPlusInfinity() {
    float[] y =
        fixture.runFloats(fixture.tf.rsqrt(fixture.floats(0, -0f, 1e-40f, 4, -1, NAN, INF)));
    assertArrayEquals(new float[] {INF, INF, INF, 0.5f, NAN, NAN, 0}, y);
  }

  @Test
  void exp_ofHalf_isRoundedOnce() {
    Output x = fixture.cast(DataType.HALF, 0f, 1f, 11f, 12f);
    Output y = fixture.tf.exp(x);
    assertEquals(DataType.HALF, y.dataType());
    // 59874.14 lies between the halves 59872 and 59904; e^12 is beyond 65504.
    assertArrayEquals(new float[] {1, 2.71875f, 59872, INF}, fixture.runFloats(y));
  }

  @Test
  void predicates_ofSpecialValues_tellThemApart() {
    Output x = fixture.floats(NAN, INF, -INF, 0, 1);
    assertArrayEquals(
        new boolean[] {true, false, false, false, false},
        fixture.run(fixture.tf.isNan(x)).booleans());
    assertArrayEquals(
        new boolean[] {false, true, true, false, false},
        fixture.run(fixture.tf.isInf(x)).booleans());
    assertArrayEquals(
        new boolean[] {false, false, false, true, true},
        fixture.run(fixture.tf.isFinite(x)).booleans());
  }

  @Test
  void logicalNot_ofBooleans_negates() {
    Output x = fixture.tf.constant(new boolean[] {true, false, true});
    assertArrayEquals(
        new boolean[] {false, true, false}, fixture.run(fixture.tf.logicalNot(x)).booleans());
  }

  @Test
  void unary_ofEmpty_isEmpty() {
    Output x = fixture.tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(0, 3)));
    Output y = fixture.tf.tanh(fixture.tf.sqrt(x));
    assertEquals(Shape.of(0, 3), y.shape());
    assertEquals(0, fixture.run(y).size());
  }

  @Test
  void sigmoidAndTanh_farOut_reachTheirLimits() {
    Output x = fixture.floats(-INF, -100, -20, 0, 20, 100, INF, NAN);
    assertArrayEquals(
        new float[] {0, 0, 0, 0.5f, 1, 1, 1, NAN}, fixture.runFloats(fixture.tf.sigmoid(x)), 1e-7f);
    assertArrayEquals(
        new float[] {-1, -1, -1, 0, 1, 1, 1, NAN}, fixture.runFloats(fixture.tf.tanh(x)), 1e-7f);
  }

  @Test
  void unary_ofManyElements_isTheSameAtAnyOffset() {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 50_000) * 1e-3f;
    }
    float[] y = fixture.runFloats(fixture.tf.sigmoid(fixture.floats(values)));
    for (int i : new int[] {0, 7, 31, 32_768, 50_000, 65_537, 100_002}) {
      assertEquals(1 / (1 + Math.exp(-values[i])), y[i], 2e-7, "at " + i);
    }
  }

  @Test
  void builders_withoutName_takeTfsName() {
    assertEquals("Abs:0", fixture.tf.abs(fixture.floats(1)).name());
    assertEquals("Neg:0", fixture.tf.negative(fixture.floats(1)).name());
    assertEquals("mine:0", fixture.tf.expm1(fixture.floats(1), "mine").name());
    assertTrue(fixture.tf.isNan(fixture.floats(1)).dataType() == DataType.BOOL);
  }
}
