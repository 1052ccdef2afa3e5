package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableSet;
import java.util.function.Function;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.DoubleComparison;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.cpu.FloatComparison;
import org.slimgraph.cpu.IntComparison;
import org.slimgraph.cpu.LongComparison;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/** Collects a row of {@link ComparisonOps}: a test of two arguments, element by element. */
final class ComparisonRow {
  private static final Elementwise LOOPS = CpuLoops.get().elementwise();

  private final OpSpec.Builder spec;
  private final ImmutableSet<DataType> types;
  private final Function<Kernel, KernelFactory> factory;

  /**
   * Starts a row on a definition that has its inputs, outputs and attributes.
   *
   * @param factory makes of a kernel the one that an operation's attributes ask for
   */
  ComparisonRow(
      OpSpec.Builder spec, ImmutableSet<DataType> types, Function<Kernel, KernelFactory> factory) {
    this.spec = spec;
    this.types = types;
    this.factory = factory;
  }

  /** A test of two objects, which one pair of elements is. */
  interface Test<T> {
    boolean test(T a, T b);
  }

  private static Shape shape(KernelContext c) {
    return Broadcasting.shape(c.shape(0), c.shape(1));
  }

  private ComparisonRow kernel(DataType type, Kernel kernel) {
    RowTypes.kernel(spec, types, type, factory.apply(kernel));
    return this;
  }

  /** Compares floating-point numbers. */
  ComparisonRow reals(FloatComparison f, DoubleComparison g) {
    kernel(
        DataType.FLOAT,
        c -> {
          boolean[] z = c.outputBooleans(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.compare(f, plan, c.floats(0), 0, c.floats(1), 0, z, 0, c.parallel());
        });
    return kernel(
        DataType.DOUBLE,
        c -> {
          boolean[] z = c.outputBooleans(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.compare(g, plan, c.doubles(0), 0, c.doubles(1), 0, z, 0, c.parallel());
        });
  }

  /** Compares integers. */
  ComparisonRow integers(IntComparison f, LongComparison g) {
    kernel(
        DataType.INT32,
        c -> {
          boolean[] z = c.outputBooleans(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.compare(f, plan, c.ints(0), 0, c.ints(1), 0, z, 0, c.parallel());
        });
    return kernel(
        DataType.INT64,
        c -> {
          boolean[] z = c.outputBooleans(0, shape(c));
          var plan = Broadcasting.plan(c);
          LOOPS.compare(g, plan, c.longs(0), 0, c.longs(1), 0, z, 0, c.parallel());
        });
  }

  /** Compares booleans. */
  ComparisonRow booleans(Test<Boolean> test) {
    return kernel(DataType.BOOL, booleanKernel(test));
  }

  /** Returns a kernel on two tensors of booleans. */
  static Kernel booleanKernel(Test<Boolean> test) {
    return c -> {
      boolean[] x = c.booleans(0);
      boolean[] y = c.booleans(1);
      boolean[] z = c.outputBooleans(0, shape(c));
      pairs(c, (a, b, to) -> z[to] = test.test(x[a], y[b]));
    };
  }

  /** Compares strings. */
  ComparisonRow strings(Test<byte[]> test) {
    return kernel(
        DataType.STRING,
        c -> {
          byte[][] x = TensorStorage.strings(c.input(0));
          byte[][] y = TensorStorage.strings(c.input(1));
          boolean[] z = c.outputBooleans(0, shape(c));
          pairs(c, (a, b, to) -> z[to] = test.test(x[a], y[b]));
        });
  }

  /** What to do with a pair of elements, given as their places and that of the result. */
  interface Pair {
    void visit(int a, int b, int to);
  }

  /** Visits all pairs under broadcasting, in order. */
  static void pairs(KernelContext c, Pair pair) {
    BroadcastPlan plan = Broadcasting.plan(c);
    int length = plan.runLength();
    for (int run = 0; run < plan.runs(); run++) {
      BroadcastPlan.Cursor cursor = plan.cursor(run);
      for (int i = 0; i < length; i++) {
        pair.visit(
            cursor.offset(0) + i * plan.runStride(0),
            cursor.offset(1) + i * plan.runStride(1),
            run * length + i);
      }
    }
  }

  /** Ends the row; no gradient flows through a comparison. */
  OpSpec build() {
    return spec.notDifferentiable("its output is a boolean").build();
  }
}
