package org.slimgraph.slim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Reuse;

/**
 * Options of {@code tf.layers.batch_normalization}: with gamma, momentum 0.99, <em>not</em>
 * training until set otherwise. Mutable; used while one layer is built.
 */
public final class BatchNormalizationLayerOptions {
  private final BatchNormOptions options =
      new BatchNormOptions().decay(0.99).scale(true).isTraining(false);
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private final Map<String, Regularizer> regularizers = new LinkedHashMap<>();

  BatchNormalizationLayerOptions() {
    options.axis = -1;
  }

  /** Sets the dimension of the channels; negative ones count from the end. Default: -1. */
  public BatchNormalizationLayerOptions axis(int axis) {
    options.axis = axis;
    return this;
  }

  /** Sets the share of the old value that stays in a moving average. Default: 0.99. */
  public BatchNormalizationLayerOptions momentum(double momentum) {
    options.decay(momentum);
    return this;
  }

  /** Sets what is added to the variance. Default: 0.001. */
  public BatchNormalizationLayerOptions epsilon(double epsilon) {
    options.epsilon(epsilon);
    return this;
  }

  /** Sets whether there is an offset beta. Default: true. */
  public BatchNormalizationLayerOptions center(boolean center) {
    options.center(center);
    return this;
  }

  /** Sets whether there is a factor gamma. Default: true. */
  public BatchNormalizationLayerOptions scale(boolean scale) {
    options.scale(scale);
    return this;
  }

  /** Sets how beta starts. Default: zeros. */
  public BatchNormalizationLayerOptions betaInitializer(Initializer initializer) {
    return initializer("beta", initializer);
  }

  /** Sets how gamma starts. Default: ones. */
  public BatchNormalizationLayerOptions gammaInitializer(Initializer initializer) {
    return initializer("gamma", initializer);
  }

  /** Sets how the moving mean starts. Default: zeros. */
  public BatchNormalizationLayerOptions movingMeanInitializer(Initializer initializer) {
    return initializer("moving_mean", initializer);
  }

  /** Sets how the moving variance starts. Default: ones. */
  public BatchNormalizationLayerOptions movingVarianceInitializer(Initializer initializer) {
    return initializer("moving_variance", initializer);
  }

  private BatchNormalizationLayerOptions initializer(String variable, Initializer initializer) {
    initializers.put(variable, initializer);
    return this;
  }

  /** Sets the loss of beta. Default: none. */
  public BatchNormalizationLayerOptions betaRegularizer(Regularizer regularizer) {
    regularizers.put("beta", regularizer);
    return this;
  }

  /** Sets the loss of gamma. Default: none. */
  public BatchNormalizationLayerOptions gammaRegularizer(Regularizer regularizer) {
    regularizers.put("gamma", regularizer);
    return this;
  }

  /** Sets whether the batch's own statistics are used, and updates made. Default: false. */
  public BatchNormalizationLayerOptions training(boolean training) {
    options.isTraining(training);
    return this;
  }

  /** Sets the bool tensor or variable that says so; null: Keras' learning phase. */
  public BatchNormalizationLayerOptions training(@Nullable GraphElement training) {
    options.isTraining(training);
    return this;
  }

  /** Sets whether optimizers change beta and gamma. Default: true. */
  public BatchNormalizationLayerOptions trainable(boolean trainable) {
    options.trainable(trainable);
    return this;
  }

  /** Sets whether the fused kernel may be used. Null, the default: for inputs of rank 4. */
  public BatchNormalizationLayerOptions fused(@Nullable Boolean fused) {
    options.fused(fused);
    return this;
  }

  /** Sets the variable scope. Null, the default: {@code batch_normalization}, made unique. */
  public BatchNormalizationLayerOptions name(@Nullable String name) {
    options.scope(name);
    return this;
  }

  /** Sets whether variables are found instead of made. Default: as the variable scope says. */
  public BatchNormalizationLayerOptions reuse(Reuse reuse) {
    options.reuse(reuse);
    return this;
  }

  /** Sets whether variables are found instead of made. */
  public BatchNormalizationLayerOptions reuse(boolean reuse) {
    options.reuse(reuse);
    return this;
  }

  BatchNormOptions toSlim() {
    return options.paramInitializers(initializers).paramRegularizers(regularizers);
  }
}
