package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class BinaryOpsTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final int MIN = Integer.MIN_VALUE;

  private final MathFixture fixture = new MathFixture();

  @Test
  void add_columnAndRow_broadcasts() {
    Output x = fixture.tf.constant(Tensor.of(Shape.of(2, 1), new float[] {1, 2}));
    Output y = fixture.tf.add(x, fixture.floats(10, 20, 30));
    assertEquals(Shape.of(2, 3), y.shape());
    assertArrayEquals(new float[] {11, 21, 31, 12, 22, 32}, fixture.runFloats(y));
  }

  @Test
  void add_sizesThatDiffer_isRefusedWhenBuilding() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.of(2, 3), "x");
    Output y = fixture.tf.placeholder(DataType.FLOAT, Shape.of(4), "y");
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.tf.add(x, y, "m"));
    assertTrue(
        e.getMessage()
            .startsWith(
                "Dimensions must be equal, but are 3 and 4 for 'm' (op: 'Add') with input shapes:"
                    + " [2,3], [4]."),
        e.getMessage());
  }

  @Test
  void add_sizesThatDifferWhenFed_isRefusedByTheRun() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output y = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "y");
    Output z = fixture.tf.add(x, y, "m");
    assertEquals(Shape.unknown(), z.shape());
    try (Session session = Session.open(fixture.graph)) {
      var runner =
          session
              .runner()
              .feed(x, Tensor.zeros(DataType.FLOAT, Shape.of(2, 3)))
              .feed(y, Tensor.vector(1f, 2, 3, 4))
              .fetch(z);
      SlimgraphException e = assertThrows(SlimgraphException.class, runner::run);
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      assertTrue(e.getMessage().startsWith("Incompatible shapes: [2,3] vs. [4]"), e.getMessage());
    }
  }

  @Test
  void add_resultTooLargeForAnArray_isRefused() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output y = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "y");
    Output z = fixture.tf.add(x, y);
    try (Session session = Session.open(fixture.graph)) {
      var runner =
          session
              .runner()
              .feed(x, Tensor.zeros(DataType.FLOAT, Shape.of(65_536, 1)))
              .feed(y, Tensor.zeros(DataType.FLOAT, Shape.of(65_536)))
              .fetch(z);
      SlimgraphException e = assertThrows(SlimgraphException.class, runner::run);
      assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
    }
  }

  @Test
  void maximum_ofNan_keepsTheLeftOne() {
    Output x = fixture.floats(NAN, 1, 2, -0f);
    Output y = fixture.floats(1, NAN, 3, 0);
    assertArrayEquals(new float[] {NAN, 1, 3, -0f}, fixture.runFloats(fixture.tf.maximum(x, y)));
    assertArrayEquals(new float[] {NAN, 1, 2, 0}, fixture.runFloats(fixture.tf.minimum(x, y)), 0f);
  }

  @Test
  void floorDiv_ofIntegers_roundsDown() {
    Output x = fixture.ints(7, -7, 7, -7, MIN);
    Output y = fixture.ints(2, 2, -2, -2, 1);
    assertArrayEquals(new int[] {3, -4, -4, 3, MIN}, fixture.runInts(fixture.tf.floorDiv(x, y)));
    assertArrayEquals(new int[] {1, 1, -1, -1, 0}, fixture.runInts(fixture.tf.floormod(x, y)));
    assertArrayEquals(new int[] {3, -3, -3, 3, MIN}, fixture.runInts(fixture.tf.truncatediv(x, y)));
    assertArrayEquals(new int[] {1, -1, 1, -1, 0}, fixture.runInts(fixture.tf.truncatemod(x, y)));
  }

  @Test
  void division_byIntegerZero_isAnErrorOfTheRun() {
    Output x = fixture.ints(1, 2, 3);
    Output y = fixture.ints(1, 0, 3);
    assertDivisionError(ErrorCode.INVALID_ARGUMENT, "Integer division by zero", "FloorDiv", x, y);
    assertDivisionError(ErrorCode.INVALID_ARGUMENT, "Integer division by zero", "Mod", x, y);
    assertDivisionError(
        ErrorCode.INTERNAL, "Unexpected error in binary operator", "TruncateDiv", x, y);
  }

  private void assertDivisionError(ErrorCode code, String start, String type, Output x, Output y) {
    Output z = fixture.op(type, x, y);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(z));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }

  @Test
  void pow_ofIntegers_wrapsAndRefusesNegativePowers() {
    Output x = fixture.ints(2, -3, 0, 10);
    Output y = fixture.ints(31, 3, 0, 10);
    assertArrayEquals(new int[] {MIN, -27, 1, 1410065408}, fixture.runInts(fixture.tf.pow(x, y)));
    Output bad = fixture.tf.pow(x, fixture.ints(-1, 0, 0, 0));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(bad));
    assertTrue(
        e.getMessage().startsWith("Integers to negative integer powers are not allowed"),
        e.getMessage());
  }

  @Test
  void pow_ofOne_isOneEvenToNan() {
    Output x = fixture.floats(1, 1, -1, -1, NAN, 2);
    Output y = fixture.floats(NAN, INF, INF, -INF, 0, NAN);
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, NAN}, fixture.runFloats(fixture.tf.pow(x, y)));
  }

  @Test
  void noNanOps_ofZeros_giveZero() {
    Output x = fixture.floats(0, 1, NAN, INF);
    Output zero = fixture.floats(0, 0, 0, 0);
    float[] zeros = new float[4];
    assertArrayEquals(zeros, fixture.runFloats(fixture.tf.divNoNan(x, zero)));
    assertArrayEquals(zeros, fixture.runFloats(fixture.tf.multiplyNoNan(x, zero)));
    assertArrayEquals(zeros, fixture.runFloats(fixture.tf.xdivy(zero, x)));
    assertArrayEquals(zeros, fixture.runFloats(fixture.tf.xlogy(zero, x)));
    assertEquals("Xlogy", fixture.tf.xlogy(zero, x).operation().type());
    assertEquals("MulNoNan", fixture.tf.multiplyNoNan(zero, x).operation().type());
  }

  @Test
  void floorMod_ofFloats_hasTheSignOfTheDivisor() {
    Output x = fixture.floats(-1, -1, 5, -0.5f, 0);
    Output y = fixture.floats(INF, -INF, -3, 3, -INF);
    assertArrayEquals(
        new float[] {INF, -1, -1, 2.5f, 0}, fixture.runFloats(fixture.tf.floormod(x, y)));
  }

  @Test
  void products_thatAreSubnormal_becomeZero() {
    Output x = fixture.floats(1e-20f, 1e-39f, Float.MIN_NORMAL);
    Output y = fixture.floats(1e-20f, 1, 1);
    assertArrayEquals(
        new float[] {0, 0, Float.MIN_NORMAL}, fixture.runFloats(fixture.tf.multiply(x, y)));
  }

  @Test
  void smallIntegers_wrapInTheirOwnWidth() {
    Output x = fixture.cast(DataType.UINT8, 250, 3, 255);
    Output y = fixture.cast(DataType.UINT8, 10, 5, 255);
    assertArrayEquals(new int[] {4, 8, 254}, fixture.runInts(fixture.tf.add(x, y)));
    assertArrayEquals(new int[] {240, 254, 0}, fixture.runInts(fixture.tf.subtract(x, y)));
    assertArrayEquals(new int[] {25, 0, 1}, fixture.runInts(fixture.tf.floorDiv(x, y)));
    Output z =
        fixture.tf.multiply(fixture.cast(DataType.INT16, 300), fixture.cast(DataType.INT16, 300));
    assertArrayEquals(new int[] {24464}, fixture.runInts(z));
  }

  @Test
  void bfloat16_sums_areRoundedToTheNearest() {
    Output x = fixture.cast(DataType.BFLOAT16, 1f, 1f, 3f);
    Output y = fixture.cast(DataType.BFLOAT16, 0.005859375f, 0.0048828125f, 0.01171875f);
    assertArrayEquals(
        new float[] {1.0078125f, 1.0078125f, 3.015625f}, fixture.runFloats(fixture.tf.add(x, y)));
  }

  @Test
  void add_ofStrings_joinsThem() {
    Output x = fixture.tf.constant(Tensor.strings(Shape.of(2), "a", ""));
    Output z = fixture.tf.add(x, fixture.tf.constant("bc"));
    assertEquals(Tensor.strings(Shape.of(2), "abc", "bc"), fixture.run(z));
  }

  @Test
  void gradOps_byOutput_areTheDerivatives() {
    Output y = fixture.floats(0.5f);
    Output dy = fixture.floats(3);
    assertArrayEquals(
        new float[] {0.75f}, fixture.runFloats(fixture.op("SigmoidGrad", y, dy)), 1e-6f);
    assertArrayEquals(new float[] {2.25f}, fixture.runFloats(fixture.op("TanhGrad", y, dy)), 1e-6f);
    assertArrayEquals(new float[] {3}, fixture.runFloats(fixture.op("SqrtGrad", y, dy)), 1e-6f);
    assertArrayEquals(
        new float[] {-0.1875f}, fixture.runFloats(fixture.op("RsqrtGrad", y, dy)), 1e-6f);
    assertArrayEquals(new float[] {-0.75f}, fixture.runFloats(fixture.op("InvGrad", y, dy)), 1e-6f);
    assertArrayEquals(
        new float[] {-0.75f}, fixture.runFloats(fixture.op("ReciprocalGrad", y, dy)), 1e-6f);
  }

  @Test
  void staticShape_ofPartlyKnownOperands_isAsSharpAsTfs() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.of(-1, 3), "x");
    Output y = fixture.tf.placeholder(DataType.FLOAT, Shape.of(-1, 1, 1), "y");
    assertEquals(Shape.of(-1, -1, 3), fixture.tf.add(x, y).shape());
  }
}
