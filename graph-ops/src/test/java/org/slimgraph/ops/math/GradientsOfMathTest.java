package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.StandardOps;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Compares the gradient of each op with central differences in double. */
class GradientsOfMathTest {
  private static final double STEP = 1e-5;

  /** Adds the op under test on placeholders. */
  private interface Forward extends Function<Output[], Output> {}

  private record Row(String name, Function<Ops, Forward> forward, Tensor... inputs) {}

  private static Tensor tensor(long[] dims, double... values) {
    return Tensor.of(Shape.of(dims), values);
  }

  private static Tensor vector(double... values) {
    return tensor(new long[] {values.length}, values);
  }

  private static final Tensor ANY = vector(-1.3, -0.2, 0.4, 2.1);
  private static final Tensor POSITIVE = vector(0.3, 0.9, 1.7, 4.2);
  private static final Tensor INSIDE = vector(-0.8, -0.1, 0.3, 0.7);
  private static final Tensor ABOVE_ONE = vector(1.2, 1.9, 3.5, 7);
  private static final Tensor OTHER = vector(0.7, 0.5, 2.9, 3.3);
  private static final Tensor MATRIX = tensor(new long[] {2, 3}, 0.5, -1.2, 2, 1.5, 0.25, -0.75);
  private static final Tensor COLUMN = tensor(new long[] {2, 1}, 1.1, 0.6);

  private static Row unary(String type, Tensor x) {
    return new Row(type, tf -> in -> op(tf, type, in[0]), x);
  }

  private static Row binary(String type, Tensor x, Tensor y) {
    return new Row(type, tf -> in -> op(tf, type, in), x, y);
  }

  private static Row reduction(String type, int... axes) {
    return new Row(type, tf -> in -> op(tf, type, in[0], tf.constant(Tensor.vector(axes))), MATRIX);
  }

  private static Output op(Ops tf, String type, Output... inputs) {
    var builder = tf.graph().opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    return builder.build().output(0);
  }

  private static Row product(boolean flipA, boolean flipB) {
    Tensor a = tensor(flipA ? new long[] {3, 2} : new long[] {2, 3}, 1, -2, 3, 0.5, 4, -1);
    Tensor b = tensor(flipB ? new long[] {2, 3} : new long[] {3, 2}, 2, 1, -1, 3, 0.5, 1);
    return new Row(
        "MatMul " + flipA + flipB,
        tf -> in -> tf.matmul(in[0], in[1], o -> o.transposeA(flipA).transposeB(flipB)),
        a,
        b);
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String type :
        List.of(
            "Abs",
            "Neg",
            "Inv",
            "Reciprocal",
            "Square",
            "Exp",
            "Expm1",
            "Sinh",
            "Cosh",
            "Tanh",
            "Asinh",
            "Sigmoid",
            "Sin",
            "Cos",
            "Tan",
            "Atan",
            "Erf",
            "Erfc",
            "Sign",
            "BesselI0e",
            "BesselI1e",
            "L2Loss")) {
      rows.add(unary(type, ANY));
    }
    for (String type : List.of("Sqrt", "Rsqrt", "Log", "Log1p", "Lgamma", "Digamma")) {
      rows.add(unary(type, POSITIVE));
    }
    for (String type : List.of("Atanh", "Asin", "Acos")) {
      rows.add(unary(type, INSIDE));
    }
    rows.add(unary("Acosh", ABOVE_ONE));
    for (String type :
        List.of(
            "Add",
            "AddV2",
            "Sub",
            "Mul",
            "MulNoNan",
            "Div",
            "DivNoNan",
            "RealDiv",
            "FloorMod",
            "SquaredDifference",
            "Maximum",
            "Minimum",
            "Xdivy",
            "Xlogy",
            "Atan2")) {
      rows.add(binary(type, MATRIX, COLUMN));
      rows.add(binary(type, COLUMN, tensor(new long[] {1, 2}, 0.8, 1.6)));
      rows.add(binary(type, POSITIVE, OTHER));
    }
    rows.add(binary("Igamma", POSITIVE, OTHER));
    rows.add(binary("Igamma", COLUMN, tensor(new long[] {1, 2}, 0.8, 3.6)));
    rows.add(binary("Igammac", POSITIVE, OTHER));
    rows.add(binary("NextAfter", MATRIX, COLUMN));
    rows.add(
        new Row("Zeta", tf -> in -> tf.zeta(tf.constant(new double[] {2, 3, 2, 4}), in[0]), OTHER));
    rows.add(
        new Row(
            "Polygamma",
            tf -> in -> tf.polygamma(tf.constant(new double[] {0, 1, 2, 3}), in[0]),
            OTHER));
    rows.add(
        new Row(
            "Betainc",
            tf -> in -> tf.betainc(tf.constant(2.5), tf.constant(0.5), in[0]),
            vector(0.2, 0.4, 0.9)));
    rows.add(binary("Pow", POSITIVE, ANY));
    rows.add(binary("Pow", COLUMN, MATRIX));
    for (String type :
        List.of("ReciprocalGrad", "InvGrad", "SqrtGrad", "RsqrtGrad", "SigmoidGrad", "TanhGrad")) {
      rows.add(binary(type, POSITIVE, ANY));
    }
    for (String type : List.of("Sum", "Mean", "Max", "Min", "Prod")) {
      rows.add(reduction(type, 0, 1));
      rows.add(reduction(type, 1));
      rows.add(reduction(type, -2));
      rows.add(reduction(type));
    }
    for (String type : List.of("Cumsum", "Cumprod")) {
      rows.add(new Row(type, tf -> in -> op(tf, type, in[0], tf.constant(1)), MATRIX));
    }
    for (boolean flipA : new boolean[] {false, true}) {
      rows.add(product(flipA, false));
      rows.add(product(flipA, true));
    }
    Tensor stack = tensor(new long[] {2, 2, 2}, 1, 2, -1, 0.5, 3, -2, 1, 1);
    Tensor single = tensor(new long[] {1, 2, 1}, 0.5, -1.5);
    rows.add(new Row("BatchMatMulV2", tf -> in -> tf.matmul(in[0], in[1]), stack, single));
    rows.add(binary("BatchMatMul", stack, stack));
    rows.add(new Row("AddN", tf -> in -> tf.addN(List.of(in[0], in[1])), ANY, POSITIVE));
    rows.add(
        new Row(
            "SegmentSum",
            tf -> in -> tf.segmentSum(in[0], tf.constant(new int[] {0, 0, 1, 3})),
            ANY));
    rows.add(
        new Row(
            "UnsortedSegmentSum",
            tf ->
                in ->
                    tf.unsortedSegmentSum(
                        in[0], tf.constant(new int[] {1, -1, 1, 0}), tf.constant(2)),
            ANY));
    for (String type : List.of("SegmentMean", "SegmentMax", "SegmentMin")) {
      rows.add(
          new Row(type, tf -> in -> op(tf, type, in[0], tf.constant(new int[] {0, 0, 1, 3})), ANY));
    }
    for (String type : List.of("UnsortedSegmentProd", "UnsortedSegmentMax", "UnsortedSegmentMin")) {
      rows.add(
          new Row(
              type,
              tf -> in -> op(tf, type, in[0], tf.constant(new int[] {1, -1, 1, 0}), tf.constant(2)),
              ANY));
    }
    Tensor vectors = tensor(new long[] {2, 3}, 3, -1, 2, 0.5, 2, 1);
    rows.add(binary("Cross", MATRIX, vectors));
    rows.add(new Row("NthElement", tf -> in -> tf.nthElement(in[0], tf.constant(1)), MATRIX));
    rows.add(new Row("Roll", tf -> in -> tf.roll(in[0], tf.constant(2), tf.constant(-1)), MATRIX));
    rows.add(
        new Row(
            "AccumulateNV2",
            tf -> in -> tf.accumulateN(List.of(in[0], in[1]), Shape.of(4), "sum"),
            ANY,
            POSITIVE));
    rows.add(
        new Row(
            "ClipByValue",
            tf -> in -> op(tf, "ClipByValue", in[0], in[1], in[2]),
            ANY,
            Tensor.scalar(-0.5),
            Tensor.scalar(1.5)));
    rows.add(new Row("Cast", tf -> in -> tf.cast(in[0], DataType.FLOAT), vector(0.5, 2)));
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> gradients() {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name() + " " + row.inputs()[0].shape(), () -> check(row)));
  }

  /** What a gradient sees and sets. */
  private record Context(Ops tf, Operation op, Output upstream, Map<Integer, Output> set)
      implements GradientContext {

    @Override
    public Output dy(int i) {
      return upstream;
    }

    @Override
    public boolean hasDy(int i) {
      return true;
    }

    @Override
    public void set(int i, Output gradient) {
      set.put(i, gradient);
    }

    @Override
    public void set(int i, IndexedSlices gradient) {
      throw new UnsupportedOperationException();
    }
  }

  private static void check(Row row) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output[] in = new Output[row.inputs().length];
    for (int i = 0; i < in.length; i++) {
      in[i] = tf.placeholder(DataType.DOUBLE, Shape.unknown(), "x" + i);
    }
    Output y = row.forward().apply(tf).apply(in);
    Output dy = tf.placeholder(y.dataType(), Shape.unknown(), "dy");
    Context context = new Context(tf, y.operation(), dy, new LinkedHashMap<>());
    StandardOps.find(y.operation().type()).orElseThrow().gradient().orElseThrow().build(context);
    try (Session session = Session.open(graph)) {
      Tensor value = run(session, in, row.inputs(), y);
      Tensor weights = weights(value);
      for (int i = 0; i < in.length; i++) {
        Output gradient = context.set().get(y.operation().inputs().indexOf(in[i]));
        assertTrue(gradient != null, "no gradient of input " + i);
        var runner = session.runner().feed(dy, weights).fetch(tf.identity(gradient));
        for (int k = 0; k < in.length; k++) {
          runner.feed(in[k], row.inputs()[k]);
        }
        Tensor actual = runner.run().get(0);
        assertEquals(row.inputs()[i].shape(), actual.shape());
        for (int e = 0; e < actual.size(); e++) {
          double expected = difference(session, in, row.inputs(), y, weights, i, e);
          double tolerance = y.dataType() == DataType.FLOAT ? 1e-1 : 1e-7;
          assertEquals(
              expected,
              actual.doubles()[e],
              tolerance * Math.max(1, Math.abs(expected)),
              row.name() + " input " + i + " element " + e);
        }
      }
    }
  }

  private static Tensor weights(Tensor value) {
    double[] weights = new double[value.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.5 + 0.25 * i;
    }
    if (value.dataType() == DataType.DOUBLE) {
      return Tensor.of(value.shape(), weights);
    }
    float[] floats = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      floats[i] = (float) weights[i];
    }
    return Tensor.of(value.shape(), floats);
  }

  private static Tensor run(Session session, Output[] in, Tensor[] inputs, Output y) {
    var runner = session.runner().fetch(y);
    for (int i = 0; i < in.length; i++) {
      runner.feed(in[i], inputs[i]);
    }
    return runner.run().get(0);
  }

  private static double difference(
      Session session, Output[] in, Tensor[] inputs, Output y, Tensor weights, int i, int e) {
    double up = weighted(run(session, in, moved(inputs, i, e, STEP), y), weights);
    double down = weighted(run(session, in, moved(inputs, i, e, -STEP), y), weights);
    return (up - down) / (2 * STEP);
  }

  private static Tensor[] moved(Tensor[] inputs, int i, int e, double step) {
    Tensor[] moved = inputs.clone();
    double[] values = inputs[i].doubles();
    values[e] += step;
    moved[i] = Tensor.of(inputs[i].shape(), values);
    return moved;
  }

  private static double weighted(Tensor value, Tensor weights) {
    double sum = 0;
    for (int i = 0; i < value.size(); i++) {
      sum += value.doubles()[i] * weights.doubles()[i];
    }
    return sum;
  }
}
