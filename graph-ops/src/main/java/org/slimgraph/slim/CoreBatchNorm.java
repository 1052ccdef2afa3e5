package org.slimgraph.slim;

import java.util.Arrays;
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
  private final boolean is10;
  private final boolean fused;

  CoreBatchNorm(Ops tf, Output inputs, BatchNormOptions options, boolean fused) {
    this.tf = tf;
    this.inputs = inputs;
    this.options = options;
    this.is10 = tf.graph().compat() == Compat.TF_1_0;
    this.fused =
        fused && inputs.shape().rank() == 4 && !options.renorm && options.adjustment == null;
  }

  Output build() {
    try (LayerCall call = LayerCall.openForModel(tf, options, BatchNorm.NAME)) {
      checkClipping();
      int axis = axis();
      Shape shape = Shape.of(channels(axis));
      checkSupported();
      boolean isTraining = isTraining();
      Parameters parameters = parameters(call, shape);
      Output outputs =
          fused ? fused(parameters, isTraining) : new Plain(parameters, axis).build(isTraining);
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

  private void checkSupported() {
    if (options.renorm) {
      throw SlimgraphException.unimplemented(
          "batch_norm with renorm: batch renormalization is not built; leave renorm at false");
    }
  }

  private boolean isTraining() {
    if (options.isTraining.isNothing() && !is10) {
      throw SlimgraphException.unimplemented(
          "isTraining is null, which means Keras' learning phase here; pass a boolean or a"
              + " constant");
    }
    return options.isTraining.known();
  }

  /** What the layer keeps; beta and gamma may be missing. */
  private record Parameters(
      @Nullable Variable beta, @Nullable Variable gamma, Variable mean, Variable variance) {

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
    return new Parameters(
        betaVariable,
        gammaVariable,
        call.layerVariable(BatchNorm.movingMean(options, shape, dtype)),
        call.layerVariable(BatchNorm.movingVariance(options, shape, dtype)));
  }

  private DataType statisticsType() {
    DataType dtype = inputs.dataType().base();
    return dtype == DataType.HALF || dtype == DataType.BFLOAT16 ? DataType.FLOAT : dtype;
  }

  private Output fused(Parameters parameters, boolean isTraining) {
    Output gamma = orConstant(parameters.gamma(), parameters.mean().shape(), 1);
    Output beta = orConstant(parameters.beta(), parameters.mean().shape(), 0);
    if (!isTraining) {
      MovingStatistics moving = new MovingStatistics(parameters.mean(), parameters.variance());
      Output outputs = FusedKernel.infer(tf, inputs, gamma, beta, moving, options);
      momentum();
      return outputs;
    }
    FusedKernel.Result batch = FusedKernel.train(tf, inputs, gamma, beta, options);
    Output momentum = momentum();
    collect(MovingAverage.assignInLayer(tf, parameters.mean(), batch.mean(), momentum));
    collect(MovingAverage.assignInLayer(tf, parameters.variance(), batch.variance(), momentum));
    return batch.outputs();
  }

  /** TF 1.x: the momentum is made a tensor even where no update uses it. */
  private Output momentum() {
    return tf.constant(Tensor.scalar((float) options.decay));
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

    Output build(boolean isTraining) {
      Output mean = parameters.mean().value();
      Output variance = parameters.variance().value();
      if (isTraining) {
        adjust();
        Moments batch = tf.nn().moments(tf.cast(inputs, statisticsType()), reducedAxes());
        mean = batch.mean();
        variance = batch.variance();
        update(parameters.mean(), mean);
        update(parameters.variance(), variance);
      }
      DataType dtype = inputs.dataType().base();
      Output usedMean = broadcast(tf.cast(mean, dtype));
      Moments used = new Moments(usedMean, broadcast(tf.cast(variance, dtype)));
      return BatchNorm.normalize(
          tf, inputs, used, cast(offset, dtype), cast(scale, dtype), options);
    }

    /** Runs the options' adjustment before gamma and beta. */
    private void adjust() {
      Adjustment adjustment = options.adjustment;
      if (adjustment == null) {
        return;
      }
      Adjustment.ScaleAndBias first = adjustment.adjust(tf.shape(inputs));
      Output gamma = scale;
      Output beta = offset;
      scale = gamma == null ? first.scale() : tf.times(first.scale(), gamma);
      Output bias = gamma == null ? first.bias() : tf.times(first.bias(), gamma);
      offset = beta == null ? bias : tf.plus(bias, beta);
    }

    private void update(Variable moving, Output statistic) {
      if (is10) {
        collect(MovingAverage.assign(tf, moving, statistic, options.decay));
      } else {
        collect(MovingAverage.assignInLayer(tf, moving, statistic, options.decay));
      }
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
