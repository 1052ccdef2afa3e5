package org.slimgraph.ops.nn;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.cpu.BatchNorm;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Batch normalisation of images by their own moments (training) or by given ones (inference). TF:
 * tf.nn.fused_batch_norm.
 *
 * <p>{@code y = (x - mean) * (rsqrt(variance + epsilon) * scale) + offset}, with the biased
 * variance. In training {@code batch_variance} is Bessel-corrected and {@code reserve_space_2} is
 * not. In inference the four statistics are the given ones (TF 1.x on a CPU: not written at all).
 */
final class FusedBatchNorm {
  static final OpSpec V1 = spec("FusedBatchNorm", "T", "T: {float}", false);
  static final OpSpec V2 = spec("FusedBatchNormV2", "U", "T: {half, bfloat16, float}", false);
  static final OpSpec V3 = spec("FusedBatchNormV3", "U", "T: {half, bfloat16, float}", true);

  private FusedBatchNorm() {}

  private static OpSpec spec(String type, String statistics, String types, boolean thirdReserve) {
    OpSpec.Builder spec =
        OpSpec.of(type)
            .input("x: T")
            .input("scale: " + statistics)
            .input("offset: " + statistics)
            .input("mean: " + statistics)
            .input("variance: " + statistics)
            .output("y: T")
            .output("batch_mean: " + statistics)
            .output("batch_variance: " + statistics)
            .output("reserve_space_1: " + statistics)
            .output("reserve_space_2: " + statistics);
    if (thirdReserve) {
      spec.output("reserve_space_3: " + statistics);
    }
    return withAttrs(spec, statistics, types)
        .shape(FusedBatchNorm::infer)
        .gradient(FusedBatchNorm::gradient)
        .traits(traits -> traits.inPlace(0))
        .kernel(DataType.FLOAT, FusedBatchNorm::kernel)
        .kernel(Widened.HALVES, Widened.of(FusedBatchNorm::kernel))
        .build();
  }

  /** Adds the attributes that the normalisation shares with its gradient. */
  static OpSpec.Builder withAttrs(OpSpec.Builder spec, String statistics, String types) {
    spec.attr(types);
    if (statistics.equals("U")) {
      spec.attr("U: {float}");
    }
    return spec.attr("epsilon: float = 0.0001")
        .attr("data_format: {'NHWC', 'NCHW'} = 'NHWC'")
        .attr("is_training: bool = true");
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape x = ShapeRules.withRank(c.input(0), 4);
    int dim = ImageFormat.of(c.attrs()).channels();
    long channels = channels(c, x.dim(dim), 1, c.attrs().bool("is_training") ? 3 : 5);
    List<Shape> shapes = new ArrayList<>();
    shapes.add(x.withDim(dim, channels));
    for (int i = 0; i < 4; i++) {
      shapes.add(Shape.of(channels));
    }
    if (c.outputCount() > 5) {
      shapes.add(Shape.unknown());
    }
    return shapes;
  }

  /** Returns the channels that {@code known} and the vectors at inputs begin…end-1 agree on. */
  static long channels(ShapeContext c, long known, int begin, int end) {
    long channels = known;
    for (int i = begin; i < end; i++) {
      channels = ShapeRules.mergeDim(channels, ShapeRules.withRank(c.input(i), 1).dim(0));
    }
    return channels;
  }

  private static Kernel kernel(Attributes attrs) {
    float epsilon = attrs.real("epsilon");
    Kernel kernel =
        attrs.bool("is_training")
            ? context -> train(context, epsilon)
            : context -> infer(context, epsilon);
    return ImageFormat.of(attrs)
        .adapt(
            context -> {
              check(context, attrs.bool("is_training"));
              kernel.compute(context);
              if (context.outputCount() > 5) {
                context.outputFloats(5, Shape.scalar())[0] = 0f;
              }
            },
            i -> i == 0,
            i -> i == 0);
  }

  private static void check(KernelContext context, boolean isTraining) {
    String[] names = {"input", "scale", "offset", "estimated_mean", "estimated_variance"};
    for (int i = 0; i < 5; i++) {
      int rank = i == 0 ? 4 : 1;
      if (context.shape(i).rank() != rank) {
        throw SlimgraphException.invalidArgument(
            "%s must be %d-dimensional%s", names[i], rank, context.shape(i).toBrackets());
      }
    }
    for (int i = 3; isTraining && i < 5; i++) {
      if (context.input(i).size() != 0) {
        throw SlimgraphException.invalidArgument(
            "%s must be empty for training%s", names[i], context.shape(i).toBrackets());
      }
    }
    for (int i = 1; i < (isTraining ? 3 : 5); i++) {
      if (context.shape(i).dim(0) != context.shape(0).dim(3)) {
        throw SlimgraphException.invalidArgument(
            "%s must have one element a channel: its shape is %s, the input's %s",
            names[i], context.shape(i).toBrackets(), context.shape(0).toBrackets());
      }
    }
  }

  /** Returns the elements a channel of an NHWC image. */
  static int rows(Shape image) {
    return Math.toIntExact(image.dim(0) * image.dim(1) * image.dim(2));
  }

  private static void train(KernelContext context, float epsilon) {
    Shape shape = context.shape(0);
    int channels = Math.toIntExact(shape.dim(3));
    int rows = rows(shape);
    float[] mean = context.outputFloats(3, Shape.of(channels));
    float[] variance = context.outputFloats(4, Shape.of(channels));
    BatchNorm loops = CpuLoops.get().batchNorm();
    loops.moments(context.floats(0), 0, rows, channels, mean, 0, variance, 0, context.parallel());
    normalize(context, mean, variance, epsilon);
    System.arraycopy(mean, 0, context.outputFloats(1, Shape.of(channels)), 0, channels);
    float[] unbiased = context.outputFloats(2, Shape.of(channels));
    float correction = (float) rows / Math.max(rows - 1, 1);
    for (int c = 0; c < channels; c++) {
      unbiased[c] = variance[c] * correction;
    }
  }

  private static void infer(KernelContext context, float epsilon) {
    normalize(context, context.floats(3), context.floats(4), epsilon);
    int channels = context.input(3).size();
    for (int i = 1; i < 5; i++) {
      float[] statistic = context.floats(i % 2 == 1 ? 3 : 4);
      System.arraycopy(statistic, 0, context.outputFloats(i, Shape.of(channels)), 0, channels);
    }
  }

  private static void normalize(
      KernelContext context, float[] mean, float[] variance, float epsilon) {
    Shape shape = context.shape(0);
    float[] y = context.outputFloats(0, shape);
    CpuLoops.get()
        .batchNorm()
        .normalize(
            context.floats(0),
            0,
            mean,
            0,
            variance,
            0,
            context.floats(1),
            0,
            context.floats(2),
            0,
            epsilon,
            y,
            0,
            rows(shape),
            Math.toIntExact(shape.dim(3)),
            context.parallel());
  }

  /** What arrives at the statistics is ignored: they are constants to the gradient. */
  private static void gradient(GradientContext g) {
    Operation op = g.op();
    boolean training = op.attrs().bool("is_training");
    String type = op.type().replace("FusedBatchNorm", "FusedBatchNormGrad");
    var builder =
        g.tf()
            .graph()
            .opBuilder(type, type)
            .input(g.dy(0))
            .input(g.input(0))
            .input(g.input(1))
            .input(training ? g.output(3) : g.input(3))
            .input(training ? g.output(4) : g.input(4));
    if (op.outputCount() > 5) {
      builder.input(g.output(5));
    }
    Operation gradients =
        builder
            .attr("epsilon", op.attr("epsilon"))
            .attr("data_format", op.attr("data_format"))
            .attr("is_training", training)
            .build();
    for (int i = 0; i < 3; i++) {
      g.set(i, gradients.output(i));
    }
  }

  /** TF 1.x: Python makes version 3 since 2019-06. */
  static List<Output> fusedBatchNorm(
      Ops tf, Output x, Output scale, Output offset, FusedBatchNormOptions options, String name) {
    if (!options.isTraining() && options.mean().isEmpty()) {
      throw new IllegalArgumentException("Both mean and variance must be given for inference");
    }
    boolean is10 = tf.graph().compat() == Compat.TF_1_0;
    var builder =
        tf.graph()
            .opBuilder(is10 ? "FusedBatchNorm" : "FusedBatchNormV3", name)
            .input(x)
            .input(scale)
            .input(offset)
            .input(options.mean().orElseGet(() -> tf.constant(new float[0])))
            .input(options.variance().orElseGet(() -> tf.constant(new float[0])));
    return options.applyTo(builder, is10).build().outputs().subList(0, 3);
  }
}
