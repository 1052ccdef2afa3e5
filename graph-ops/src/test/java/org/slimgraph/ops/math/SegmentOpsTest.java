package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class SegmentOpsTest {
  private final MathFixture fixture = new MathFixture();
  private final Ops tf = fixture.tf;

  private Output hidden(Output value) {
    return tf.placeholderWithDefault(value, Shape.unknown(), "hidden");
  }

  @Test
  void sortedSegments_withoutRows_areOneForProductsAndZeroOtherwise() {
    Output data = fixture.floats(-3, -5, 2);
    Output ids = fixture.ints(0, 0, 2);
    assertArrayEquals(new float[] {-8, 0, 2}, fixture.runFloats(tf.segmentSum(data, ids)));
    assertArrayEquals(new float[] {-4, 0, 2}, fixture.runFloats(tf.segmentMean(data, ids)));
    assertArrayEquals(new float[] {15, 1, 2}, fixture.runFloats(tf.segmentProd(data, ids)));
    assertArrayEquals(new float[] {-3, 0, 2}, fixture.runFloats(tf.segmentMax(data, ids)));
    assertArrayEquals(new float[] {-5, 0, 2}, fixture.runFloats(tf.segmentMin(data, ids)));
  }

  @Test
  void unsortedSegments_withoutRows_areWhatChangesNothing() {
    Output data = fixture.floats(-3, -5, 2);
    Output ids = fixture.ints(0, -1, 0);
    Output two = tf.constant(2);
    float most = Float.MAX_VALUE;
    assertArrayEquals(
        new float[] {-6, 1}, fixture.runFloats(tf.unsortedSegmentProd(data, ids, two)));
    assertArrayEquals(
        new float[] {2, -most}, fixture.runFloats(tf.unsortedSegmentMax(data, ids, two)));
    assertArrayEquals(
        new float[] {-3, most}, fixture.runFloats(tf.unsortedSegmentMin(data, ids, two)));
  }

  @Test
  void unsortedExtremes_ofSmallIntegers_startAtTheirLimits() {
    Output data = fixture.cast(DataType.INT8, 3, 4);
    Output ids = fixture.ints(1, 1);
    Output two = tf.constant(2);
    assertArrayEquals(new int[] {-128, 4}, fixture.runInts(tf.unsortedSegmentMax(data, ids, two)));
    assertArrayEquals(new int[] {127, 3}, fixture.runInts(tf.unsortedSegmentMin(data, ids, two)));
  }

  @Test
  void idsOfMoreDimensions_takeThemFromTheData() {
    Output data = tf.constant(Tensor.of(Shape.of(2, 2, 2), new double[] {1, 2, 3, 4, 5, 6, 7, 8}));
    Output ids = tf.constant(Tensor.of(Shape.of(2, 2), new int[] {1, 0, 1, 1}));
    Output max = tf.unsortedSegmentMax(data, ids, tf.constant(2));
    assertEquals(Shape.of(2, 2), max.shape());
    assertArrayEquals(new double[] {3, 4, 7, 8}, fixture.run(max).doubles());
  }

  @Test
  void noRows_giveNoSegments() {
    Output data = tf.constant(Tensor.of(Shape.of(0, 3), new float[0]));
    Output ids = tf.constant(Tensor.vector(new int[0]));
    assertEquals(Shape.of(0, 3), fixture.run(tf.segmentMax(data, ids)).shape());
    Output none = tf.unsortedSegmentProd(data, ids, tf.constant(0));
    assertEquals(Shape.of(0, 3), fixture.run(none).shape());
  }

  @Test
  void badSegments_areRefused() {
    Output data = fixture.floats(1, 2);
    assertRefused("not increasing", tf.segmentMin(data, hidden(fixture.ints(1, 0))));
    assertRefused("must be >= 0", tf.segmentProd(data, hidden(fixture.ints(-1, 0))));
    assertRefused("same size as dimension 0", tf.segmentMean(data, hidden(fixture.ints(1))));
    Output two = tf.constant(2);
    assertRefused(
        "segment_ids[1] = 2 is out of range [0, 2)",
        tf.unsortedSegmentMin(data, hidden(fixture.ints(1, 2)), two));
  }

  private void assertRefused(String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(output));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
