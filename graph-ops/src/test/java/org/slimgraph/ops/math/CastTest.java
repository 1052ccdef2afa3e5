package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class CastTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private final MathFixture fixture = new MathFixture();

  private Tensor cast(Output x, DataType type) {
    return fixture.run(fixture.tf.cast(x, type));
  }

  @Test
  void cast_toTheSameType_addsNothing() {
    Output x = fixture.floats(1);
    assertSame(x.operation(), fixture.tf.cast(x, DataType.FLOAT).operation());
    assertEquals("Cast_1", fixture.tf.cast(x, DataType.INT32).operation().name());
  }

  @Test
  void cast_floatsOutOfRange_giveWhatTheProcessorGives() {
    Output x = fixture.floats(NAN, INF, -INF, 3e9f, -3e9f, -1.9f, 1.9f, 300);
    int low = Integer.MIN_VALUE;
    assertArrayEquals(
        new int[] {low, low, low, low, low, -1, 1, 300}, cast(x, DataType.INT32).ints());
    assertArrayEquals(
        new long[] {
          Long.MIN_VALUE,
          Long.MIN_VALUE,
          Long.MIN_VALUE,
          3_000_000_000L,
          -3_000_000_000L,
          -1,
          1,
          300
        },
        cast(x, DataType.INT64).longs());
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 255, 1, 44}, cast(x, DataType.UINT8).ints());
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, -1, 1, 44}, cast(x, DataType.INT8).ints());
  }

  @Test
  void cast_toBool_isTrueForAllButZero() {
    assertArrayEquals(
        new boolean[] {true, false, false, true},
        cast(fixture.floats(NAN, 0, -0f, 1e-45f), DataType.BOOL).booleans());
    assertArrayEquals(
        new boolean[] {false, true}, cast(fixture.ints(0, -5), DataType.BOOL).booleans());
  }

  @Test
  void cast_fromBool_isZeroOrOne() {
    Output x = fixture.tf.constant(new boolean[] {true, false});
    assertArrayEquals(new float[] {1, 0}, cast(x, DataType.FLOAT).floats());
    assertArrayEquals(new long[] {1, 0}, cast(x, DataType.INT64).longs());
  }

  @Test
  void cast_toBfloat16_roundsToTheNearest() {
    Output x = fixture.floats(1.0078f, 257, 258.9f, 259);
    float[] expected = {1.0078125f, 256, 258, 260};
    assertArrayEquals(expected, cast(x, DataType.BFLOAT16).floats());
    assertArrayEquals(
        expected, cast(fixture.tf.cast(x, DataType.DOUBLE), DataType.BFLOAT16).floats());
  }

  @Test
  void cast_longsToFloat_roundOnce() {
    // Rounding to double first would make a tie of it.
    long value = (1L << 60) + (1L << 36) + 1;
    Output x = fixture.tf.constant(new long[] {value});
    assertArrayEquals(new float[] {(float) value}, cast(x, DataType.FLOAT).floats());
  }

  @Test
  void cast_unsigned64_keepsTheHighBit() {
    Output x = fixture.tf.constant(new long[] {-1L});
    Output unsigned = fixture.tf.cast(x, DataType.UINT64);
    assertArrayEquals(new float[] {0x1p64f}, cast(unsigned, DataType.FLOAT).floats());
    Output back = fixture.tf.cast(fixture.floats(0x1p63f), DataType.UINT64);
    assertArrayEquals(new long[] {Long.MIN_VALUE}, fixture.run(back).longs());
  }

  @Test
  void cast_ofManyElements_convertsAll() {
    int[] values = new int[70_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    float[] floats = cast(fixture.ints(values), DataType.FLOAT).floats();
    assertEquals(values.length, floats.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, floats[i]);
    }
  }

  @Test
  void cast_ofAShape_staysKnown() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.of(-1, 3), "x");
    Output shape = fixture.tf.cast(fixture.tf.shape(x), DataType.INT64);
    assertEquals(Shape.of(-1, 3), fixture.tf.fill(shape, fixture.tf.constant(1f)).shape());
  }

  @Test
  void cast_fromString_isRefused() {
    Output text = fixture.tf.constant("a");
    Output x = fixture.tf.cast(text, DataType.FLOAT);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(x));
    assertEquals(ErrorCode.UNIMPLEMENTED, e.code());
  }
}
