package org.slimgraph.ops.random;

import java.util.List;
import org.slimgraph.cpu.random.Philox;
import org.slimgraph.cpu.random.RandomFill;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Random integers in [minval, maxval). TF: tf.random.uniform of an integer type. */
final class RandomUniformInt {
  static final OpSpec SPEC =
      OpSpec.of("RandomUniformInt")
          .input("shape: T")
          .input("minval: Tout")
          .input("maxval: Tout")
          .output("output: Tout")
          .attr("seed: int = 0")
          .attr("seed2: int = 0")
          .attr("Tout: {int32, int64}")
          .attr("T: {int32, int64}")
          .stateful()
          .shape(RandomUniformInt::infer)
          .notDifferentiable("its output is an integer")
          .kernelAttr("Tout")
          .kernel(RandomUniformInt::kernel)
          .build();

  private RandomUniformInt() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    ShapeRules.withRank(c.input(2), 0);
    return ShapeInput.infer(c);
  }

  private static Kernel kernel(Attributes attrs) {
    SeededStream seeds = SeededStream.of(attrs);
    boolean isLong = attrs.type("Tout") == DataType.INT64;
    return context -> {
      Shape shape = ShapeInput.of(context.input(0));
      long min = bound(context.input(1), "minval");
      long max = bound(context.input(2), "maxval");
      Tensor out = context.output(0, shape);
      if (out.size() == 0) {
        return;
      }
      if (min >= max) {
        throw SlimgraphException.invalidArgument("Need minval < maxval, got %d >= %d", min, max);
      }
      Philox start = seeds.in(context).reserveValues(out.size());
      RandomFill<?> distribution =
          isLong
              ? org.slimgraph.cpu.random.RandomUniformInt.longs(min, max)
              : org.slimgraph.cpu.random.RandomUniformInt.ints((int) min, (int) max);
      RandomTensors.fill(out, start, distribution, context.parallel());
    };
  }

  private static long bound(Tensor bound, String name) {
    if (bound.shape().rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be 0-D, got shape %s", name, bound.shape().toBrackets());
    }
    return bound.longs()[0];
  }
}
