package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Most ops of the family are linear, so that {@code dy · f(x) = f'(dy) · x} must hold for their
 * gradients whatever x and dy are: exactly, for the small integers used here.
 */
class ArrayGradientsTest {
  /** Makes a linear function of a [2, 4, 6, 4] tensor. */
  private interface Linear extends BiFunction<Ops, Output, Output> {}

  private static final Shape SHAPE = Shape.of(2, 4, 6, 4);

  private static Map<String, Linear> functions() {
    Map<String, Linear> f = new LinkedHashMap<>();
    f.put("reshape", (tf, x) -> tf.reshape(x, Shape.of(8, -1)));
    f.put("squeeze", (tf, x) -> tf.squeeze(tf.expandDims(x, 1)));
    f.put("transpose", (tf, x) -> tf.transpose(x, new int[] {3, 0, 2, 1}));
    f.put("concat", (tf, x) -> tf.concat(List.of(x, tf.reverse(x, new int[] {1}), x), -2));
    f.put("split", (tf, x) -> tf.split(x, 3, 2).get(1));
    f.put("splitV", (tf, x) -> tf.split(x, new int[] {1, -1}, 3).get(1));
    f.put("stack", (tf, x) -> tf.stack(List.of(x, x), 2));
    f.put("unstack", (tf, x) -> tf.unstack(x, 4, 1).get(2));
    f.put("slice", (tf, x) -> tf.slice(x, new int[] {0, 1, 2, 0}, new int[] {-1, 2, 3, 4}));
    f.put("stridedSlice", ArrayGradientsTest::stridedSlice);
    f.put("pad", (tf, x) -> tf.pad(x, new int[][] {{1, 0}, {0, 2}, {0, 0}, {3, 1}}));
    f.put("reflect", (tf, x) -> tf.pad(x, MIRRORED, MirrorMode.REFLECT));
    f.put("symmetric", (tf, x) -> tf.pad(x, MIRRORED, MirrorMode.SYMMETRIC));
    f.put("tile", (tf, x) -> tf.tile(x, new int[] {2, 1, 3, 1}));
    f.put("gather", (tf, x) -> tf.gather(x, tf.constant(new int[] {1, 0, 1})));
    f.put("gatherInside", (tf, x) -> tf.gather(x, tf.constant(new int[] {5, 0, 5}), 2));
    f.put("gatherLast", (tf, x) -> tf.gather(x, tf.constant(new long[] {3, 3}), -1));
    f.put("gatherNd", (tf, x) -> tf.gatherNd(x, matrix(tf, 1, 2, 0, 3, 1, 2)));
    f.put("gatherNdRows", (tf, x) -> tf.gatherNd(x, tf.reshape(vector(tf, 1, 1), Shape.of(2, 1))));
    f.put("scatterNd", (tf, x) -> tf.scatterNd(ends(tf), x, vector(tf, 3, 4, 6, 4)));
    f.put("tensorScatterUpdate", (tf, x) -> tf.tensorScatterUpdate(x, ends(tf), half(tf, x)));
    f.put("tensorScatterAdd", (tf, x) -> tf.tensorScatterAdd(x, ends(tf), half(tf, x)));
    f.put("tensorScatterSub", (tf, x) -> tf.tensorScatterSub(x, ends(tf), half(tf, x)));
    f.put("where", (tf, x) -> tf.where(tf.constant(new boolean[] {true, false}), x, half(tf, x)));
    f.put(
        "whereV2",
        (tf, x) ->
            tf.whereV2(
                tf.constant(new boolean[] {true, false, true, true}),
                x,
                tf.slice(x, new int[4], new int[] {-1, 1, -1, -1})));
    f.put("dynamicStitch", ArrayGradientsTest::stitched);
    f.put("dynamicPartition", (tf, x) -> tf.dynamicPartition(x, vector(tf, 1, 0), 2).get(1));
    f.put("reverseSequence", (tf, x) -> tf.reverseSequence(x, vector(tf, 3, 1), 2, 0));
    f.put(
        "broadcastTo",
        (tf, x) ->
            tf.broadcastTo(
                tf.slice(x, new int[4], new int[] {2, 1, 6, 1}), vector(tf, 3, 2, 5, 6, 4)));
    f.put(
        "fill",
        (tf, x) ->
            tf.fill(
                vector(tf, 2, 3),
                tf.reshape(tf.slice(x, new int[4], new int[] {1, 1, 1, 1}), Shape.scalar())));
    f.put(
        "spaceToBatch", (tf, x) -> tf.spaceToBatchNd(x, vector(tf, 3, 2), matrix(tf, 1, 1, 2, 0)));
    f.put("batchToSpace", (tf, x) -> tf.batchToSpaceNd(x, vector(tf, 2), matrix(tf, 1, 3)));
    f.put("spaceToDepth", (tf, x) -> tf.spaceToDepth(x, 2));
    f.put("depthToSpace", (tf, x) -> tf.depthToSpace(x, 2));
    f.put("matrixDiag", (tf, x) -> tf.matrixDiag(x));
    f.put("matrixDiagPart", (tf, x) -> tf.matrixDiagPart(x));
    f.put(
        "matrixSetDiag",
        (tf, x) ->
            tf.matrixSetDiag(
                x, tf.slice(tf.unstack(x, 4, 3).get(0), new int[3], new int[] {2, 4, 4})));
    f.put("matrixBandPart", (tf, x) -> tf.matrixBandPart(x, 1, 0));
    f.put("diag", (tf, x) -> tf.diag(tf.unstack(tf.unstack(x, 4, 1).get(0), 4, 2).get(1)));
    f.put(
        "diagPart",
        (tf, x) ->
            tf.diagPart(tf.slice(tf.reshape(x, Shape.of(12, 16)), new int[2], new int[] {12, 12})));
    f.put("extractImagePatches", ArrayGradientsTest::patches);
    f.put("resizeBilinear", (tf, x) -> tf.image().resizeBilinear(x, vector(tf, 8, 12)));
    f.put("resizeNearest", (tf, x) -> tf.image().resizeNearestNeighbor(x, vector(tf, 3, 7)));
    f.put("identityN", (tf, x) -> tf.identityN(List.of(x, x)).get(1));
    return f;
  }

  private static final int[][] MIRRORED = {{1, 0}, {0, 3}, {2, 2}, {0, 0}};

  private static Output vector(Ops tf, int... values) {
    return tf.constant(values);
  }

  private static Output matrix(Ops tf, int... pairs) {
    return tf.constant(Tensor.of(Shape.of(pairs.length / 2, 2), pairs));
  }

  private static Output ends(Ops tf) {
    return tf.constant(Tensor.of(Shape.of(2, 1), new int[] {1, 0}));
  }

  private static Output half(Ops tf, Output x) {
    return tf.reverse(x, new int[] {2});
  }

  private static Output stridedSlice(Ops tf, Output x) {
    SliceMasks masks = SliceMasks.none().withShrinkAxis(1).withEnd(4).withNewAxis(8);
    return tf.stridedSlice(
        x, new int[] {1, 3, 5, 0}, new int[] {0, 0, 0, 0}, new int[] {1, -2, -3, 1}, masks);
  }

  private static Output stitched(Ops tf, Output x) {
    return tf.dynamicStitch(List.of(vector(tf, 2, 0), vector(tf, 1, 4)), List.of(x, half(tf, x)));
  }

  private static Output patches(Ops tf, Output x) {
    int[] two = {1, 2, 2, 1};
    return tf.extractImagePatches(x, new int[] {1, 3, 2, 1}, two, two, "SAME");
  }

  @TestFactory
  Stream<DynamicTest> gradient_ofLinearOp_isItsTranspose() {
    return functions().entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(Linear function) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output x = tf.placeholder(DataType.FLOAT, SHAPE);
    Output y = function.apply(tf, x);
    Output dy = tf.placeholder(DataType.FLOAT, Shape.unknown());
    Output dx = tf.gradients(List.of(y), List.of(x), List.of(dy)).get(0).orElseThrow();
    assertTrue(dx.shape().isCompatibleWith(SHAPE), dx.shape().toString());
    Random random = new Random(5);
    Tensor in = integers(random, SHAPE);
    try (Session session = Session.open(graph)) {
      Tensor out = session.runner().feed(x, in).fetch(y).run().get(0);
      assertTrue(y.shape().isCompatibleWith(out.shape()), y.shape() + " but " + out.shape());
      Tensor gradient = integers(random, out.shape());
      Tensor back = session.runner().feed(x, in).feed(dy, gradient).fetch(dx).run().get(0);
      assertEquals(dot(out, gradient), dot(in, back), 0.01);
    }
  }

  private static Tensor integers(Random random, Shape shape) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(17) - 8;
    }
    return Tensor.of(shape, values);
  }

  private static double dot(Tensor a, Tensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  @Test
  void stopGradient_stops_andPreventGradient_refuses() {
    Ops tf = Ops.on(new Graph());
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(2));
    Output stopped = tf.stopGradient(x);
    assertTrue(tf.gradients(List.of(stopped), List.of(x)).get(0).isEmpty());
    Output prevented = tf.preventGradient(x, "no second order");
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> tf.gradients(List.of(prevented), List.of(x)));
    assertTrue(e.getMessage().contains("explicitly disabled. Reason: no second order"));
  }
}
