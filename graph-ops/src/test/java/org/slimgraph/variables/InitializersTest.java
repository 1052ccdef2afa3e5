package org.slimgraph.variables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Values, statistics and operation names of the initializers. */
class InitializersTest {

  private static float[] values(Initializer initializer, Shape shape) {
    return values(initializer, shape, DataType.FLOAT).floats();
  }

  private static Tensor values(Initializer initializer, Shape shape, DataType dtype) {
    Graph graph = new Graph();
    graph.setSeed(1234);
    Output value = initializer.initialize(Ops.on(graph), shape, dtype);
    assertEquals(shape, value.shape());
    try (Session session = Session.open(graph)) {
      return session.run(value);
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  /** Returns the value of the constant {@code name} that an initializer builds. */
  private static float constant(Initializer initializer, Shape shape, String name) {
    Graph graph = new Graph();
    initializer.initialize(Ops.on(graph), shape, DataType.FLOAT);
    return graph.operation(name).attrs().tensor("value").floats()[0];
  }

  private static String message(Initializer initializer, Shape shape, DataType dtype) {
    return assertThrows(
            SlimgraphException.class,
            () -> initializer.initialize(Ops.on(new Graph()), shape, dtype))
        .getMessage();
  }

  @Test
  void zerosAndOnes_ofAllTypes() {
    for (DataType type :
        List.of(DataType.FLOAT, DataType.DOUBLE, DataType.HALF, DataType.BFLOAT16)) {
      assertArrayEquals(
          new double[] {1, 1}, values(Initializers.ones(), Shape.of(2), type).doubles());
      assertArrayEquals(
          new double[] {0, 0}, values(Initializers.zeros(), Shape.of(2), type).doubles());
    }
    for (DataType type :
        List.of(
            DataType.INT8,
            DataType.UINT8,
            DataType.INT16,
            DataType.UINT16,
            DataType.INT32,
            DataType.INT64)) {
      assertArrayEquals(new long[] {1, 1}, values(Initializers.ones(), Shape.of(2), type).longs());
    }
    assertArrayEquals(
        new boolean[] {true}, values(Initializers.ones(), Shape.of(1), DataType.BOOL).booleans());
  }

  @Test
  void zeros_ofManyElements_areFilledAtRunTime() {
    Graph graph = new Graph();
    Output small = Initializers.zeros().initialize(Ops.on(graph), Shape.of(999), DataType.FLOAT);
    Output large = Initializers.zeros().initialize(Ops.on(graph), Shape.of(1000), DataType.FLOAT);
    assertEquals("Const", small.operation().type());
    assertEquals("Fill", large.operation().type());
    assertEquals("zeros_1:0", large.name());
    assertEquals(
        List.of("zeros", "zeros_1/shape_as_tensor", "zeros_1/Const", "zeros_1"),
        graph.operations().stream().map(Operation::name).toList());
    assertEquals(1000, values(Initializers.zeros(), Shape.of(1000)).length);
  }

  @Test
  void constant_repeatsItsLastValue() {
    assertArrayEquals(
        new float[] {1, 2, 3, 3, 3, 3}, values(Initializers.constant(1, 2, 3), Shape.of(2, 3)));
    assertArrayEquals(
        new long[] {4, 5},
        values(Initializers.constant(4, 5), Shape.of(2), DataType.INT64).longs());
  }

  @Test
  void V24_constantOfTooManyValues_isRefused() {
    String text =
        message(Initializers.constant(1, 2, 3, 4, 5, 6, 7, 8), Shape.of(2, 3), DataType.FLOAT);
    assertTrue(text.startsWith("Too many elements provided. Needed at most 6, but received 8"));
  }

  @Test
  void V25_sameSeed_sameValues_otherSeed_others() {
    Shape shape = Shape.of(1024);
    assertArrayEquals(
        values(Initializers.randomUniform(0, 7, 1), shape),
        values(Initializers.randomUniform(0, 7, 1), shape));
    assertFalse(
        Arrays.equals(
            values(Initializers.randomUniform(0, 7, 1), shape),
            values(Initializers.randomUniform(0, 7, 2), shape)));
    assertArrayEquals(
        values(Initializers.truncatedNormal(0, 1, 1), shape),
        values(Initializers.truncatedNormal(0, 1, 1), shape));
    assertFalse(
        Arrays.equals(
            values(Initializers.randomNormal(0, 1, 1), shape),
            values(Initializers.randomNormal(0, 1, 2), shape)));
  }

  @Test
  void V25_oneInitializerUsedTwice_givesDifferentValues() {
    for (Integer graphSeed : new Integer[] {null, 1}) {
      Graph graph = new Graph();
      if (graphSeed != null) {
        graph.setSeed(graphSeed);
      }
      Initializer initializer = Initializers.randomUniform(0, 7);
      Output first = initializer.initialize(Ops.on(graph), Shape.of(1024), DataType.FLOAT);
      Output second = initializer.initialize(Ops.on(graph), Shape.of(1024), DataType.FLOAT);
      try (Session session = Session.open(graph)) {
        List<Tensor> both = session.runner().fetch(first).fetch(second).run();
        assertFalse(Arrays.equals(both.get(0).floats(), both.get(1).floats()));
      }
    }
  }

  @Test
  void V26_varianceScalingDefault_hasVarianceOneOverFanIn() {
    for (Distribution distribution : Distribution.values()) {
      float[] values =
          values(
              Initializers.varianceScaling(1, FanMode.FAN_IN, distribution, 123),
              Shape.of(100, 100));
      assertEquals(0, mean(values), 0.01, distribution.toString());
      assertEquals(0.01, variance(values), 0.001, distribution.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"FAN_IN, 100", "FAN_OUT, 40", "FAN_AVG, 70"})
  void V27_layerVarianceScaling_dividesByTheFan(FanMode mode, double fan) {
    for (boolean uniform : new boolean[] {false, true}) {
      float[] values =
          values(LayerInitializers.varianceScaling(2, mode, uniform, 5), Shape.of(100, 40));
      assertEquals(2 / fan, variance(values), 1.5e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"FAN_IN, 20000", "FAN_OUT, 28000", "FAN_AVG, 24000"})
  void V28_convolutionKernel_multipliesTheReceptiveField(FanMode mode, double fan) {
    assertEquals(fan, mode.of(Shape.of(100, 40, 5, 7)));
  }

  @Test
  void fan_ofLowRanks() {
    for (FanMode mode : FanMode.values()) {
      assertEquals(1, mode.of(Shape.scalar()));
      assertEquals(9, mode.of(Shape.of(9)));
    }
    assertEquals(3, FanMode.FAN_IN.of(Shape.of(3, 5)));
    assertEquals(5, FanMode.FAN_OUT.of(Shape.of(3, 5)));
  }

  @Test
  void V29_typeThatIsNotFloating_isRefused() {
    String expected = "Cannot create initializer for non-floating point type.";
    assertTrue(
        message(LayerInitializers.xavier(true), Shape.of(2, 2), DataType.INT32)
            .startsWith(expected));
    assertTrue(
        message(Initializers.heNormal(), Shape.of(2, 2), DataType.STRING).startsWith(expected));
  }

  @Test
  void V30_numbersForAConvolutionKernel() {
    Shape kernel = Shape.of(3, 3, 4, 32);
    assertEquals(
        0.1360828f, constant(LayerInitializers.xavier(true), kernel, "random_uniform/max"), 1e-7f);
    assertEquals(
        -0.1360828f, constant(LayerInitializers.xavier(true), kernel, "random_uniform/min"), 1e-7f);
    assertEquals(
        0.0895806f,
        constant(LayerInitializers.xavier(false), kernel, "truncated_normal/stddev"),
        1e-7f);
    assertEquals(
        0.2687419f,
        constant(
            LayerInitializers.varianceScaling(2, FanMode.FAN_IN, false),
            kernel,
            "truncated_normal/stddev"),
        1e-7f);
    assertEquals(
        0.2679575f, constant(Initializers.heNormal(), kernel, "truncated_normal/stddev"), 1e-7f);
  }

  @Test
  void uniformUnitScaling_spansTheRootOfThreeOverTheInputs() {
    assertEquals(
        (float) Math.sqrt(3.0 / 12),
        constant(Initializers.uniformUnitScaling(1), Shape.of(3, 4, 5), "random_uniform/max"));
  }

  @Test
  void scaleThatIsNotPositive_isRefused() {
    assertThrows(
        SlimgraphException.class,
        () -> Initializers.varianceScaling(0, FanMode.FAN_IN, Distribution.UNIFORM));
  }

  @Test
  void orthogonal_hasOrthogonalColumnsOfTheGainsLength() {
    assertOrthogonal(values(Initializers.orthogonal(3, 5), Shape.of(2, 4, 5)), 5, 1, 5, 8);
  }

  @Test
  void orthogonal_ofMoreColumns_hasOrthogonalRows() {
    assertOrthogonal(values(Initializers.orthogonal(3, 5), Shape.of(4, 9)), 4, 9, 1, 9);
  }

  /** Checks that {@code count} vectors have the length 3 and are orthogonal. */
  private static void assertOrthogonal(
      float[] values, int count, int apart, int stride, int length) {
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double product = 0;
        for (int i = 0; i < length; i++) {
          product += values[a * apart + i * stride] * values[b * apart + i * stride];
        }
        assertEquals(a == b ? 9 : 0, product, 1e-5);
      }
    }
  }

  @Test
  void orthogonal_ofAVector_isRefused() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> values(Initializers.orthogonal(1), Shape.of(3)));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains("at least two-dimensional"), e.getMessage());
  }

  @Test
  void operations_areNamedAsInTf() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    tf.getVariable("w", Shape.of(2, 3), o -> o.initializer(LayerInitializers.xavier(true)));
    assertEquals(
        List.of(
            "Const w/Initializer/random_uniform/shape",
            "Const w/Initializer/random_uniform/min",
            "Const w/Initializer/random_uniform/max",
            "RandomUniform w/Initializer/random_uniform/RandomUniform",
            "Sub w/Initializer/random_uniform/sub",
            "Mul w/Initializer/random_uniform/mul",
            "Add w/Initializer/random_uniform",
            "VariableV2 w",
            "Assign w/Assign",
            "Identity w/read"),
        graph.operations().stream().map(op -> op.type() + " " + op.name()).toList());
    tf.getVariable("v", Shape.of(2, 3), o -> o.initializer(Initializers.truncatedNormal(0, 1)));
    assertEquals(
        List.of(
            "Const v/Initializer/truncated_normal/shape",
            "Const v/Initializer/truncated_normal/mean",
            "Const v/Initializer/truncated_normal/stddev",
            "TruncatedNormal v/Initializer/truncated_normal/TruncatedNormal",
            "Mul v/Initializer/truncated_normal/mul",
            "Add v/Initializer/truncated_normal"),
        graph.operations().stream()
            .skip(10)
            .limit(6)
            .map(op -> op.type() + " " + op.name())
            .toList());
  }
}
