package org.slimgraph.ops.random;

import java.util.List;
import org.slimgraph.cpu.random.Philox;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Class numbers drawn with given log-probabilities. TF: tf.random.categorical. */
final class Multinomial {
  static final OpSpec SPEC =
      OpSpec.of("Multinomial")
          .input("logits: T")
          .input("num_samples: int32")
          .output("output: output_dtype")
          .attr("seed: int = 0")
          .attr("seed2: int = 0")
          .attr("T: realnumbertype")
          .attr("output_dtype: {int32, int64} = DT_INT64")
          .stateful()
          .shape(Multinomial::infer)
          .notDifferentiable("its output is an integer")
          .kernel(Multinomial::kernel)
          .build();

  private Multinomial() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape logits = ShapeRules.withRank(c.input(0), 2);
    ShapeRules.withRank(c.input(1), 0);
    long samples = c.constant(1).map(value -> value.longs()[0]).orElse(-1L);
    return List.of(Shape.of(logits.dim(0), Math.max(samples, -1)));
  }

  private static Kernel kernel(Attributes attrs) {
    SeededStream seeds = SeededStream.of(attrs);
    boolean isLong = attrs.type("output_dtype") == DataType.INT64;
    return context -> compute(context, seeds, isLong);
  }

  private static void compute(KernelContext context, SeededStream seeds, boolean isLong) {
    Tensor logits = context.input(0);
    if (logits.shape().rank() != 2) {
      throw SlimgraphException.invalidArgument(
          "logits should be a matrix, got shape %s", logits.shape().toBrackets());
    }
    int samples = samples(context.input(1));
    int rows = Math.toIntExact(logits.shape().dim(0));
    int classes = Math.toIntExact(logits.shape().dim(1));
    if (classes == 0) {
      throw SlimgraphException.invalidArgument("num_classes should be positive, got 0");
    }
    Tensor out = context.output(0, Shape.of(rows, samples));
    if (out.size() == 0) {
      return;
    }
    Philox start =
        seeds
            .in(context)
            .reserveValues(org.slimgraph.cpu.random.Multinomial.reservedValues(rows, samples));
    long[] drawn = isLong ? TensorStorage.longs(out) : new long[out.size()];
    org.slimgraph.cpu.random.Multinomial.fill(
        start, doubles(logits), 0, rows, classes, samples, drawn, 0);
    if (!isLong) {
      int[] ints = TensorStorage.ints(out);
      for (int i = 0; i < drawn.length; i++) {
        ints[i] = (int) drawn[i];
      }
    }
  }

  private static int samples(Tensor samples) {
    if (samples.shape().rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "num_samples should be a scalar, got shape %s", samples.shape().toBrackets());
    }
    int count = samples.ints()[0];
    if (count < 0) {
      throw SlimgraphException.invalidArgument("num_samples should be nonnegative, got %d", count);
    }
    return count;
  }

  private static double[] doubles(Tensor logits) {
    if (logits.dataType().isFloating()) {
      return logits.doubles();
    }
    long[] longs = logits.longs();
    double[] doubles = new double[longs.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = longs[i];
    }
    return doubles;
  }

  static Output draw(Ops tf, Output logits, Output samples, Seeds seeds, String name) {
    return tf.graph()
        .opBuilder("Multinomial", name)
        .input(logits)
        .input(samples)
        .attr("seed", seeds.seed())
        .attr("seed2", seeds.seed2())
        .build()
        .output(0);
  }
}
