package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Regularizer;

/**
 * Options of {@code slim.batch_norm}, with TF's defaults. Mutable; used while one layer is built.
 */
public final class BatchNormOptions extends LayerOptions<BatchNormOptions> {
  double decay = 0.999;
  boolean center = true;
  boolean scale;
  double epsilon = 0.001;
  ImmutableMap<String, Initializer> paramInitializers = ImmutableMap.of();
  ImmutableMap<String, Regularizer> paramRegularizers = ImmutableMap.of();
  Updates updates = Updates.DEFAULT;
  IsTraining isTraining = IsTraining.of(true);
  @Nullable Output batchWeights;
  @Nullable Boolean fused;
  String dataFormat = "NHWC";
  boolean zeroDebiasMovingMean;
  boolean renorm;
  ImmutableMap<String, Output> renormClipping = ImmutableMap.of();
  double renormDecay = 0.99;
  @Nullable Adjustment adjustment;

  /** The dimension of the channels, for tf.layers; null: as the data format says. */
  @Nullable Integer axis;

  /**
   * Where the updates of the moving averages go.
   *
   * @param isDefault whether the key is UPDATE_OPS itself, not a list with it
   * @param keys the collections; empty if the output waits for the updates
   */
  record Updates(boolean isDefault, ImmutableList<String> keys) {
    static final Updates DEFAULT = new Updates(true, ImmutableList.of(GraphKeys.UPDATE_OPS.name()));

    /** Returns whether the layer's output waits for the updates. */
    boolean areForced() {
      return keys.isEmpty();
    }
  }

  BatchNormOptions() {
    super(null);
  }

  /**
   * Sets the share of the old value that stays in a moving average at each update; the batch's
   * statistic gets the rest. Default: 0.999.
   */
  public BatchNormOptions decay(double decay) {
    this.decay = decay;
    return this;
  }

  /** Sets the decay to the decimal number that {@code decay} prints as: 0.99f means 0.99. */
  public BatchNormOptions decay(float decay) {
    return decay(decimal(decay));
  }

  /** Sets whether there is an offset beta. Default: true. */
  public BatchNormOptions center(boolean center) {
    this.center = center;
    return this;
  }

  /** Sets whether there is a factor gamma. Default: false; a next linear layer can do the same. */
  public BatchNormOptions scale(boolean scale) {
    this.scale = scale;
    return this;
  }

  /** Sets what is added to the variance. Default: 0.001. Fused kernels take at least 1.001e-5. */
  public BatchNormOptions epsilon(double epsilon) {
    this.epsilon = epsilon;
    return this;
  }

  /** Sets epsilon to the decimal number that {@code epsilon} prints as: 0.001f means 0.001. */
  public BatchNormOptions epsilon(float epsilon) {
    return epsilon(decimal(epsilon));
  }

  /** Sets how variables start, by {@code beta, gamma, moving_mean, moving_variance}. */
  public BatchNormOptions paramInitializers(Map<String, ? extends Initializer> initializers) {
    this.paramInitializers = ImmutableMap.copyOf(initializers);
    return this;
  }

  /**
   * Sets the losses of {@code beta} and {@code gamma}.
   *
   * <p>TF 1.x: they are ignored where the layer is neither fused nor in its default form: with
   * batch weights, zero debiasing or updates outside of UPDATE_OPS.
   */
  public BatchNormOptions paramRegularizers(Map<String, ? extends Regularizer> regularizers) {
    this.paramRegularizers = ImmutableMap.copyOf(regularizers);
    return this;
  }

  /**
   * Sets the collection that gets the two updates of the moving averages, to be run with each
   * training step. Default: UPDATE_OPS. Null: no collection; instead every evaluation of the
   * layer's output in training mode waits for the updates.
   */
  public BatchNormOptions updatesCollections(@Nullable GraphKey<?> key) {
    if (key == null) {
      this.updates = new Updates(false, ImmutableList.of());
    } else if (key.name().equals(GraphKeys.UPDATE_OPS.name())) {
      this.updates = Updates.DEFAULT;
    } else {
      this.updates = new Updates(false, ImmutableList.of(key.name()));
    }
    return this;
  }

  /**
   * Sets several collections that get the updates. A list is never the default, even of UPDATE_OPS
   * alone: as in TF, it selects another implementation of the layer.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  public BatchNormOptions updatesCollectionsList(Collection<String> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "updatesCollections: no keys; updates that no collection holds would never run."
              + " Use updatesCollections(null) to let the output wait for them");
    }
    this.updates = new Updates(false, ImmutableList.copyOf(keys));
    return this;
  }

  /** Sets whether the batch's own statistics are used, and updates made. Default: true. */
  public BatchNormOptions isTraining(boolean isTraining) {
    this.isTraining = IsTraining.of(isTraining);
    return this;
  }

  /**
   * Sets what says whether the batch's own statistics are used, and updates made: a bool tensor or
   * variable. A tensor that is constant counts as its value, and can no longer be fed. For any
   * other the layer builds both ways, and each run takes one; an update that runs in inference
   * leaves the averages as they are, but for graphs of TF 1.0: there the default layer's updates
   * move them in inference too.
   *
   * @throws IllegalArgumentException for an operation
   */
  public BatchNormOptions isTraining(@Nullable GraphElement isTraining) {
    this.isTraining = IsTraining.of(isTraining);
    return this;
  }

  /** Sets the weight of each example, [batch]; null, the default: all alike. */
  public BatchNormOptions batchWeights(@Nullable Output weights) {
    this.batchWeights = weights;
    return this;
  }

  /** Sets whether the fused kernel may be used. Null, the default: in TF 1.15 yes, in 1.0 no. */
  public BatchNormOptions fused(@Nullable Boolean fused) {
    this.fused = fused;
    return this;
  }

  /** Sets where the channels are: {@code "NHWC"}, the default, or {@code "NCHW"}. */
  public BatchNormOptions dataFormat(String dataFormat) {
    this.dataFormat = dataFormat;
    return this;
  }

  /** Sets whether the moving mean is corrected for its start at zero. Default: false. */
  public BatchNormOptions zeroDebiasMovingMean(boolean zeroDebias) {
    this.zeroDebiasMovingMean = zeroDebias;
    return this;
  }

  /**
   * Sets whether batch renormalisation is used: in training, values are normalised as slowly moving
   * averages would. It takes the arithmetic of the default layer, without fused kernel, and three
   * variables more. Default: false.
   */
  public BatchNormOptions renorm(boolean renorm) {
    this.renorm = renorm;
    return this;
  }

  /**
   * Sets the limits of renormalisation: any of {@code rmax, rmin, dmax}, of the type of the layer's
   * variables. Default: none.
   */
  public BatchNormOptions renormClipping(Map<String, Output> clipping) {
    this.renormClipping = ImmutableMap.copyOf(clipping);
    return this;
  }

  /** Sets the decay of renormalisation's own averages. Default: 0.99. */
  public BatchNormOptions renormDecay(double decay) {
    this.renormDecay = decay;
    return this;
  }

  /** Sets a change of normalised values in training; null, the default: none. */
  public BatchNormOptions adjustment(@Nullable Adjustment adjustment) {
    this.adjustment = adjustment;
    return this;
  }

  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
