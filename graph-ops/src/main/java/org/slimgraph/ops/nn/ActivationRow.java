package org.slimgraph.ops.nn;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.cpu.FloatUnaryOperator;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Collects a row of {@link Activations}: a function of features, or the gradient of one. */
final class ActivationRow {
  private static final String FLOATING = "{half, bfloat16, float, double}";

  private final OpSpec.Builder spec;

  private ActivationRow(OpSpec.Builder spec) {
    this.spec = spec;
  }

  /** Starts an activation for floating-point types. */
  static ActivationRow of(String type) {
    return of(type, FLOATING);
  }

  /** Starts an activation for {@code types}. */
  static ActivationRow of(String type, String types) {
    return new ActivationRow(activation(type).attr("T: " + types));
  }

  /** Starts an activation with a slope below zero. */
  static ActivationRow leaky(String type) {
    return new ActivationRow(withSlope(activation(type)));
  }

  private static OpSpec.Builder activation(String type) {
    return OpSpec.of(type)
        .input("features: T")
        .output("activations: T")
        .shape(ShapeRules::unchanged)
        .traits(traits -> traits.inPlace(0));
  }

  /** Starts the gradient {@code type} of an activation for floating-point types. */
  static ActivationRow gradientOf(String type, String second) {
    return gradientOf(type, second, FLOATING);
  }

  /**
   * Starts the gradient {@code type} of an activation.
   *
   * @param second the name of the second input: the activation's input or output
   */
  static ActivationRow gradientOf(String type, String second, String types) {
    return new ActivationRow(gradient(type, second).attr("T: " + types));
  }

  /** Starts the gradient of an activation with a slope below zero. */
  static ActivationRow leakyGradient(String type) {
    return new ActivationRow(withSlope(gradient(type, "features")));
  }

  private static OpSpec.Builder gradient(String type, String second) {
    return OpSpec.of(type)
        .input("gradients: T")
        .input(second + ": T")
        .output("backprops: T")
        .shape(ActivationRow::sameShapes)
        .traits(traits -> traits.inPlace(0, 1));
  }

  private static OpSpec.Builder withSlope(OpSpec.Builder spec) {
    return spec.attr("alpha: float = 0.2").attr("T: " + FLOATING + " = DT_FLOAT");
  }

  private static List<Shape> sameShapes(ShapeContext c) {
    return List.of(ShapeRules.merge(c.input(0), c.input(1)));
  }

  /** Computes by a loop of its own. */
  ActivationRow loop(UnaryOp op) {
    return floats(attrs -> c -> floats(c, op)).doubles(attrs -> c -> map(c, op::apply));
  }

  private static void floats(KernelContext c, UnaryOp op) {
    float[] out = c.outputFloats(0, c.shape(0));
    loops().unary(op, c.floats(0), 0, out, 0, c.input(0).size(), c.parallel());
  }

  /** Computes {@code function}. */
  ActivationRow function(DoubleUnaryOperator function) {
    return slope(alpha -> function);
  }

  /** Computes the function that {@code function} gives for the slope. */
  ActivationRow slope(DoubleFunction<DoubleUnaryOperator> function) {
    return floats(attrs -> mapFloats(function.apply(slopeOf(attrs))))
        .doubles(
            attrs -> {
              DoubleUnaryOperator f = function.apply(slopeOf(attrs));
              return c -> map(c, f);
            });
  }

  private static float slopeOf(Attributes attrs) {
    return attrs.find("alpha").isPresent() ? attrs.real("alpha") : 0f;
  }

  private static Kernel mapFloats(DoubleUnaryOperator f) {
    return c -> {
      float[] out = c.outputFloats(0, c.shape(0));
      loops()
          .map(
              (float x) -> (float) f.applyAsDouble(x),
              c.floats(0),
              0,
              out,
              0,
              c.input(0).size(),
              c.parallel());
    };
  }

  /** Computes floats by {@code f} instead of the rounded function. */
  ActivationRow floatFunction(FloatUnaryOperator f) {
    return floats(
        attrs ->
            c -> {
              float[] out = c.outputFloats(0, c.shape(0));
              loops().map(f, c.floats(0), 0, out, 0, c.input(0).size(), c.parallel());
            });
  }

  private static void map(KernelContext c, DoubleUnaryOperator f) {
    double[] out = c.outputDoubles(0, c.shape(0));
    loops().map(f, c.doubles(0), 0, out, 0, c.input(0).size(), c.parallel());
  }

  /** Computes integers. */
  ActivationRow integers(LongUnaryOperator f) {
    spec.kernel(
        DataType.INT32,
        attrs ->
            c -> {
              int[] out = c.outputInts(0, c.shape(0));
              loops()
                  .map(
                      (int x) -> (int) f.applyAsLong(x),
                      c.ints(0),
                      0,
                      out,
                      0,
                      c.input(0).size(),
                      c.parallel());
            });
    spec.kernel(
        DataType.INT64,
        attrs ->
            c -> {
              long[] out = c.outputLongs(0, c.shape(0));
              loops().map(f, c.longs(0), 0, out, 0, c.input(0).size(), c.parallel());
            });
    return this;
  }

  /** Computes a gradient by a loop of its own. */
  ActivationRow loop(BinaryOp op) {
    return floats(
            attrs ->
                c -> {
                  float[] out = c.outputFloats(0, commonShape(c));
                  loops()
                      .binary(
                          op,
                          c.floats(0),
                          0,
                          c.floats(1),
                          0,
                          out,
                          0,
                          c.input(0).size(),
                          c.parallel());
                })
        .doubles(attrs -> c -> map(c, op::apply));
  }

  /** Computes the gradient {@code function} of what arrives and the second input. */
  ActivationRow function(DoubleBinaryOperator function) {
    return slopeGradient(alpha -> function);
  }

  /** Computes the gradient that {@code function} gives for the slope. */
  ActivationRow slopeGradient(DoubleFunction<DoubleBinaryOperator> function) {
    return floats(attrs -> mapFloats(function.apply(slopeOf(attrs))))
        .doubles(
            attrs -> {
              DoubleBinaryOperator f = function.apply(slopeOf(attrs));
              return c -> map(c, f);
            });
  }

  private static Kernel mapFloats(DoubleBinaryOperator f) {
    return c -> {
      Shape shape = commonShape(c);
      float[] out = c.outputFloats(0, shape);
      loops()
          .map(
              (float x, float y) -> (float) f.applyAsDouble(x, y),
              flat(c),
              c.floats(0),
              0,
              c.floats(1),
              0,
              out,
              0,
              c.parallel());
    };
  }

  private static void map(KernelContext c, DoubleBinaryOperator f) {
    double[] out = c.outputDoubles(0, commonShape(c));
    loops().map(f, flat(c), c.doubles(0), 0, c.doubles(1), 0, out, 0, c.parallel());
  }

  /** Computes integer gradients. */
  ActivationRow integers(LongBinaryOperator f) {
    spec.kernel(
        DataType.INT32,
        attrs ->
            c -> {
              int[] out = c.outputInts(0, commonShape(c));
              loops()
                  .map(
                      (int x, int y) -> (int) f.applyAsLong(x, y),
                      flat(c),
                      c.ints(0),
                      0,
                      c.ints(1),
                      0,
                      out,
                      0,
                      c.parallel());
            });
    spec.kernel(
        DataType.INT64,
        attrs ->
            c -> {
              long[] out = c.outputLongs(0, commonShape(c));
              loops().map(f, flat(c), c.longs(0), 0, c.longs(1), 0, out, 0, c.parallel());
            });
    return this;
  }

  private static Elementwise loops() {
    return CpuLoops.get().elementwise();
  }

  private static BroadcastPlan flat(KernelContext c) {
    int[] size = {c.input(0).size()};
    return BroadcastPlan.of(size, size);
  }

  private static Shape commonShape(KernelContext c) {
    if (c.input(0).size() != c.input(1).size()) {
      throw SlimgraphException.invalidArgument(
          "Inputs to operation %s must have the same size: %s vs. %s",
          c.name(), c.shape(0).toBrackets(), c.shape(1).toBrackets());
    }
    return c.shape(0);
  }

  private ActivationRow floats(KernelFactory kernel) {
    spec.kernel(DataType.FLOAT, kernel);
    spec.kernel(Widened.HALVES, Widened.of(kernel));
    return this;
  }

  private ActivationRow doubles(KernelFactory kernel) {
    spec.kernel(DataType.DOUBLE, kernel);
    return this;
  }

  /** Ends the row with its gradient. */
  OpSpec gradient(Gradient gradient) {
    return spec.gradient(gradient).build();
  }

  /** Ends the row with the reason why it has no gradient. */
  OpSpec notDifferentiable(String reason) {
    return spec.notDifferentiable(reason).build();
  }
}
