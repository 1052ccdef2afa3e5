package org.slimgraph.ops.linalg;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Lets TensorFlow decompose matrices and solve systems beside us, and run our gradients. */
@Tag("conformance")
class LinalgConformanceTest {

  /** The results to compare. */
  private interface Row extends Function<Ops, List<Output>> {}

  private static Map<String, Row> rows(DataType type) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (int n : new int[] {0, 1, 2, 3, 7}) {
      rows.put("square " + n, tf -> square(tf, type, n));
      rows.put("definite " + n, tf -> definite(tf, type, n));
    }
    for (int[] size : new int[][] {{3, 3}, {4, 2}, {2, 5}, {6, 5}, {1, 4}}) {
      rows.put("any " + size[0] + "x" + size[1], tf -> any(tf, type, size[0], size[1]));
    }
    rows.put("gradients", tf -> gradients(tf, type));
    rows.put("determinants that are not finite", tf -> specialDeterminants(tf, type));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> doubles() {
    return tests(rows(DataType.DOUBLE), new Tolerance(1e-8, 1e-10));
  }

  @TestFactory
  Stream<DynamicTest> floats() {
    return tests(rows(DataType.FLOAT), new Tolerance(1e-3, 2e-4));
  }

  private static Stream<DynamicTest> tests(Map<String, Row> rows, Tolerance tolerance) {
    Oracle oracle = Oracle.open();
    return rows.entrySet().stream()
        .map(row -> dynamicTest(row.getKey(), () -> check(oracle, row.getValue(), tolerance)));
  }

  private static void check(Oracle oracle, Row row, Tolerance tolerance) {
    Graph graph = new Graph();
    List<String> names = row.apply(Ops.on(graph)).stream().map(Output::name).toList();
    new SideBySide(oracle, graph).step(Map.of(), List.of(), names).assertSame(tolerance);
  }

  /** Returns numbers in -1…1, with a fixed seed for each shape. */
  private static Output random(Ops tf, DataType type, long... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(17 + shape.hashCode());
    double[] values = random.doubles(shape.elementCount(), -1, 1).toArray();
    return tf.cast(tf.constant(Tensor.of(shape, values)), type);
  }

  private static List<Output> square(Ops tf, DataType type, int n) {
    Output a = random(tf, type, 2, n, n);
    Output b = random(tf, type, 2, n, 3);
    List<Output> all = new ArrayList<>();
    all.add(tf.linalg().inv(a));
    all.add(tf.linalg().inv(a, true, "adjoint"));
    all.add(tf.linalg().det(a));
    all.addAll(tf.linalg().slogdet(a));
    all.add(tf.linalg().solve(a, b));
    all.add(tf.linalg().solve(a, b, true, "turned"));
    all.addAll(tf.linalg().lu(a));
    all.addAll(tf.linalg().lu(a, DataType.INT64, "long"));
    for (boolean lower : new boolean[] {true, false}) {
      all.add(tf.linalg().triangularSolve(a, b, lower, false, "t"));
      all.add(tf.linalg().triangularSolve(a, b, lower, true, "t"));
    }
    return all;
  }

  private static Output definite(Ops tf, Output a, DataType type, int n) {
    Output square = tf.matmul(a, a, o -> o.adjointB(true));
    return tf.add(square, tf.cast(tf.linalg().eye(n, DataType.DOUBLE), type));
  }

  private static List<Output> definite(Ops tf, DataType type, int n) {
    Output a = definite(tf, random(tf, type, 2, n, n), type, n);
    List<Output> all = new ArrayList<>();
    Output chol = tf.linalg().cholesky(a);
    all.add(chol);
    all.add(tf.linalg().choleskySolve(chol, random(tf, type, 2, n, 2)));
    all.add(
        tf.graph()
            .opBuilder("CholeskyGrad", "grad")
            .input(chol)
            .input(random(tf, type, 2, n, n))
            .build()
            .output(0));
    all.addAll(tf.linalg().eigh(a));
    all.add(tf.linalg().eigvalsh(random(tf, type, 2, n, n)));
    all.add(tf.linalg().logdet(a));
    return all;
  }

  private static List<Output> any(Ops tf, DataType type, int rows, int columns) {
    Output a = random(tf, type, 2, rows, columns);
    Output b = random(tf, type, 2, rows, 2);
    List<Output> all = new ArrayList<>();
    all.addAll(tf.linalg().qr(a));
    all.addAll(tf.linalg().qr(a, true, "full"));
    all.add(tf.linalg().svd(a, false, false, "values").get(0));
    all.addAll(tf.linalg().svd(a));
    all.addAll(tf.linalg().svd(a, true, true, "full"));
    all.add(tf.linalg().lstsq(a, b, 0.01, true, "fast"));
    all.add(tf.linalg().lstsq(a, b, 0, false, "slow"));
    return all;
  }

  private static List<Output> gradients(Ops tf, DataType type) {
    Output a = random(tf, type, 2, 3, 3);
    Output wide = random(tf, type, 2, 2, 3);
    Output b = random(tf, type, 2, 3, 2);
    Output definite = definite(tf, a, type, 3);
    List<Output> ys = new ArrayList<>();
    ys.add(tf.linalg().inv(a));
    ys.add(tf.linalg().det(a));
    ys.add(tf.linalg().slogdet(a).get(1));
    ys.add(tf.linalg().solve(a, b));
    ys.add(tf.linalg().triangularSolve(a, b, false, true, "t"));
    ys.add(tf.linalg().cholesky(definite));
    ys.add(tf.linalg().eigh(definite).get(0));
    ys.add(tf.linalg().qr(a).get(1));
    ys.add(tf.linalg().svd(wide).get(0));
    ys.add(tf.linalg().lstsq(wide, random(tf, type, 2, 2, 2)));
    List<Output> all = new ArrayList<>();
    for (Output y : ys) {
      tf.gradients(List.of(y), List.of(a, b, wide)).forEach(g -> g.ifPresent(all::add));
    }
    return all;
  }

  private static List<Output> specialDeterminants(Ops tf, DataType type) {
    double[] values = {1, 2, 2, 4, Double.NaN, 1, 1, 1, 1e300, 0, 0, 1e300, 0, 1, 1, 0};
    Output a = tf.cast(tf.constant(Tensor.of(Shape.of(4, 2, 2), values)), type);
    List<Output> all = new ArrayList<>(tf.linalg().slogdet(a));
    all.add(tf.linalg().det(a));
    return all;
  }

  private static Output matrix(Ops tf, double... values) {
    int n = (int) Math.sqrt(values.length);
    Output value = tf.constant(Tensor.of(Shape.of(n, n), values));
    return tf.cast(tf.placeholderWithDefault(value, Shape.unknown(), "hidden"), DataType.FLOAT);
  }

  private static Map<String, Function<Ops, Output>> refusals() {
    Map<String, Function<Ops, Output>> rows = new LinkedHashMap<>();
    rows.put("inverse of singular", tf -> tf.linalg().inv(matrix(tf, 1, 2, 2, 4)));
    rows.put("inverse of rank 2", tf -> tf.linalg().inv(matrix(tf, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
    rows.put(
        "solve of singular",
        tf -> tf.linalg().solve(matrix(tf, 1, 2, 2, 4), matrix(tf, 1, 2, 2, 4)));
    rows.put(
        "triangular solve of singular",
        tf -> tf.linalg().triangularSolve(matrix(tf, 1, 2, 2, 0), matrix(tf, 1, 2, 2, 4)));
    rows.put("lu of singular", tf -> tf.linalg().lu(matrix(tf, 0, 0, 2, 4)).get(0));
    rows.put("cholesky of indefinite", tf -> tf.linalg().cholesky(matrix(tf, 1, 2, 2, 1)));
    rows.put(
        "fast least squares of singular",
        tf -> tf.linalg().lstsq(matrix(tf, 1, 2, 2, 4), matrix(tf, 1, 2, 2, 4)));
    rows.put(
        "inverse of a rectangle",
        tf -> tf.linalg().inv(tf.slice(matrix(tf, 1, 2, 2, 4), zeros(tf), sizes(tf, 1))));
    rows.put(
        "solve of other rows",
        tf ->
            tf.linalg()
                .solve(
                    matrix(tf, 1, 2, 2, 5),
                    tf.slice(matrix(tf, 1, 2, 2, 4), zeros(tf), sizes(tf, 1))));
    return rows;
  }

  private static Output zeros(Ops tf) {
    return tf.constant(new int[] {0, 0});
  }

  private static Output sizes(Ops tf, int rows) {
    Output value = tf.constant(new int[] {rows, 2});
    return tf.placeholderWithDefault(value, Shape.of(2), "size");
  }

  @TestFactory
  Stream<DynamicTest> refusals_haveTensorFlowsCodeAndWords() {
    Oracle oracle = Oracle.open();
    return refusals().entrySet().stream()
        .map(
            row ->
                dynamicTest(
                    row.getKey(),
                    () -> {
                      Graph graph = new Graph();
                      String name = row.getValue().apply(Ops.on(graph)).name();
                      new SideBySide(oracle, graph)
                          .step(Map.of(), List.of(), List.of(name))
                          .assertSameRefusal(4);
                    }));
  }
}
