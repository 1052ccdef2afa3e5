package org.slimgraph.ops.math;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
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

/** Lets TensorFlow compute special functions, bits, segments and counts, and our gradients, too. */
@Tag("conformance")
class NumericsConformanceTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double[] SHAPES = {1e-3, 0.2, 0.5, 1, 1.7, 3, 10, 25.5, 120, 1e3};
  private static final double[] ARGUMENTS = {0, 1e-3, 0.1, 0.7, 1, 2.5, 9, 24, 130, 990};
  private static final DataType[] INTEGERS = {
    DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64,
    DataType.UINT8, DataType.UINT16, DataType.UINT32, DataType.UINT64
  };

  /** The results to compare. */
  private interface Row extends Function<Ops, List<Output>> {}

  private static Map<String, Row> exact() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (DataType type : INTEGERS) {
      rows.put("bits " + type, tf -> bits(tf, type));
    }
    rows.put("segments of floats", tf -> segments(tf, DataType.FLOAT));
    rows.put("segments of doubles", tf -> segments(tf, DataType.DOUBLE));
    rows.put("segments of halves", tf -> segments(tf, DataType.HALF));
    rows.put("segments of int32", tf -> segments(tf, DataType.INT32));
    rows.put("segments of int64", tf -> segments(tf, DataType.INT64));
    rows.put("segments of uint8", tf -> segments(tf, DataType.UINT8));
    rows.put("gradients of segments", NumericsConformanceTest::segmentGradients);
    rows.put("counts", NumericsConformanceTest::counts);
    rows.put("places", NumericsConformanceTest::places);
    rows.put("bands", NumericsConformanceTest::bands);
    return rows;
  }

  private static Map<String, Row> functions(DataType type) {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("gamma " + type, tf -> gamma(tf, type));
    rows.put("zeta " + type, tf -> zeta(tf, type));
    rows.put("betainc " + type, tf -> betainc(tf, type));
    rows.put("bessel " + type, tf -> bessel(tf, type));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> exactOps() {
    return tests(exact(), new Tolerance(1e-6, 0));
  }

  @TestFactory
  Stream<DynamicTest> functionsOfDoubles() {
    return tests(functions(DataType.DOUBLE), new Tolerance(1e-9, 1e-13));
  }

  /** TF computes floats in float: its incomplete gamma functions are off by up to 4e-4. */
  @TestFactory
  Stream<DynamicTest> functionsOfFloats() {
    return tests(functions(DataType.FLOAT), new Tolerance(5e-4, 1e-6));
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

  private static Output column(Ops tf, DataType type, double... values) {
    return tf.cast(tf.constant(Tensor.of(Shape.of(values.length, 1), values)), type);
  }

  private static Output row(Ops tf, DataType type, double... values) {
    return tf.cast(tf.constant(values), type);
  }

  private static List<Output> withGradients(Ops tf, List<Output> outputs, Output... xs) {
    List<Output> all = new ArrayList<>(outputs);
    for (Output y : outputs) {
      tf.gradients(List.of(y), List.of(xs)).forEach(gradient -> gradient.ifPresent(all::add));
    }
    return all;
  }

  private static List<Output> gamma(Ops tf, DataType type) {
    Output a = column(tf, type, SHAPES);
    Output x = row(tf, type, ARGUMENTS);
    List<Output> all = new ArrayList<>();
    all.add(tf.igamma(a, x));
    all.add(tf.igammac(a, x));
    Output odd = row(tf, type, -1, 0, NAN, INF, 2);
    all.add(tf.igamma(odd, row(tf, type, 1, 1, 1, 1, -1)));
    all.add(tf.igammac(odd, row(tf, type, 1, 1, 1, 1, INF)));
    Output a1 = row(tf, type, 0.3, 1, 2.5, 8, 30);
    Output x1 = row(tf, type, 0.2, 2, 2.2, 6, 36);
    all.addAll(withGradients(tf, List.of(tf.igamma(a1, x1), tf.igammac(a1, x1)), a1, x1));
    return all;
  }

  private static List<Output> zeta(Ops tf, DataType type) {
    Output x = column(tf, type, 1, 1.1, 2, 3.5, 12, 0.5, NAN);
    Output q = row(tf, type, 0.25, 1, 2, 17.5, 300, 0, -2);
    List<Output> all = new ArrayList<>();
    all.add(tf.zeta(x, q));
    Output order = column(tf, type, 0, 1, 2, 5, 1.5);
    all.add(tf.polygamma(order, row(tf, type, 0.3, 1, 4.5, 60)));
    Output z = row(tf, type, 0.3, 1, 4.5);
    Output two = row(tf, type, 2, 2, 3);
    all.addAll(withGradients(tf, List.of(tf.digamma(z), tf.polygamma(two, z), tf.zeta(two, z)), z));
    return all;
  }

  private static List<Output> betainc(Ops tf, DataType type) {
    Output a = row(tf, type, 0.2, 1, 2.5, 30, 0.5, 3, -1, 2, 2, 5);
    Output b = row(tf, type, 0.7, 3, 1.5, 20, 40, 3, 1, 0, 2, 5);
    Output x = row(tf, type, 0.3, 0.1, 0.9, 0.6, 0.01, 0, 0.5, 0.5, 1, 1.5);
    Output half = tf.cast(tf.constant(0.5), type);
    Output two = tf.cast(tf.constant(2.0), type);
    Output inside = row(tf, type, 0.2, 0.5, 0.8);
    List<Output> all = new ArrayList<>();
    all.add(tf.betainc(a, b, x));
    all.add(tf.betainc(two, half, inside));
    all.add(tf.betainc(half, inside, half));
    all.addAll(withGradients(tf, List.of(tf.betainc(two, half, inside)), inside));
    return all;
  }

  private static List<Output> bessel(Ops tf, DataType type) {
    Output x = row(tf, type, -40, -7, -0.5, 0, 1e-3, 1, 3.75, 8, 29, 31, 700, NAN);
    Output to = row(tf, type, 0, -9, -0.5, 1, -1, INF, -INF, 8, 1, 31, 0, 1);
    List<Output> outputs = List.of(tf.besselI0e(x), tf.besselI1e(x));
    List<Output> all = new ArrayList<>(withGradients(tf, outputs, x));
    all.add(tf.nextafter(x, to));
    return all;
  }

  private static List<Output> bits(Ops tf, DataType type) {
    boolean unsigned = type.isUnsigned();
    Output x = tf.cast(tf.constant(new int[] {0, 1, 77, unsigned ? 200 : -100, 127, 5}), type);
    Output y = tf.cast(tf.constant(new int[] {3, 0, 7, 31, unsigned ? 250 : -1, 64}), type);
    List<Output> all = new ArrayList<>();
    for (Output z :
        List.of(
            tf.bitwise().bitwiseAnd(x, y),
            tf.bitwise().bitwiseOr(x, y),
            tf.bitwise().bitwiseXor(x, y),
            tf.bitwise().leftShift(x, y),
            tf.bitwise().rightShift(x, y),
            tf.bitwise().rightShift(tf.bitwise().invert(x), tf.zerosLike(y)),
            tf.bitwise().invert(x))) {
      all.add(tf.cast(z, DataType.INT64));
    }
    if (type != DataType.UINT32 && type != DataType.UINT64) {
      var count = tf.graph().opBuilder("PopulationCount", "bits").input(tf.bitwise().invert(x));
      all.add(tf.cast(count.build().output(0), DataType.INT32));
    }
    return all;
  }

  private static List<Output> segments(Ops tf, DataType type) {
    Output data =
        tf.cast(
            tf.constant(Tensor.of(Shape.of(5, 2), new double[] {1, 2, 3, 0, 5, 7, 2, 8, 9, 4})),
            type);
    Output sorted = tf.constant(new int[] {0, 0, 2, 2, 4});
    Output mixed = tf.constant(new int[] {2, -1, 0, 2, 0});
    Output five = tf.constant(4);
    List<Output> all = new ArrayList<>();
    for (Output z :
        List.of(
            tf.segmentSum(data, sorted),
            tf.segmentMean(data, sorted),
            tf.segmentProd(data, sorted),
            tf.segmentMax(data, sorted),
            tf.segmentMin(data, sorted),
            tf.unsortedSegmentSum(data, mixed, five),
            tf.unsortedSegmentProd(data, mixed, five),
            tf.unsortedSegmentMax(data, mixed, five),
            tf.unsortedSegmentMin(data, mixed, five))) {
      all.add(type.isFloating() ? tf.cast(z, DataType.DOUBLE) : tf.cast(z, DataType.INT64));
    }
    return all;
  }

  private static List<Output> segmentGradients(Ops tf) {
    Output data =
        tf.constant(Tensor.of(Shape.of(5, 2), new float[] {1, 2, 3, 0, 5, 7, 2, 8, 9, 4}));
    Output sorted = tf.constant(new int[] {0, 0, 2, 2, 4});
    Output mixed = tf.constant(new int[] {2, -1, 0, 2, 0});
    Output four = tf.constant(4);
    return withGradients(
        tf,
        List.of(
            tf.segmentMean(data, sorted),
            tf.segmentMax(data, sorted),
            tf.segmentMin(data, sorted),
            tf.unsortedSegmentSum(data, mixed, four),
            tf.unsortedSegmentProd(data, mixed, four),
            tf.unsortedSegmentMax(data, mixed, four),
            tf.unsortedSegmentMin(data, mixed, four)),
        data);
  }

  private static List<Output> counts(Ops tf) {
    Output values = tf.constant(Tensor.vector(-3f, 0, 0.1f, 0.5f, 1, 1.9f, 2, 7));
    Output arr = tf.constant(new int[] {3, 1, 1, 0, 5, 3, 3});
    Output weights = tf.constant(new double[] {1, 2, 3, 4, 5, 6, 7});
    return List.of(
        tf.histogramFixedWidth(values, tf.constant(Tensor.vector(0f, 2f)), 4, DataType.INT32, "h"),
        tf.histogramFixedWidth(arr, tf.constant(new int[] {1, 4}), 2, DataType.INT64, "whole"),
        tf.bincount(arr),
        tf.bincount(arr, o -> o.minlength(9).dtype(DataType.FLOAT)),
        tf.bincount(arr, o -> o.weights(weights).maxlength(4)),
        tf.bincount(tf.constant(Tensor.vector(new int[0])), o -> o.minlength(2)));
  }

  private static List<Output> places(Ops tf) {
    Output x =
        tf.constant(
            Tensor.of(Shape.of(2, 2, 3), new double[] {4, 1, 3, 9, 9, 2, 5, 6, 7, -1, 0, -2}));
    Output y = tf.reverse(x, new int[] {0, 2});
    Output shifts = tf.constant(new int[] {1, -4, 5});
    Output axes = tf.constant(new int[] {0, 2, -1});
    List<Output> outputs =
        List.of(
            tf.nthElement(x, tf.constant(1)),
            tf.nthElement(x, tf.constant(0), true, "largest"),
            tf.cross(x, y),
            tf.roll(x, shifts, axes),
            tf.roll(x, tf.constant(-1), tf.constant(1)),
            tf.accumulateN(List.of(x, y, x)));
    return withGradients(tf, outputs, x, y);
  }

  private static List<Output> bands(Ops tf) {
    double[] values = IntStream.rangeClosed(1, 24).asDoubleStream().toArray();
    Output x = tf.constant(Tensor.of(Shape.of(2, 3, 4), values));
    Output pad = tf.constant(-0.5);
    List<Output> ys = new ArrayList<>();
    for (int[] k : new int[][] {{0}, {2}, {-1}, {-2, 2}, {-1, 0}, {1, 2}}) {
      Output ends = tf.constant(k);
      Output part = tf.matrixDiagPart(x, ends, pad, "part");
      ys.add(part);
      ys.add(tf.matrixDiag(part, ends, 3, 4, pad, "matrix"));
      ys.add(tf.matrixDiag(part, ends, -1, -1, pad, "least"));
      ys.add(tf.matrixSetDiag(x, tf.negative(part), ends, "set"));
    }
    return withGradients(tf, ys, x);
  }

  private static Map<String, Function<Ops, Output>> refusals() {
    Map<String, Function<Ops, Output>> rows = new LinkedHashMap<>();
    rows.put(
        "betainc of other shapes",
        tf -> {
          Output x = hidden(tf, tf.constant(new double[] {1, 2, 3}));
          return tf.betainc(two(tf), two(tf), x);
        });
    rows.put("cross of two elements", tf -> tf.cross(two(tf), two(tf)));
    rows.put(
        "roll along no axis", tf -> tf.roll(two(tf), tf.constant(1), hidden(tf, tf.constant(3))));
    rows.put(
        "histogram without bins",
        tf -> {
          Output bins = hidden(tf, tf.constant(0));
          return tf.graph()
              .opBuilder("HistogramFixedWidth", "h")
              .input(two(tf))
              .input(two(tf))
              .input(bins)
              .build()
              .output(0);
        });
    rows.put(
        "bincount of a negative number",
        tf -> tf.bincount(hidden(tf, tf.constant(new int[] {1, -1}))));
    rows.put("nth element of too few", tf -> tf.nthElement(two(tf), hidden(tf, tf.constant(2))));
    rows.put(
        "band outside",
        tf -> {
          Output x = hidden(tf, tf.constant(Tensor.of(Shape.of(1, 2), new double[] {1, 2})));
          return tf.matrixDiagPart(x, hidden(tf, tf.constant(2)), tf.constant(0.0), "part");
        });
    rows.put(
        "segments that decrease",
        tf -> tf.segmentMax(two(tf), hidden(tf, tf.constant(new int[] {1, 0}))));
    rows.put(
        "segment out of range",
        tf ->
            tf.unsortedSegmentMax(
                two(tf), hidden(tf, tf.constant(new int[] {1, 5})), tf.constant(2)));
    return rows;
  }

  private static Output two(Ops tf) {
    return hidden(tf, tf.constant(new double[] {1, 2}));
  }

  /** Hides the value and the shape from what can be known before the run. */
  private static Output hidden(Ops tf, Output value) {
    return tf.placeholderWithDefault(value, Shape.unknown(), "hidden");
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
                          .assertSameRefusal(3);
                    }));
  }
}
