package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ReductionOpsTest {
  private final MathFixture fixture = new MathFixture();

  private Output counting(long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return fixture.tf.constant(Tensor.of(shape, values));
  }

  @Test
  void reduceSum_axesApart_sumsInPasses() {
    Output y = fixture.tf.reduceSum(counting(2, 3, 4), 0, 2);
    assertEquals(Shape.of(3), y.shape());
    assertArrayEquals(new float[] {60, 92, 124}, fixture.runFloats(y));
    Output mean = fixture.tf.reduceMean(counting(2, 3, 4), 0, -1);
    assertArrayEquals(new float[] {7.5f, 11.5f, 15.5f}, fixture.runFloats(mean));
  }

  @Test
  void reduceSum_twoGroupsAndKeepDims_keepsOnes() {
    Output y = fixture.tf.reduceSum(counting(2, 1, 3, 2, 2), o -> o.axes(0, 3).keepDims(true));
    assertEquals(Shape.of(1, 1, 3, 1, 2), y.shape());
    assertArrayEquals(new float[] {28, 32, 44, 48, 60, 64}, fixture.runFloats(y));
  }

  @Test
  void reduce_withoutAxes_reducesAllByAConstant() {
    Output y = fixture.tf.reduceMax(counting(2, 3));
    Operation axes = y.operation().input(1).operation();
    assertEquals("Max", y.operation().name());
    assertEquals("Const_1", axes.name());
    assertEquals(Tensor.vector(0, 1), fixture.run(axes.output(0)));
    assertArrayEquals(new float[] {5}, fixture.runFloats(y));
  }

  @Test
  void reduce_unknownRank_reducesByARangeOfTheRank() {
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output y = fixture.tf.reduceSum(x);
    assertEquals("range", y.operation().input(1).operation().name());
    assertEquals("Rank", y.operation().input(1).operation().input(1).operation().name());
    try (Session session = Session.open(fixture.graph)) {
      Tensor fed = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
      assertEquals(Tensor.scalar(10f), session.runner().feed(x, fed).fetch(y).run().get(0));
    }
  }

  @Test
  void reduce_givenAxis_isAConstantInTheScope() {
    Operation one = fixture.tf.reduceSum(counting(2, 3), 1).operation();
    assertEquals("Sum/reduction_indices:0", one.input(1).name());
    assertEquals(Shape.scalar(), one.input(1).shape());
    Operation many = fixture.tf.reduceSum(counting(2, 3), new int[] {1}).operation();
    assertEquals("Sum_1/reduction_indices:0", many.input(1).name());
    assertEquals(Shape.of(1), many.input(1).shape());
  }

  @Test
  void reduce_noAxes_changesNothing() {
    Output y = fixture.tf.reduceMean(counting(3), new int[0]);
    assertArrayEquals(new float[] {0, 1, 2}, fixture.runFloats(y));
  }

  @Test
  void reduce_ofNothing_givesTheIdentity() {
    Output empty = fixture.tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2)));
    float inf = Float.POSITIVE_INFINITY;
    assertArrayEquals(new float[2], fixture.runFloats(fixture.tf.reduceSum(empty, 0)));
    assertArrayEquals(new float[] {1, 1}, fixture.runFloats(fixture.tf.reduceProd(empty, 0)));
    assertArrayEquals(new float[] {-inf, -inf}, fixture.runFloats(fixture.tf.reduceMax(empty, 0)));
    assertArrayEquals(new float[] {inf, inf}, fixture.runFloats(fixture.tf.reduceMin(empty, 0)));
    assertArrayEquals(
        new float[] {Float.NaN, Float.NaN}, fixture.runFloats(fixture.tf.reduceMean(empty, 0)));
  }

  @Test
  void reduceMean_ofIntegers_roundsTowardsZero() {
    assertArrayEquals(
        new int[] {-2}, fixture.runInts(fixture.tf.reduceMean(fixture.ints(-3, -4, 0))));
  }

  @Test
  void reduceAnyAll_ofBooleans_combine() {
    Output x =
        fixture.tf.constant(Tensor.of(Shape.of(2, 2), new boolean[] {true, false, true, true}));
    assertArrayEquals(
        new boolean[] {false, true}, fixture.run(fixture.tf.reduceAll(x, 1)).booleans());
    assertArrayEquals(
        new boolean[] {true, true}, fixture.run(fixture.tf.reduceAny(x, 0)).booleans());
  }

  @Test
  void reduce_axisThatDoesNotExist_isRefused() {
    SlimgraphException built =
        assertThrows(SlimgraphException.class, () -> fixture.tf.reduceSum(counting(2, 3), 2));
    assertTrue(
        built
            .getMessage()
            .startsWith("Invalid reduction dimension 2 for input with 2 dimensions. for 'Sum'"),
        built.getMessage());
    Output x = fixture.tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output y = fixture.tf.reduceMean(x, 3);
    try (Session session = Session.open(fixture.graph)) {
      var runner = session.runner().feed(x, Tensor.zeros(DataType.FLOAT, Shape.of(2, 3))).fetch(y);
      SlimgraphException e = assertThrows(SlimgraphException.class, runner::run);
      assertTrue(
          e.getMessage().startsWith("Invalid reduction dimension (3 for input with 2 dimension(s)"),
          e.getMessage());
    }
  }

  @Test
  void staticShape_unknownAxes_knowsOnlyTheKeptRank() {
    Output axes = fixture.tf.placeholder(DataType.INT32, Shape.of(-1), "axes");
    Output x = counting(2, 3);
    assertEquals(Shape.unknown(), fixture.tf.reduceSum(x, axes).shape());
    assertEquals(
        Shape.of(-1, -1), fixture.tf.reduceSum(x, o -> o.axes(axes).keepDims(true)).shape());
  }

  @Test
  void argmax_ofEquals_isTheFirst() {
    Output x = fixture.tf.constant(Tensor.of(Shape.of(2, 3), new float[] {1, 5, 5, 7, 7, 0}));
    Output y = fixture.tf.argmax(x, 1);
    assertEquals("ArgMax/dimension:0", y.operation().input(1).name());
    assertEquals(Tensor.vector(1L, 0L), fixture.run(y));
    Output small = fixture.tf.argmin(x, -2, DataType.INT32, "low");
    assertEquals(Tensor.vector(0, 0, 1), fixture.run(small));
  }

  @Test
  void argmax_ofEmptyAxis_isRefused() {
    Output x = fixture.tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(0, 2)));
    Output y = fixture.tf.argmax(x, 0);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> fixture.run(y));
    assertTrue(
        e.getMessage().startsWith("Reduction axis 0 is empty in shape [0,2]"), e.getMessage());
  }

  @Test
  void cumsum_exclusiveAndReverse_runsFromTheEnd() {
    Output x = fixture.floats(1, 2, 3);
    assertArrayEquals(new float[] {1, 3, 6}, fixture.runFloats(fixture.tf.cumsum(x, 0)));
    assertArrayEquals(
        new float[] {5, 3, 0}, fixture.runFloats(fixture.tf.cumsum(x, 0, true, true, "c")));
    assertArrayEquals(
        new float[] {1, 1, 2}, fixture.runFloats(fixture.tf.cumprod(x, -1, true, false, "p")));
  }

  @Test
  void segmentSums_dropNegativeSegmentsOnlyWhereUnsorted() {
    Output x = counting(3, 2);
    Output sorted = fixture.tf.segmentSum(x, fixture.ints(0, 0, 2));
    assertEquals(Shape.of(-1, 2), sorted.shape());
    assertArrayEquals(new float[] {2, 4, 0, 0, 4, 5}, fixture.runFloats(sorted));
    Output unsorted =
        fixture.tf.unsortedSegmentSum(x, fixture.ints(1, -1, 1), fixture.tf.constant(2));
    assertEquals(Shape.of(2, 2), unsorted.shape());
    assertArrayEquals(new float[] {0, 0, 4, 6}, fixture.runFloats(unsorted));
    Output bad = fixture.tf.segmentSum(x, fixture.ints(1, 0, 2));
    assertThrows(SlimgraphException.class, () -> fixture.run(bad));
  }
}
