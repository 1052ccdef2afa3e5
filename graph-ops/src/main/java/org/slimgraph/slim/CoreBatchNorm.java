package org.slimgraph.slim;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.MovingAverage;
import org.slimgraph.variables.Variable;

/**
 * Path B of batch_norm: the layer of tf.layers, with the fused kernel for inputs of rank 4, and
 * with arithmetic otherwise. TF 1.15: {@code BatchNormalizationBase} in {@code
 * keras/layers/normalization.py}; TF 1.0: {@code layers/normalization.py}.
 */
final class CoreBatchNorm {
  private static final Set<String> CLIPPING_KEYS = new TreeSet<>(Set.of("rmax", "rmin", "dmax"));

  private final Ops tf;
  private final Output inputs;
  private final BatchNormOptions options;
  private final IsTraining training;
  private final boolean is10;
  private final boolean canFuse;

  CoreBatchNorm(Ops tf, Output inputs, BatchNormOptions options, boolean fused) {
    this.tf = tf;
    this.inputs = inputs;
    this.options = options;
    this.is10 = tf.graph().compat() == Compat.TF_1_0;
    this.training = is10 ? options.isTraining : options.isTraining.orLearningPhase(tf);
    options.isTraining = training;
    this.canFuse =
        fused && inputs.shape().rank() == 4 && !options.renorm && options.adjustment == null;
  }

  Output build() {
    return build(LayerCall.Style.SLIM, BatchNorm.NAME);
  }

  Output build(LayerCall.Style style, String defaultName) {
    try (LayerCall call = style.open(tf, options, defaultName)) {
      checkClipping();
      int axis = axis();
      boolean fused = canFuse && (axis == 1 || axis == 3);
      Shape shape = Shape.of(channels(axis));
      checkTraining();
      Parameters parameters = parameters(call, shape);
      Output outputs = fused ? fused(parameters) : new Plain(parameters, axis).build();
      parameters.collect(call);
      return call.finish(outputs);
    }
  }

  private void checkClipping() {
    if (!CLIPPING_KEYS.containsAll(options.renormClipping.keySet())) {
      throw SlimgraphException.invalidArgument(
          "renorm_clipping %s contains keys not in %s",
          options.renormClipping.keySet(), CLIPPING_KEYS);
    }
  }

  private int axis() {
    int rank = inputs.shape().rank();
    if (rank < 0) {
      throw SlimgraphException.invalidArgument(
          "Input has undefined rank: %s has shape %s", inputs.name(), inputs.shape());
    }
    int axis = BatchNorm.isChannelsFirst(options) ? 1 : rank - 1;
    if (options.axis != null) {
      axis = options.axis < 0 ? options.axis + rank : options.axis;
      options.dataFormat(axis == 1 ? "NCHW" : "NHWC");
    }
    if (axis < 0 || axis >= rank) {
      throw SlimgraphException.invalidArgument(
          "Invalid axis: %d; %s has shape %s", axis, inputs.name(), inputs.shape());
    }
    return axis;
  }

  private long channels(int axis) {
    long channels = inputs.shape().dim(axis);
    if (channels < 0) {
      throw SlimgraphException.invalidArgument(
          "Input has undefined `axis` dimension. Input shape: %s of %s",
          inputs.shape(), inputs.name());
    }
    return channels;
  }

  private void checkTraining() {
    training.known();
  }

  /** What the layer keeps; beta and gamma may be missing. */
  private record Parameters(
      @Nullable Variable beta,
      @Nullable Variable gamma,
      Variable mean,
      Variable variance,
      @Nullable Renorm renorm) {

    List<Output> movingValues() {
      return List.of(mean.value(), variance.value());
    }

    void collect(LayerCall call) {
      call.collect("moving_mean", mean);
      call.collect("moving_variance", variance);
      if (beta != null) {
        call.collect("beta", beta);
      }
      if (gamma != null) {
        call.collect("gamma", gamma);
      }
    }
  }

  private Parameters parameters(LayerCall call, Shape shape) {
    DataType dtype = statisticsType();
    Wish beta = BatchNorm.regularized(options, BatchNorm.beta(options, shape, dtype));
    Wish gamma = BatchNorm.regularized(options, BatchNorm.gamma(options, shape, dtype));
    Variable betaVariable = null;
    Variable gammaVariable = null;
    if (is10 && options.center) {
      betaVariable = call.layerVariable(beta);
    }
    if (options.scale) {
      gammaVariable = call.layerVariable(gamma);
    }
    if (!is10 && options.center) {
      betaVariable = call.layerVariable(beta);
    }
    Variable mean = call.layerVariable(BatchNorm.movingMean(options, shape, dtype));
    Variable variance = call.layerVariable(BatchNorm.movingVariance(options, shape, dtype));
    Renorm renorm = options.renorm ? new Renorm(tf, options, call, mean, variance) : null;
    return new Parameters(betaVariable, gammaVariable, mean, variance, renorm);
  }

  private DataType statisticsType() {
    DataType dtype = inputs.dataType().base();
    return dtype == DataType.HALF || dtype == DataType.BFLOAT16 ? DataType.FLOAT : dtype;
  }

  private Output fused(Parameters parameters) {
    Output gamma = orConstant(parameters.gamma(), parameters.mean().shape(), 1);
    Output beta = orConstant(parameters.beta(), parameters.mean().shape(), 0);
    MovingStatistics moving = new MovingStatistics(parameters.mean(), parameters.variance());
    FusedKernel.Result batch = FusedKernel.build(tf, inputs, gamma, beta, moving, options);
    // TF 1.x: the momentum is made a tensor even where no update uses it.
    Output momentum = momentum();
    if (!training.isNever()) {
      Moments moments = batch.moments();
      collect(MovingAverage.assignInLayer(tf, moving.mean(), moments.mean(), momentum));
      collect(MovingAverage.assignInLayer(tf, moving.variance(), moments.variance(), momentum));
    }
    return batch.outputs();
  }

  /** The decay; in a run that does not train 1, with which an update changes nothing. */
  private Output momentum() {
    Tensor decay = Tensor.scalar((float) options.decay);
    return training.known().isPresent()
        ? tf.constant(decay)
        : training.choose(tf, () -> tf.constant(decay), () -> tf.constant(Tensor.scalar(1f)));
  }

  private void collect(GraphElement update) {
    tf.graph().addToCollection(GraphKeys.UPDATE_OPS, update);
  }

  private Output orConstant(@Nullable Variable variable, Shape shape, double constant) {
    return variable != null
        ? variable.value()
        : tf.constant(Literals.filled(statisticsType(), shape, constant));
  }

  /** The layer as arithmetic on moments. */
  private final class Plain {
    private final Parameters parameters;
    private final int axis;
    private @Nullable Output scale;
    private @Nullable Output offset;

    Plain(Parameters parameters, int axis) {
      this.parameters = parameters;
      this.axis = axis;
      this.scale = valueOf(parameters.gamma());
      this.offset = valueOf(parameters.beta());
    }

    Output build() {
      if (training.isNever()) {
        return normalize(parameters.movingValues());
      }
      adjust();
      Moments batch = tf.nn().moments(tf.cast(inputs, statisticsType()), reducedAxes());
      return is10 ? updateAndNormalizeAs10(batch) : updateAndNormalize(batch);
    }

    /** TF 1.0: the averages are updated in any case; all of the arithmetic is chosen. */
    private Output updateAndNormalizeAs10(Moments batch) {
      collect(MovingAverage.assign(tf, parameters.mean(), batch.mean(), options.decay));
      collect(MovingAverage.assign(tf, parameters.variance(), batch.variance(), options.decay));
      return training.choose(
          tf,
          () -> normalize(List.of(batch.mean(), batch.variance())),
          () -> normalize(parameters.movingValues()));
    }

    private Output updateAndNormalize(Moments batch) {
      Output mean = training.choose(tf, batch::mean, parameters.mean()::value);
      Output variance = training.choose(tf, batch::variance, parameters.variance()::value);
      Moments used = new Moments(mean, variance);
      Renorm renorm = parameters.renorm();
      if (renorm == null) {
        update(parameters.mean(), mean);
        update(parameters.variance(), variance);
      } else {
        Renorm.Correction correction = renorm.correct(used);
        putFirst(broadcast(correction.r()), broadcast(correction.d()));
        Moments seen = correction.moments();
        update(parameters.mean(), seen.mean());
        Variable moving = parameters.variance();
        Output updated =
            training.choose(
                tf, () -> renorm.updateVariance(moving, seen.variance()), moving::value);
        collect(updated.operation());
      }
      return normalize(List.of(mean, variance));
    }

    private void update(Variable moving, Output statistic) {
      if (training.known().isPresent()) {
        collect(MovingAverage.assignInLayer(tf, moving, statistic, options.decay));
        return;
      }
      Output updated =
          training.choose(
              tf,
              () -> MovingAverage.updatedInLayer(tf, moving, statistic, options.decay),
              moving::value);
      collect(updated.operation());
    }

    private Output normalize(List<Output> meanAndVariance) {
      DataType dtype = inputs.dataType().base();
      Output mean = broadcast(tf.cast(meanAndVariance.get(0), dtype));
      Output variance = broadcast(tf.cast(meanAndVariance.get(1), dtype));
      return BatchNorm.normalize(
          tf,
          inputs,
          new Moments(mean, variance),
          cast(offset, dtype),
          cast(scale, dtype),
          options);
    }

    /** Runs the options' adjustment before gamma and beta. */
    private void adjust() {
      if (options.adjustment == null) {
        return;
      }
      Adjustment.ScaleAndBias first = options.adjustment.adjust(tf.shape(inputs));
      Output factor = training.choose(tf, first::scale, () -> tf.onesLike(first.scale()));
      Output bias = training.choose(tf, first::bias, () -> tf.zerosLike(first.bias()));
      putFirst(factor, bias);
    }

    /** Puts {@code x·factor + bias} before what gamma and beta do. */
    private void putFirst(Output factor, Output bias) {
      Output gamma = scale;
      Output beta = offset;
      scale = gamma == null ? factor : tf.times(factor, gamma);
      Output scaled = gamma == null ? bias : tf.times(bias, gamma);
      offset = beta == null ? scaled : tf.plus(scaled, beta);
    }

    private int[] reducedAxes() {
      return IntStream.range(0, inputs.shape().rank()).filter(i -> i != axis).toArray();
    }

    private @Nullable Output valueOf(@Nullable Variable variable) {
      return variable == null ? null : broadcast(variable.value());
    }

    private @Nullable Output cast(@Nullable Output value, DataType dtype) {
      return value == null ? null : tf.cast(value, dtype);
    }

    /** Gives a vector of channels the dimensions of the inputs, unless the channels come last. */
    private Output broadcast(Output vector) {
      int rank = inputs.shape().rank();
      if (axis == rank - 1) {
        return vector;
      }
      long[] dims = new long[rank];
      Arrays.fill(dims, 1);
      dims[axis] = inputs.shape().dim(axis);
      return tf.reshape(vector, Shape.of(dims));
    }
  }
}
