package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.Reduction;
import org.slimgraph.cpu.Reductions;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The reductions over axes, a row each. */
final class ReductionOps {
  private static final Reductions LOOPS = CpuLoops.get().reductions();

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          arithmetic("Sum", Reduction.SUM).gradient(ReductionGradients::sum).build(),
          arithmetic("Prod", Reduction.PROD).gradient(ReductionGradients::prod).build(),
          arithmetic("Max", Reduction.MAX).gradient(ReductionGradients::maxOrMin).build(),
          arithmetic("Min", Reduction.MIN).gradient(ReductionGradients::maxOrMin).build(),
          mean(),
          logic("All", LOOPS::all),
          logic("Any", LOOPS::any));

  private ReductionOps() {}

  /** Removes the middle dimension of an array seen as [outer, reduce, inner]. */
  interface Loop<A> {
    void run(
        A x,
        int xOffset,
        int outer,
        int reduce,
        int inner,
        A out,
        int outOffset,
        Parallel parallel);
  }

  private static OpSpec.Builder numbers(String type) {
    return OpSpec.of(type)
        .input("input: T")
        .input("reduction_indices: Tidx")
        .output("output: T")
        .attr("keep_dims: bool = false")
        .attr("T: numbertype")
        .attr("Tidx: {int32, int64} = int32")
        .shape(ReductionAxes::infer);
  }

  /** The loops of one reduction. */
  private record Loops(
      Loop<float[]> floats, Loop<double[]> doubles, Loop<int[]> ints, Loop<long[]> longs) {}

  private static Loops loops(Reduction op) {
    return new Loops(
        (x, xAt, o, r, i, z, at, p) -> LOOPS.reduce(op, x, xAt, o, r, i, z, at, p),
        (x, xAt, o, r, i, z, at, p) -> LOOPS.reduce(op, x, xAt, o, r, i, z, at, p),
        (x, xAt, o, r, i, z, at, p) -> LOOPS.reduce(op, x, xAt, o, r, i, z, at, p),
        (x, xAt, o, r, i, z, at, p) -> LOOPS.reduce(op, x, xAt, o, r, i, z, at, p));
  }

  private static OpSpec.Builder arithmetic(String type, Reduction op) {
    Loops loops = loops(op);
    return numbers(type)
        .kernel(DataType.FLOAT, kernel(loops.floats()))
        .kernel(Widened.HALVES, Widened.of(kernel(loops.floats())))
        .kernel(DataType.DOUBLE, kernel(loops.doubles()))
        .kernel(DataType.INT32, kernel(loops.ints()))
        .kernel(Widened.SMALL_INTEGERS, Widened.of(kernel(loops.ints())))
        .kernel(DataType.INT64, kernel(loops.longs()));
  }

  /** Means of equal parts have the mean of all, so floating-point passes chain as sums do. */
  private static OpSpec mean() {
    Loop<float[]> floats = LOOPS::mean;
    Loop<double[]> doubles = LOOPS::mean;
    return numbers("Mean")
        .gradient(ReductionGradients::mean)
        .kernel(DataType.FLOAT, kernel(floats))
        .kernel(Widened.HALVES, Widened.of(kernel(floats)))
        .kernel(DataType.DOUBLE, kernel(doubles))
        .kernel(DataType.INT32, attrs -> c -> intMean(attrs.bool("keep_dims"), c))
        .kernel(
            Widened.SMALL_INTEGERS, Widened.of(attrs -> c -> intMean(attrs.bool("keep_dims"), c)))
        .kernel(DataType.INT64, attrs -> c -> longMean(attrs.bool("keep_dims"), c))
        .build();
  }

  private static OpSpec logic(String type, Loop<boolean[]> loop) {
    return OpSpec.of(type)
        .input("input: bool")
        .input("reduction_indices: Tidx")
        .output("output: bool")
        .attr("keep_dims: bool = false")
        .attr("Tidx: {int32, int64} = int32")
        .shape(ReductionAxes::infer)
        .notDifferentiable("its output is a boolean")
        .kernel(kernel(loop))
        .build();
  }

  private static <A> KernelFactory kernel(Loop<A> loop) {
    return attrs -> {
      boolean keepDims = attrs.bool("keep_dims");
      return (Kernel)
          c -> {
            Tensor x = c.input(0);
            ReductionAxes axes = ReductionAxes.of(c.shape(0), c.input(1));
            reduce(loop, axes, x, c.output(0, axes.output(keepDims)), c);
          };
    };
  }

  /** Runs the passes; those before the last write to memory of their own. */
  @SuppressWarnings("unchecked") // A is the array class of the type that the kernel is for.
  private static <A> void reduce(
      Loop<A> loop, ReductionAxes axes, Tensor x, Tensor out, KernelContext c) {
    List<ReductionAxes.Pass> passes = axes.passes();
    Object from = TensorStorage.array(x);
    Object to = TensorStorage.array(out);
    if (passes.isEmpty()) {
      TensorStorage.copy(x.dataType(), from, 0, to, 0, x.size());
    }
    for (int i = 0; i < passes.size(); i++) {
      ReductionAxes.Pass pass = passes.get(i);
      boolean last = i == passes.size() - 1;
      Object target = last ? to : TensorStorage.allocate(x.dataType(), pass.outer() * pass.inner());
      loop.run((A) from, 0, pass.outer(), pass.reduce(), pass.inner(), (A) target, 0, c.parallel());
      from = target;
    }
  }

  /** TF 1.x: the sum of integers wraps before the division, which rounds towards zero. */
  private static void intMean(boolean keepDims, KernelContext c) {
    ReductionAxes axes = ReductionAxes.of(c.shape(0), c.input(1));
    Tensor out = c.output(0, axes.output(keepDims));
    reduce(loops(Reduction.SUM).ints(), axes, c.input(0), out, c);
    int[] means = TensorStorage.ints(out);
    int count = (int) Math.max(axes.count(), 1);
    for (int i = 0; i < out.size(); i++) {
      means[i] /= count;
    }
  }

  private static void longMean(boolean keepDims, KernelContext c) {
    ReductionAxes axes = ReductionAxes.of(c.shape(0), c.input(1));
    Tensor out = c.output(0, axes.output(keepDims));
    reduce(loops(Reduction.SUM).longs(), axes, c.input(0), out, c);
    long[] means = TensorStorage.longs(out);
    long count = Math.max(axes.count(), 1);
    for (int i = 0; i < out.size(); i++) {
      means[i] /= count;
    }
  }
}
