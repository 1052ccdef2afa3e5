package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.cpu.FloatBinaryOperator;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.OpDef;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Collects a row of {@link BinaryOps}: a function of two arguments, element by element. */
final class BinaryRow {
  private static final Elementwise LOOPS = CpuLoops.get().elementwise();

  private final OpSpec.Builder spec;
  private final ImmutableSet<DataType> types;

  private BinaryRow(OpSpec.Builder spec, String types) {
    this.spec = spec.attr("T: " + types).traits(traits -> traits.inPlace(0, 1));
    this.types = RowTypes.parse(types);
  }

  /** Starts the op {@code z = type(x, y)}, which broadcasts. */
  static BinaryRow of(String type, String types) {
    return of(type, "x", "y", types);
  }

  /** Starts the op {@code z = type(first, second)}, which broadcasts. */
  static BinaryRow of(String type, String first, String second, String types) {
    return of(type, first, second, "z", types);
  }

  /** Starts the op {@code result = type(first, second)}, which broadcasts. */
  static BinaryRow of(String type, String first, String second, String result, String types) {
    return new BinaryRow(
        OpSpec.of(type)
            .input(first + ": T")
            .input(second + ": T")
            .output(result + ": T")
            .shape(ShapeRules::broadcast),
        types);
  }

  /** Starts the op {@code z = type(y, dy)}, the gradient of a function by its output. */
  static BinaryRow ofGradient(String type, String types) {
    return new BinaryRow(
        OpSpec.of(type).input("y: T").input("dy: T").output("z: T").shape(ShapeRules::unchanged),
        types);
  }

  /** Marks the op as commutative. */
  BinaryRow commutative() {
    spec.def(OpDef.Builder::commutative);
    return this;
  }

  /** Sets more flags of the definition. */
  BinaryRow aggregate() {
    spec.def(OpDef.Builder::aggregate);
    return this;
  }

  private BinaryRow kernel(DataType type, Kernel kernel) {
    RowTypes.kernel(spec, types, type, attrs -> kernel);
    return this;
  }

  /** Adds the kernel of strings. */
  BinaryRow strings(Kernel kernel) {
    return kernel(DataType.STRING, kernel);
  }

  private static Shape shape(KernelContext c) {
    return Broadcasting.shape(c.shape(0), c.shape(1));
  }

  /** Computes floats and doubles by a loop of its own. */
  BinaryRow loop(BinaryOp op) {
    kernel(DataType.FLOAT, c -> floats(op, c));
    return kernel(
        DataType.DOUBLE,
        c -> {
          double[] z = c.outputDoubles(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.binary(op, plan, c.doubles(0), 0, c.doubles(1), 0, z, 0, c.parallel());
        });
  }

  private static void floats(BinaryOp op, KernelContext c) {
    float[] z = c.outputFloats(0, shape(c));
    if (c.shape(0).equals(c.shape(1))) {
      LOOPS.binary(op, c.floats(0), 0, c.floats(1), 0, z, 0, c.input(0).size(), c.parallel());
      return;
    }
    var plan = Broadcasting.plan(c);
    LOOPS.binary(op, plan, c.floats(0), 0, c.floats(1), 0, z, 0, c.parallel());
  }

  /** Computes doubles by {@code f}, and floats by {@code f} rounded. */
  BinaryRow reals(DoubleBinaryOperator f) {
    return reals((x, y) -> (float) f.applyAsDouble(x, y), f);
  }

  /** Computes floats by {@code f} and doubles by {@code g}. */
  BinaryRow reals(FloatBinaryOperator f, DoubleBinaryOperator g) {
    kernel(
        DataType.FLOAT,
        c -> {
          float[] z = c.outputFloats(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.map(f, plan, c.floats(0), 0, c.floats(1), 0, z, 0, c.parallel());
        });
    return kernel(
        DataType.DOUBLE,
        c -> {
          double[] z = c.outputDoubles(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.map(g, plan, c.doubles(0), 0, c.doubles(1), 0, z, 0, c.parallel());
        });
  }

  /** Computes integers. */
  BinaryRow integers(IntBinaryOperator f, LongBinaryOperator g) {
    kernel(DataType.INT32, ints(f));
    return longs(DataType.INT64, g);
  }

  private static Kernel ints(IntBinaryOperator f) {
    return c -> {
      int[] z = c.outputInts(0, shape(c));
      var plan = Broadcasting.plan(c);
      LOOPS.map(f, plan, c.ints(0), 0, c.ints(1), 0, z, 0, c.parallel());
    };
  }

  /** Computes the one type {@code type} of at most 32 bits, narrow ones by their low bits. */
  BinaryRow ints(DataType type, IntBinaryOperator f) {
    KernelFactory factory = attrs -> ints(f);
    spec.kernel(type, Widened.wide(type) == type ? factory : Widened.of(factory));
    return this;
  }

  /** Computes the one type {@code type} of 64 bits. */
  BinaryRow longs(DataType type, LongBinaryOperator f) {
    spec.kernel(
        type,
        attrs ->
            c -> {
              long[] z = c.outputLongs(0, shape(c));
              var plan = Broadcasting.plan(c);
              LOOPS.map(f, plan, c.longs(0), 0, c.longs(1), 0, z, 0, c.parallel());
            });
    return this;
  }

  /** Ends the row with its gradient. */
  OpSpec gradient(Gradient gradient) {
    return spec.gradient(gradient).build();
  }

  /** Ends the row of an op that no gradient flows through. */
  OpSpec notDifferentiable(String reason) {
    return spec.notDifferentiable(reason).build();
  }
}
