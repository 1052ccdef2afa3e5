package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.train.MovingAverage;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/**
 * Batch renormalisation: values normalised with the batch's statistics are corrected to what slower
 * statistics would give, {@code x̂·r + d} with {@code r = σ_batch / σ} and {@code d = (μ_batch − μ)
 * / σ}. No gradient flows through r and d; in inference r is 1 and d is 0.
 *
 * <p>S. Ioffe, 2017, Batch Renormalization, section 3. TF 1.15: {@code
 * _renorm_correction_and_moments} in {@code keras/layers/normalization.py}.
 */
final class Renorm {
  private final Ops tf;
  private final BatchNormOptions options;
  private final Variable movingStddev;
  private final Variable mean;
  private final Variable stddev;

  /** Makes the three variables of the layer that has the given moving averages. */
  Renorm(
      Ops tf,
      BatchNormOptions options,
      LayerCall call,
      Variable movingMean,
      Variable movingVariance) {
    this.tf = tf;
    this.options = options;
    this.movingStddev = variable(call, "moving_stddev", rootOfVariance(), movingVariance);
    Initializer first = initializer("moving_mean", Initializers.zeros());
    this.mean = variable(call, "renorm_mean", first, movingMean);
    this.stddev = variable(call, "renorm_stddev", rootOfVariance(), movingStddev);
  }

  private Variable variable(LayerCall call, String name, Initializer initializer, Variable beside) {
    try (Scope colocated = tf.colocateWith(beside)) {
      return call.layerVariable(Wish.of(name, beside.shape(), beside.dataType(), initializer));
    }
  }

  private Initializer initializer(String name, Initializer standard) {
    return options.paramInitializers.getOrDefault(name, standard);
  }

  private Initializer rootOfVariance() {
    Initializer variance = initializer("moving_variance", Initializers.ones());
    return (ops, shape, dtype) -> ops.sqrt(variance.initialize(ops, shape, dtype));
  }

  /**
   * The correction, and the moments that the moving averages get.
   *
   * @param r [channels]
   * @param d [channels]
   * @param moments the batch's, known once renormalisation's own averages are updated
   */
  record Correction(Output r, Output d, Moments moments) {}

  /** Adds the correction, and the updates of renormalisation's own averages. */
  Correction correct(Moments batch) {
    Output batchStddev = tf.sqrt(tf.plus(batch.variance(), options.epsilon));
    Output slowStddev = tf.maximum(stddev.value(), rootOfEpsilon());
    Output r = tf.over(batchStddev, slowStddev);
    Output d = tf.over(tf.minus(batch.mean(), mean.value()), slowStddev);
    Output newMean;
    Output newStddev;
    // The correction is by the averages before their update.
    try (Scope corrected = tf.controlDependencies(r, d)) {
      newMean = tf.identity(batch.mean());
      newStddev = tf.identity(batchStddev);
    }
    Output clippedR =
        clip(r, options.renormClipping.get("rmin"), options.renormClipping.get("rmax"));
    Output clippedD = clip(d, options.renormClipping.get("dmax"));
    Output usedR = options.isTraining.choose(tf, () -> clippedR, () -> tf.onesLike(clippedR));
    Output usedD = options.isTraining.choose(tf, () -> clippedD, () -> tf.zerosLike(clippedD));
    Output meanUpdate = update(mean, newMean);
    Output stddevUpdate = update(stddev, newStddev);
    Moments moments;
    try (Scope updated = tf.controlDependencies(meanUpdate, stddevUpdate)) {
      moments = new Moments(tf.identity(newMean), tf.identity(batch.variance()));
    }
    return new Correction(
        tf.stopGradient(usedR, "renorm_r"), tf.stopGradient(usedD, "renorm_d"), moments);
  }

  private Output rootOfEpsilon() {
    DataType dtype = stddev.dataType();
    try (NameScope scope = tf.nameScope("Sqrt")) {
      return tf.sqrt(tf.constant(Literals.scalar(dtype, options.epsilon), "x"), scope.name());
    }
  }

  private Output clip(Output r, @Nullable Output least, @Nullable Output most) {
    Output clipped = least == null ? r : tf.maximum(r, least);
    return most == null ? clipped : tf.minimum(clipped, most);
  }

  private Output clip(Output d, @Nullable Output most) {
    return most == null ? d : tf.minimum(tf.maximum(d, tf.negative(most)), most);
  }

  private Output update(Variable average, Output value) {
    Output same = tf.identity(value);
    return options.isTraining.choose(
        tf,
        () -> MovingAverage.updatedInLayer(tf, average, same, options.renormDecay),
        () -> tf.identity(average.value()));
  }

  /**
   * Adds the update of the moving variance: the average is of standard deviations with epsilon, and
   * the variance is derived from it.
   */
  Output updateVariance(Variable movingVariance, Output variance) {
    Output batchStddev = tf.sqrt(tf.plus(variance, options.epsilon));
    Output average = MovingAverage.updatedInLayer(tf, movingStddev, batchStddev, options.decay);
    Output derived = tf.nn().relu(tf.minus(tf.times(average, average), options.epsilon));
    try (NameScope scope = tf.nameScope("AssignNewValue");
        Scope colocated = tf.colocateWith(movingVariance)) {
      String name = movingVariance.isResource() ? "AssignVariableOp" : scope.name();
      return movingVariance.assign(derived, name);
    }
  }
}
