package org.slimgraph.ops.random;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.random.Philox;
import org.slimgraph.cpu.random.RandomFill;
import org.slimgraph.cpu.random.RandomStandardNormal;
import org.slimgraph.cpu.random.RandomUniform;
import org.slimgraph.cpu.random.TruncatedNormal;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Tensors of random floating-point numbers. TF: tf.random.uniform, normal, truncated_normal and
 * their stateless twins, whose stream follows from an input instead of a seed and a session.
 *
 * <p>One table: three distributions, four types.
 */
final class RandomTensors {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          stateful(
              "RandomUniform",
              RandomUniform.FLOAT,
              RandomUniform.DOUBLE,
              RandomUniform.HALF,
              RandomUniform.BFLOAT16),
          stateful(
              "RandomStandardNormal",
              RandomStandardNormal.FLOAT,
              RandomStandardNormal.DOUBLE,
              RandomStandardNormal.HALF,
              RandomStandardNormal.BFLOAT16),
          stateful(
              "TruncatedNormal",
              TruncatedNormal.FLOAT,
              TruncatedNormal.DOUBLE,
              TruncatedNormal.HALF,
              TruncatedNormal.BFLOAT16),
          stateless(
              "StatelessRandomUniform",
              RandomUniform.FLOAT,
              RandomUniform.DOUBLE,
              RandomUniform.HALF,
              RandomUniform.BFLOAT16),
          stateless(
              "StatelessRandomNormal",
              RandomStandardNormal.FLOAT,
              RandomStandardNormal.DOUBLE,
              RandomStandardNormal.HALF,
              RandomStandardNormal.BFLOAT16),
          stateless(
              "StatelessTruncatedNormal",
              TruncatedNormal.FLOAT,
              TruncatedNormal.DOUBLE,
              TruncatedNormal.HALF,
              TruncatedNormal.BFLOAT16));

  /** Groups of 2 or 4 values in a part of the work, some 20 microseconds. */
  private static final int GROUPS_PER_PART = 2048;

  private RandomTensors() {}

  private static OpSpec stateful(
      String type,
      RandomFill<float[]> floats,
      RandomFill<double[]> doubles,
      RandomFill<short[]> halves,
      RandomFill<short[]> bfloats) {
    return OpSpec.of(type)
        .input("shape: T")
        .output("output: dtype")
        .attr("seed: int = 0")
        .attr("seed2: int = 0")
        .attr("dtype: {half, bfloat16, float, double}")
        .attr("T: {int32, int64}")
        .stateful()
        .shape(ShapeInput::infer)
        .notDifferentiable("random numbers depend on no input")
        .kernelAttr("dtype")
        .kernel(DataType.FLOAT, attrs -> streaming(attrs, floats))
        .kernel(DataType.DOUBLE, attrs -> streaming(attrs, doubles))
        .kernel(DataType.HALF, attrs -> streaming(attrs, halves))
        .kernel(DataType.BFLOAT16, attrs -> streaming(attrs, bfloats))
        .build();
  }

  private static OpSpec stateless(
      String type,
      RandomFill<float[]> floats,
      RandomFill<double[]> doubles,
      RandomFill<short[]> halves,
      RandomFill<short[]> bfloats) {
    return OpSpec.of(type)
        .input("shape: T")
        .input("seed: Tseed")
        .output("output: dtype")
        .attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
        .attr("T: {int32, int64} = DT_INT32")
        .attr("Tseed: {int32, int64} = DT_INT64")
        .shape(RandomTensors::inferStateless)
        .notDifferentiable("random numbers depend on no input that is real")
        .kernelAttr("dtype")
        .kernel(DataType.FLOAT, attrs -> context -> fromSeed(context, floats))
        .kernel(DataType.DOUBLE, attrs -> context -> fromSeed(context, doubles))
        .kernel(DataType.HALF, attrs -> context -> fromSeed(context, halves))
        .kernel(DataType.BFLOAT16, attrs -> context -> fromSeed(context, bfloats))
        .build();
  }

  private static List<Shape> inferStateless(ShapeContext c) {
    Shape seed = ShapeRules.withRank(c.input(1), 1);
    ShapeRules.mergeDim(seed.dim(0), 2);
    return ShapeInput.infer(c);
  }

  private static Kernel streaming(Attributes attrs, RandomFill<?> distribution) {
    SeededStream seeds = SeededStream.of(attrs);
    return context -> {
      Shape shape = ShapeInput.of(context.input(0));
      Philox start = seeds.in(context).reserveValues(shape.elementCount());
      fill(context.output(0, shape), start, distribution, context.parallel());
    };
  }

  private static void fromSeed(KernelContext context, RandomFill<?> distribution) {
    Shape shape = ShapeInput.of(context.input(0));
    Tensor seed = context.input(1);
    if (seed.shape().rank() != 1 || seed.size() != 2) {
      throw SlimgraphException.invalidArgument(
          "seed must have shape [2], not %s", seed.shape().toBrackets());
    }
    long[] pair = seed.longs();
    fill(
        context.output(0, shape),
        Philox.stateless(pair[0], pair[1]),
        distribution,
        context.parallel());
  }

  /** Fills {@code out}; the groups of the distribution may be filled in any order. */
  @SuppressWarnings("unchecked") // the kernel's type chose the distribution
  static <A> void fill(Tensor out, Philox start, RandomFill<A> distribution, Parallel parallel) {
    A array = (A) TensorStorage.array(out);
    int size = out.size();
    int groups = distribution.groupCount(size);
    int parts = Math.max(1, groups / GROUPS_PER_PART);
    parallel.run(
        parts,
        part -> {
          int first = (int) ((long) groups * part / parts);
          int end = (int) ((long) groups * (part + 1) / parts);
          distribution.fill(start, array, 0, size, first, end - first);
        });
  }
}
