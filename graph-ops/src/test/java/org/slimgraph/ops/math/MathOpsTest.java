package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class MathOpsTest {
  private final MathFixture fixture = new MathFixture();
  private final Ops tf = fixture.tf;

  private Output hidden(Output value) {
    return tf.placeholderWithDefault(value, Shape.unknown(), "hidden");
  }

  private void assertRefused(ErrorCode code, String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(output));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void accumulateN_ofOne_isItself() {
    Output x = fixture.floats(1, 2);
    assertSame(x, tf.accumulateN(List.of(x)));
    Output sum = tf.accumulateN(List.of(x, x, x));
    assertEquals(Shape.of(2), sum.shape());
    assertArrayEquals(new float[] {3, 6}, fixture.runFloats(sum));
  }

  @Test
  void accumulateN_ofOtherShapes_isRefused() {
    List<Output> inputs = List.of(fixture.floats(1, 2), fixture.floats(1));
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> tf.accumulateN(inputs));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
  }

  @Test
  void cross_ofUnitVectors_isTheThird() {
    Output x = tf.constant(Tensor.of(Shape.of(2, 3), new int[] {1, 0, 0, 0, 1, 0}));
    Output y = tf.constant(Tensor.of(Shape.of(2, 3), new int[] {0, 1, 0, 1, 0, 0}));
    assertArrayEquals(new int[] {0, 0, 1, 0, 0, -1}, fixture.runInts(tf.cross(x, y)));
  }

  @Test
  void cross_ofTwoElements_isRefused() {
    Output two = hidden(fixture.floats(1, 2));
    assertRefused(
        ErrorCode.FAILED_PRECONDITION, "only defined for 3-element vectors", tf.cross(two, two));
    assertThrows(
        SlimgraphException.class, () -> tf.cross(fixture.floats(1, 2), fixture.floats(3, 4)));
  }

  @Test
  void histogram_countsWhatIsOutsideAtTheEnds() {
    Output values = fixture.floats(-1e9f, 0, 1, 2.49f, 2.5f, 5, 1e9f, Float.NaN);
    Output counts =
        tf.histogramFixedWidth(values, fixture.floats(0, 5), 2, DataType.INT64, "histogram");
    assertEquals(Shape.of(2), counts.shape());
    assertArrayEquals(new long[] {4, 3}, fixture.run(counts).longs());
    assertEquals(Shape.of(100), tf.histogramFixedWidth(values, fixture.floats(0, 5)).shape());
  }

  @Test
  void histogram_ofAnEmptyRange_isRefused() {
    Output range = hidden(fixture.floats(1, 1));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "value_range[0] < value_range[1]",
        tf.histogramFixedWidth(fixture.floats(1), range));
  }

  @Test
  void nthElement_ofTies_isOneOfThem() {
    Output x = tf.constant(Tensor.of(Shape.of(2, 3), new double[] {3, 1, 3, -1, -2, -0.5}));
    Output n = tf.constant(1);
    assertArrayEquals(new double[] {3, -1}, fixture.run(tf.nthElement(x, n)).doubles());
    Output largest = tf.nthElement(x, tf.constant(0), true, "largest");
    assertArrayEquals(new double[] {3, -0.5}, fixture.run(largest).doubles());
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "last dimension > n = 3",
        tf.nthElement(x, hidden(tf.constant(3))));
  }

  @Test
  void bincount_ofWeights_sumsThem() {
    Output arr = fixture.ints(2, 0, 2, 5);
    Output weights = fixture.floats(1, 2, 4, 8);
    assertArrayEquals(new int[] {1, 0, 2, 0, 0, 1}, fixture.runInts(tf.bincount(arr)));
    Output sums = tf.bincount(arr, o -> o.weights(weights).maxlength(3));
    assertArrayEquals(new float[] {2, 0, 5}, fixture.runFloats(sums));
    Output none = tf.bincount(fixture.ints(), o -> o.minlength(2).dtype(DataType.INT64));
    assertArrayEquals(new long[] {0, 0}, fixture.run(none).longs());
  }

  @Test
  void bincount_ofOtherWeights_isRefused() {
    Output arr = fixture.ints(1, 0);
    Output weights = fixture.floats(1, 2, 3);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "as many as the 2 elements",
        tf.bincount(arr, o -> o.weights(weights)));
  }

  @Test
  void betainc_ofScalars_spreadsThem() {
    Output one = tf.constant(1.0);
    Output x = tf.constant(Tensor.of(Shape.of(2, 1), new double[] {0.25, 1}));
    Output z = tf.betainc(one, one, x);
    assertEquals(Shape.of(2, 1), z.shape());
    assertArrayEquals(new double[] {0.25, 1}, fixture.run(z).doubles(), 1e-15);
  }

  @Test
  void roll_movesElementsRound() {
    Output x = tf.constant(Tensor.of(Shape.of(2, 3), new int[] {1, 2, 3, 4, 5, 6}));
    assertArrayEquals(
        new int[] {3, 1, 2, 6, 4, 5},
        fixture.runInts(tf.roll(x, tf.constant(-5), tf.constant(-1))));
    assertArrayEquals(
        new int[] {6, 4, 5, 3, 1, 2},
        fixture.runInts(tf.roll(x, fixture.ints(1, 1, 2), fixture.ints(0, 1, 0))));
  }

  @Test
  void roll_alongNoAxis_isRefused() {
    Output x = fixture.ints(1, 2);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "is out of range",
        tf.roll(x, tf.constant(1), hidden(tf.constant(2))));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "must have the same size",
        tf.roll(x, fixture.ints(1, 2), fixture.ints(0)));
  }
}
