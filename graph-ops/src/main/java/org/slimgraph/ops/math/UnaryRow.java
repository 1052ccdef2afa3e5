package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableSet;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.cpu.FloatUnaryOperator;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ranges;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Collects a row of {@link UnaryOps}: a function of one argument, element by element. */
final class UnaryRow {
  private static final Elementwise LOOPS = CpuLoops.get().elementwise();

  private final OpSpec.Builder spec;
  private final ImmutableSet<DataType> types;

  private UnaryRow(OpSpec.Builder spec, ImmutableSet<DataType> types) {
    this.spec = spec.shape(ShapeRules::unchanged);
    this.types = types;
  }

  /** Starts the op {@code y = type(x)} for {@code types}, written as in definitions. */
  static UnaryRow of(String type, String types) {
    return new UnaryRow(
        OpSpec.of(type)
            .input("x: T")
            .output("y: T")
            .attr("T: " + types)
            .traits(traits -> traits.inPlace(0)),
        RowTypes.parse(types));
  }

  /** Returns the op {@code y = type(x)} whose result is a boolean. */
  static OpSpec predicate(String type, DoublePredicate test) {
    UnaryRow row =
        new UnaryRow(
            OpSpec.of(type).input("x: T").output("y: bool").attr("T: " + RowTypes.FLOATING),
            RowTypes.parse(RowTypes.FLOATING));
    row.kernel(DataType.FLOAT, c -> testFloats(test, c));
    row.kernel(DataType.DOUBLE, c -> testDoubles(test, c));
    return row.notDifferentiable("its output is a boolean");
  }

  private static void testFloats(DoublePredicate test, KernelContext c) {
    float[] x = c.floats(0);
    boolean[] y = c.outputBooleans(0, c.shape(0));
    Ranges.run(
        c.input(0).size(),
        c.parallel(),
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            y[i] = test.test(x[i]);
          }
        });
  }

  private static void testDoubles(DoublePredicate test, KernelContext c) {
    double[] x = c.doubles(0);
    boolean[] y = c.outputBooleans(0, c.shape(0));
    for (int i = 0; i < c.input(0).size(); i++) {
      y[i] = test.test(x[i]);
    }
  }

  private void kernel(DataType type, Kernel kernel) {
    RowTypes.kernel(spec, types, type, attrs -> kernel);
  }

  /** Computes floats and doubles by a loop of its own. */
  UnaryRow loop(UnaryOp op) {
    kernel(
        DataType.FLOAT,
        c -> {
          Shape shape = c.shape(0);
          float[] y = c.outputFloats(0, shape);
          LOOPS.unary(op, c.floats(0), 0, y, 0, c.input(0).size(), c.parallel());
        });
    kernel(
        DataType.DOUBLE,
        c -> {
          double[] y = c.outputDoubles(0, c.shape(0));
          LOOPS.unary(op, c.doubles(0), 0, y, 0, c.input(0).size(), c.parallel());
        });
    return this;
  }

  /** Computes doubles by {@code f}, and floats by {@code f} rounded. */
  UnaryRow reals(DoubleUnaryOperator f) {
    return reals(x -> (float) f.applyAsDouble(x), f);
  }

  /** Computes floats by {@code f} and doubles by {@code g}. */
  UnaryRow reals(FloatUnaryOperator f, DoubleUnaryOperator g) {
    kernel(
        DataType.FLOAT,
        c -> {
          float[] y = c.outputFloats(0, c.shape(0));
          LOOPS.map(f, c.floats(0), 0, y, 0, c.input(0).size(), c.parallel());
        });
    kernel(
        DataType.DOUBLE,
        c -> {
          double[] y = c.outputDoubles(0, c.shape(0));
          LOOPS.map(g, c.doubles(0), 0, y, 0, c.input(0).size(), c.parallel());
        });
    return this;
  }

  /** Computes integers. */
  UnaryRow integers(IntUnaryOperator f, LongUnaryOperator g) {
    kernel(
        DataType.INT32,
        c -> {
          int[] y = c.outputInts(0, c.shape(0));
          LOOPS.map(f, c.ints(0), 0, y, 0, c.input(0).size(), c.parallel());
        });
    kernel(
        DataType.INT64,
        c -> {
          long[] y = c.outputLongs(0, c.shape(0));
          LOOPS.map(g, c.longs(0), 0, y, 0, c.input(0).size(), c.parallel());
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
