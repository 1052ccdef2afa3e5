package org.slimgraph.ops.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class LinalgOpsTest {
  private static final double STEP = 1e-5;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private Output matrix(long rows, long columns, double... values) {
    return tf.constant(Tensor.of(Shape.of(rows, columns), values));
  }

  private static Tensor random(int seed, long... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(shape, new Random(seed).doubles(shape.elementCount(), -1, 1).toArray());
  }

  private Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  /** Checks that two results are the same numbers. */
  private void assertSame(Output expected, Output actual) {
    Tensor want = run(expected);
    Tensor got = run(actual);
    assertEquals(want.shape(), got.shape());
    assertArrayEquals(want.doubles(), got.doubles(), 1e-12);
  }

  @Test
  void inv_timesTheMatrix_isTheIdentity() {
    Output a = tf.constant(random(1, 3, 5, 5));
    Output identity = tf.matrixDiag(tf.ones(tf.constant(new int[] {3, 5}), DataType.DOUBLE));
    assertSame(identity, tf.matmul(a, tf.linalg().inv(a)));
  }

  @Test
  void solve_ofTransposed_solvesIt() {
    Output a = tf.constant(random(2, 2, 4, 4));
    Output b = tf.constant(random(3, 2, 4, 3));
    Output x = tf.linalg().solve(a, b, true, "x");
    assertSame(b, tf.matmul(a, x, o -> o.transposeA(true)));
  }

  @Test
  void det_ofAPermutation_isItsSign() {
    assertEquals(-1, run(tf.linalg().det(matrix(2, 2, 0, 1, 1, 0))).doubles()[0]);
  }

  @Test
  void det_ofNoRows_isOne() {
    Tensor none = Tensor.of(Shape.of(2, 0, 0), new double[0]);
    assertArrayEquals(new double[] {1, 1}, run(tf.linalg().det(tf.constant(none))).doubles());
  }

  @Test
  void slogdet_ofSingular_isZeroAndMinusInfinity() {
    List<Output> parts = tf.linalg().slogdet(matrix(2, 2, 1, 2, 2, 4));
    assertEquals(0, run(parts.get(0)).doubles()[0]);
    assertEquals(Double.NEGATIVE_INFINITY, run(parts.get(1)).doubles()[0]);
  }

  @Test
  void inv_ofFloats_isSingularWhereFloatArithmeticSaysSo() {
    double[] values = {1.1, 2.2, 3.3, 6.6};
    Output a = tf.cast(matrix(2, 2, values), DataType.FLOAT);
    assertRefused("Input is not invertible.", tf.linalg().inv(a));
  }

  private void assertRefused(String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void singularInABatch_isRefused() {
    double[] values = {1, 0, 0, 1, 1, 2, 2, 4};
    Output a = tf.constant(Tensor.of(Shape.of(2, 2, 2), values));
    assertRefused("Input is not invertible.", tf.linalg().inv(a));
    assertRefused("Input matrix is not invertible.", tf.linalg().solve(a, a));
    assertRefused("Input is not invertible.", tf.linalg().lu(a).get(0));
    assertRefused("Input matrix was rank deficient", tf.linalg().lstsq(a, a));
  }

  @Test
  void triangularSolve_withZeroOnTheDiagonal_isRefused() {
    Output a = matrix(2, 2, 1, 2, 3, 0);
    assertRefused("Input matrix is not invertible.", tf.linalg().triangularSolve(a, a));
  }

  @Test
  void cholesky_ofIndefinite_isRefused() {
    Output a = matrix(2, 2, 1, 2, 2, 1);
    assertRefused("Cholesky decomposition was not successful.", tf.linalg().cholesky(a));
  }

  @Test
  void lstsq_withNegativeRegularizer_isRefused() {
    Output a = matrix(2, 1, 1, 2);
    assertRefused("l2_regularizer must be >= 0", tf.linalg().lstsq(a, a, -1, true, "x"));
  }

  @Test
  void wrongShapes_areRefusedByTheBuilder() {
    Output wide = matrix(1, 2, 1, 2);
    for (Function<Output, Object> build :
        List.<Function<Output, Object>>of(
            a -> tf.linalg().inv(a),
            a -> tf.linalg().solve(a, a),
            a -> tf.linalg().cholesky(a),
            a -> tf.linalg().lu(a),
            a -> tf.linalg().eigh(a),
            a -> tf.linalg().qr(tf.reshape(a, Shape.of(2))))) {
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> build.apply(wide));
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    }
  }

  @Test
  void shapesThatAreUnknown_areCheckedByTheRun() {
    Output wide = tf.placeholderWithDefault(matrix(1, 2, 1, 2), Shape.unknown(), "wide");
    Output row = tf.placeholderWithDefault(tf.constant(new double[] {1}), Shape.unknown(), "row");
    Output square = matrix(2, 2, 1, 2, 3, 4);
    Output stack = tf.expandDims(square, 0);
    Output any = tf.placeholderWithDefault(stack, Shape.unknown(), "any");
    assertRefused("Input matrix must be square", tf.linalg().inv(wide));
    assertRefused("must have rank >= 2", tf.linalg().det(row));
    assertRefused("must have the same rank", tf.linalg().solve(square, any));
    assertRefused("same number of rows", tf.linalg().solve(square, wide));
    Output two =
        tf.placeholderWithDefault(tf.concat(List.of(stack, stack), 0), Shape.unknown(), "two");
    assertRefused("the same outer dimensions", tf.linalg().solve(stack, two));
    assertRefused(
        "the same shape",
        tf.graph().opBuilder("CholeskyGrad", "g").input(square).input(wide).build().output(0));
  }

  @Test
  void unknownSizes_areInferredAsFarAsTheyGo() {
    Output a = tf.placeholder(DataType.FLOAT, Shape.of(-1, 3, -1), "a");
    assertEquals(Shape.of(-1, 3, 3), tf.linalg().inv(a).shape());
    assertEquals(Shape.of(-1), tf.linalg().det(a).shape());
    assertEquals(Shape.of(-1, 3), tf.linalg().lu(a).get(1).shape());
    assertEquals(Shape.of(-1, -1), tf.linalg().svd(a).get(0).shape());
    assertEquals(Shape.of(-1, 3, 3), tf.linalg().qr(a, true, "qr").get(0).shape());
    assertEquals(Shape.of(0), tf.linalg().svd(a, false, false, "s").get(1).shape());
    Output b = tf.placeholder(DataType.FLOAT, Shape.of(7, -1, 2), "b");
    assertEquals(Shape.of(7, 3, 2), tf.linalg().solve(a, b).shape());
    assertEquals(Shape.of(7, -1, 2), tf.linalg().lstsq(a, b).shape());
  }

  @Test
  void decompositions_multiplyToTheMatrix() {
    for (long[] size : new long[][] {{5, 5}, {6, 3}, {2, 7}, {1, 1}, {20, 18}}) {
      Output a = tf.constant(random(4, 2, size[0], size[1]));
      List<Output> qr = tf.linalg().qr(a);
      assertSame(a, tf.matmul(qr.get(0), qr.get(1)));
      List<Output> svd = tf.linalg().svd(a);
      Output right = tf.matmul(tf.matrixDiag(svd.get(0)), svd.get(2), o -> o.adjointB(true));
      assertSame(a, tf.matmul(svd.get(1), right));
      Output square = tf.matmul(a, a, o -> o.adjointB(true));
      List<Output> eigen = tf.linalg().eigh(square);
      Output v = eigen.get(1);
      assertSame(tf.matmul(square, v), tf.matmul(v, tf.matrixDiag(eigen.get(0))));
      assertSame(eigen.get(0), tf.linalg().eigvalsh(square));
    }
  }

  @Test
  void completedBases_areOrthonormal() {
    Output a = tf.constant(random(5, 6, 3));
    Output q = tf.linalg().qr(a, true, "qr").get(0);
    Output u = tf.linalg().svd(a, true, true, "svd").get(1);
    Output identity = tf.linalg().eye(6, DataType.DOUBLE);
    assertSame(identity, tf.matmul(q, q, o -> o.adjointA(true)));
    assertSame(identity, tf.matmul(u, u, o -> o.adjointA(true)));
  }

  @Test
  void emptyMatrices_haveEmptyDecompositions() {
    Output none = tf.constant(Tensor.of(Shape.of(0, 3), new double[0]));
    assertEquals(Shape.of(0), run(tf.linalg().svd(none).get(0)).shape());
    assertArrayEquals(
        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
        run(tf.linalg().svd(none, true, true, "full").get(2)).doubles());
    assertEquals(Shape.of(0, 3), run(tf.linalg().qr(none).get(1)).shape());
    Output noMatrix = tf.constant(Tensor.of(Shape.of(0, 2, 2), new double[0]));
    assertEquals(Shape.of(0, 2, 2), run(tf.linalg().inv(noMatrix)).shape());
    Output noRight = tf.constant(Tensor.of(Shape.of(2, 0), new double[0]));
    assertEquals(Shape.of(2, 0), run(tf.linalg().solve(matrix(2, 2, 1, 2, 2, 4), noRight)).shape());
  }

  @Test
  void nan_comesThroughOrIsNotInvertible() {
    Output a = matrix(2, 2, Double.NaN, 1, 1, 1);
    assertTrue(Double.isNaN(run(tf.linalg().cholesky(a)).doubles()[0]));
    assertTrue(Double.isNaN(run(tf.linalg().eigvalsh(a)).doubles()[0]));
    assertTrue(Double.isNaN(run(tf.linalg().svd(a).get(0)).doubles()[0]));
    assertRefused("not invertible", tf.linalg().inv(a));
  }

  @Test
  void results_areTheSameBitsForAnyNumberOfThreads() {
    Output a = tf.constant(random(6, 9, 6, 6));
    List<Output> results = tf.linalg().svd(a);
    double[][] first = new double[2][];
    for (int threads = 1; threads <= 4; threads += 3) {
      try (Session session = Session.open(graph, SessionOptions.defaults().threads(threads))) {
        first[threads / 4] = session.run(results.get(1)).doubles();
      }
    }
    assertArrayEquals(first[0], first[1], 0);
  }

  /** A function of a matrix whose gradient is compared with central differences. */
  private interface MatrixFunction extends BiFunction<Ops, Output, List<Output>> {}

  private static Output positive(Ops tf, Output x) {
    return tf.matmul(x, x, o -> o.adjointB(true));
  }

  private static Map<String, MatrixFunction> functions() {
    Map<String, MatrixFunction> all = new LinkedHashMap<>();
    all.put("inv", (tf, x) -> List.of(tf.linalg().inv(x)));
    all.put("inv of adjoint", (tf, x) -> List.of(tf.linalg().inv(x, true, "inv")));
    all.put("det", (tf, x) -> List.of(tf.linalg().det(x)));
    all.put("slogdet", (tf, x) -> List.of(tf.linalg().slogdet(x).get(1)));
    all.put("logdet", (tf, x) -> List.of(tf.linalg().logdet(positive(tf, x))));
    all.put("solve", (tf, x) -> List.of(tf.linalg().solve(x, tf.square(x))));
    all.put("solve adjoint", (tf, x) -> List.of(tf.linalg().solve(x, tf.square(x), true, "s")));
    for (boolean lower : new boolean[] {true, false}) {
      for (boolean adjoint : new boolean[] {true, false}) {
        all.put(
            "triangular " + lower + adjoint,
            (tf, x) -> List.of(tf.linalg().triangularSolve(x, tf.square(x), lower, adjoint, "t")));
      }
    }
    all.put("cholesky", (tf, x) -> List.of(tf.linalg().cholesky(positive(tf, x))));
    all.put("qr", (tf, x) -> tf.linalg().qr(x));
    all.put("eigh", (tf, x) -> tf.linalg().eigh(positive(tf, x)));
    all.put("eigvalsh", (tf, x) -> List.of(tf.linalg().eigvalsh(positive(tf, x))));
    all.put("svd", (tf, x) -> tf.linalg().svd(x));
    all.put("values", (tf, x) -> List.of(tf.linalg().svd(x, false, false, "s").get(0)));
    all.put("trace", (tf, x) -> List.of(tf.linalg().trace(tf.square(x))));
    return all;
  }

  private static Map<String, MatrixFunction> rectangles() {
    Map<String, MatrixFunction> all = new LinkedHashMap<>();
    all.put("svd", (tf, x) -> tf.linalg().svd(x));
    all.put("full svd", (tf, x) -> tf.linalg().svd(x, true, true, "full"));
    all.put("lstsq", (tf, x) -> List.of(tf.linalg().lstsq(x, tf.square(x))));
    all.put("regular", (tf, x) -> List.of(tf.linalg().lstsq(x, tf.square(x), 0.3, true, "l2")));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> gradients_areThoseOfCentralDifferences() {
    Stream<DynamicTest> square =
        functions().entrySet().stream()
            .map(f -> dynamicTest(f.getKey(), () -> check(f.getValue(), random(8, 2, 3, 3))));
    Stream<DynamicTest> wide =
        rectangles().entrySet().stream()
            .map(
                f -> dynamicTest(f.getKey() + " wide", () -> check(f.getValue(), random(9, 2, 3))));
    Stream<DynamicTest> high =
        rectangles().entrySet().stream()
            .map(
                f -> dynamicTest(f.getKey() + " high", () -> check(f.getValue(), random(7, 3, 2))));
    Stream<DynamicTest> qr =
        Stream.of(
            dynamicTest("qr high", () -> check((tf, x) -> tf.linalg().qr(x), random(5, 4, 2))));
    return Stream.of(square, wide, high, qr).flatMap(s -> s);
  }

  private static void check(MatrixFunction function, Tensor at) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output x = tf.placeholder(DataType.DOUBLE, at.shape(), "x");
    Output loss = tf.constant(0.0);
    for (Output y : function.apply(tf, x)) {
      int count = (int) y.shape().elementCount();
      double[] weights = new double[count];
      for (int i = 0; i < count; i++) {
        weights[i] = 0.5 + 0.25 * i;
      }
      Output weighted = tf.multiply(y, tf.constant(Tensor.of(y.shape(), weights)));
      loss = tf.add(loss, tf.reduceSum(weighted));
    }
    Output gradient = tf.gradients(List.of(loss), List.of(x)).get(0).orElseThrow();
    try (Session session = Session.open(graph)) {
      double[] actual = session.runner().feed(x, at).fetch(gradient).run().get(0).doubles();
      for (int i = 0; i < actual.length; i++) {
        double up = value(session, x, loss, at, i, STEP);
        double down = value(session, x, loss, at, i, -STEP);
        double expected = (up - down) / (2 * STEP);
        assertEquals(expected, actual[i], 1e-5 * Math.max(1, Math.abs(expected)), "element " + i);
      }
    }
  }

  private static double value(
      Session session, Output x, Output loss, Tensor at, int i, double step) {
    double[] values = at.doubles();
    values[i] += step;
    return session
        .runner()
        .feed(x, Tensor.of(at.shape(), values))
        .fetch(loss)
        .run()
        .get(0)
        .doubles()[0];
  }

  @Test
  void gradientsThatTensorflowLacks_areRefusedByName() {
    Output wide = tf.placeholder(DataType.DOUBLE, Shape.of(2, 5), "wide");
    Output any = tf.placeholder(DataType.DOUBLE, Shape.of(-1, 5), "any");
    for (Output y :
        List.of(
            tf.linalg().qr(wide).get(1),
            tf.linalg().qr(any).get(1),
            tf.linalg().svd(wide, true, true, "full").get(1),
            tf.linalg().svd(any).get(1),
            tf.linalg().lstsq(wide, wide, 0, false, "slow"),
            tf.linalg().lstsq(any, any))) {
      Output x = y.operation().input(0);
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class, () -> tf.gradients(List.of(y), List.of(x)), y.name());
      assertEquals(ErrorCode.UNIMPLEMENTED, e.code());
    }
  }

  @Test
  void builders_addTheOpsOfTheirTfNames() {
    Output a = matrix(2, 2, 1, 2, 3, 4);
    assertEquals("Cholesky", tf.linalg().cholesky(a).operation().name());
    assertEquals("LogMatrixDeterminant", tf.linalg().slogdet(a).get(0).operation().type());
    assertEquals("Lu", tf.linalg().lu(a).get(0).operation().name());
    assertEquals("MatrixDeterminant", tf.linalg().det(a).operation().name());
    assertEquals("MatrixInverse", tf.linalg().inv(a).operation().name());
    assertEquals("MatrixSolve", tf.linalg().solve(a, a).operation().name());
    assertEquals("MatrixSolveLs", tf.linalg().lstsq(a, a).operation().type());
    assertEquals("MatrixTriangularSolve", tf.linalg().triangularSolve(a, a).operation().name());
    assertEquals("Qr", tf.linalg().qr(a).get(0).operation().name());
    assertEquals("SelfAdjointEigV2", tf.linalg().eigh(a).get(0).operation().name());
    assertEquals("Svd", tf.linalg().svd(a).get(0).operation().name());
  }

  @Test
  void adjoint_ofUnknownRank_turnsTheLastTwoDimensions() {
    Output a = tf.placeholderWithDefault(matrix(1, 2, 1, 2), Shape.unknown(), "a");
    assertEquals(Shape.of(2, 1), run(tf.linalg().adjoint(a)).shape());
  }
}
