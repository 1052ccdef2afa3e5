package org.slimgraph.ops.random;

import org.slimgraph.cpu.random.RandomPermutation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Its input with the slices along dimension 0 in random order. TF: tf.random.shuffle. */
final class RandomShuffle {
  static final OpSpec SPEC =
      OpSpec.of("RandomShuffle")
          .input("value: T")
          .output("output: T")
          .attr("seed: int = 0")
          .attr("seed2: int = 0")
          .attr("T: type")
          .stateful()
          .shape(ShapeRules::unchanged)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(RandomShuffle::kernel)
          .build();

  private RandomShuffle() {}

  private static Kernel kernel(Attributes attrs) {
    SeededStream seeds = SeededStream.of(attrs);
    return context -> compute(context, seeds);
  }

  private static void compute(KernelContext context, SeededStream seeds) {
    Tensor value = context.input(0);
    // TF 1.x: nothing to shuffle leaves the stream where it is.
    if (value.size() <= 1 || value.shape().dim(0) <= 1) {
      context.setOutput(0, value);
      return;
    }
    int slices = Math.toIntExact(value.shape().dim(0));
    int[] order = RandomPermutation.of(seeds.in(context).reserveWords(slices - 1), slices);
    Tensor out = context.output(0, value.shape());
    int length = value.size() / slices;
    for (int i = 0; i < slices; i++) {
      TensorStorage.copy(
          value.dataType(),
          TensorStorage.array(value),
          order[i] * length,
          TensorStorage.array(out),
          i * length,
          length);
    }
  }

  static Output shuffle(Ops tf, Output value, Seeds seeds, String name) {
    return tf.graph()
        .opBuilder("RandomShuffle", name)
        .input(value)
        .attr("seed", seeds.seed())
        .attr("seed2", seeds.seed2())
        .build()
        .output(0);
  }
}
