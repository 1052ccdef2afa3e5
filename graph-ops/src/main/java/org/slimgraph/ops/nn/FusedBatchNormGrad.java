package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.cpu.BatchNorm;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The gradient of FusedBatchNorm by input, scale and offset.
 *
 * <p>The reserve spaces are the mean and the biased variance that the forward pass normalised with.
 */
final class FusedBatchNormGrad {
  static final OpSpec V1 = spec("FusedBatchNormGrad", "T", "T", "T: {float}", false);
  static final OpSpec V2 =
      spec("FusedBatchNormGradV2", "float", "U", "T: {half, bfloat16, float}", false);
  static final OpSpec V3 =
      spec("FusedBatchNormGradV3", "float", "U", "T: {half, bfloat16, float}", true);

  private FusedBatchNormGrad() {}

  private static OpSpec spec(
      String type, String scale, String statistics, String types, boolean thirdReserve) {
    OpSpec.Builder spec =
        OpSpec.of(type)
            .input("y_backprop: T")
            .input("x: T")
            .input("scale: " + scale)
            .input("reserve_space_1: " + statistics)
            .input("reserve_space_2: " + statistics);
    if (thirdReserve) {
      spec.input("reserve_space_3: " + statistics);
    }
    spec.output("x_backprop: T")
        .output("scale_backprop: " + statistics)
        .output("offset_backprop: " + statistics)
        .output((thirdReserve ? "reserve_space_4: " : "reserve_space_3: ") + statistics)
        .output((thirdReserve ? "reserve_space_5: " : "reserve_space_4: ") + statistics);
    return FusedBatchNorm.withAttrs(spec, statistics, types)
        .shape(FusedBatchNormGrad::infer)
        .gradient(FusedBatchNormSecondGradient::build)
        .kernel(DataType.FLOAT, FusedBatchNormGrad::kernel)
        .kernel(Widened.HALVES, Widened.of(FusedBatchNormGrad::kernel))
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape dy = ShapeRules.withRank(c.input(0), 4);
    Shape x = ShapeRules.withRank(c.input(1), 4);
    int dim = ImageFormat.of(c.attrs()).channels();
    long channels = FusedBatchNorm.channels(c, ShapeRules.mergeDim(dy.dim(dim), x.dim(dim)), 2, 5);
    long statistics = c.attrs().bool("is_training") ? 0 : channels;
    return List.of(
        dy.withDim(dim, channels),
        Shape.of(channels),
        Shape.of(channels),
        Shape.of(statistics),
        Shape.of(statistics));
  }

  private static Kernel kernel(Attributes attrs) {
    float epsilon = attrs.real("epsilon");
    boolean isTraining = attrs.bool("is_training");
    return ImageFormat.of(attrs)
        .adapt(context -> compute(context, epsilon, isTraining), i -> i < 2, i -> i == 0);
  }

  private static void compute(KernelContext context, float epsilon, boolean isTraining) {
    check(context);
    Shape shape = context.shape(1);
    int channels = Math.toIntExact(shape.dim(3));
    float[] dx = context.outputFloats(0, shape);
    float[] dscale = context.outputFloats(1, Shape.of(channels));
    float[] doffset = context.outputFloats(2, Shape.of(channels));
    BatchNorm loops = CpuLoops.get().batchNorm();
    Gradients gradients = isTraining ? loops::gradient : loops::gradientOfFixedMoments;
    gradients.compute(
        context.floats(0),
        0,
        context.floats(1),
        0,
        context.floats(2),
        0,
        context.floats(3),
        0,
        context.floats(4),
        0,
        epsilon,
        dx,
        0,
        dscale,
        0,
        doffset,
        0,
        FusedBatchNorm.rows(shape),
        channels,
        context.parallel());
    Shape statistics = Shape.of(isTraining ? 0 : channels);
    for (int i = 3; i < 5; i++) {
      Arrays.fill(context.outputFloats(i, statistics), 0f);
    }
  }

  private static void check(KernelContext context) {
    String[] names = {"y backprop", "input", "scale", "saved mean", "saved variance"};
    for (int i = 0; i < 5; i++) {
      int rank = i < 2 ? 4 : 1;
      if (context.shape(i).rank() != rank) {
        throw SlimgraphException.invalidArgument(
            "%s must be %d-dimensional%s", names[i], rank, context.shape(i).toBrackets());
      }
      if (i == 1
          ? !context.shape(1).equals(context.shape(0))
          : lastDim(context, i) != lastDim(context, 1)) {
        throw SlimgraphException.invalidArgument(
            "%s of shape %s does not fit y backprop of shape %s",
            names[i], context.shape(i).toBrackets(), context.shape(0).toBrackets());
      }
    }
  }

  private static long lastDim(KernelContext context, int i) {
    Shape shape = context.shape(i);
    return shape.rank() == 0 ? -1 : shape.dim(-1);
  }

  /** The common form of the two gradient loops. */
  private interface Gradients {
    void compute(
        float[] outputGradient,
        int outputGradientOffset,
        float[] x,
        int xOffset,
        float[] gamma,
        int gammaOffset,
        float[] mean,
        int meanOffset,
        float[] variance,
        int varianceOffset,
        float epsilon,
        float[] inputGradient,
        int inputGradientOffset,
        float[] gammaGradient,
        int gammaGradientOffset,
        float[] betaGradient,
        int betaGradientOffset,
        int rows,
        int channels,
        Parallel parallel);
  }
}
