package org.slimgraph.examples.nets;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.slim.BatchNormOptions;
import org.slimgraph.slim.DropoutOptions;
import org.slimgraph.variables.Reuse;

/**
 * Options of the nets: in training, with the net's own number of classes, until set otherwise.
 * Mutable; used while one net is built.
 */
public final class NetOptions {
  int numClasses;
  double dropoutKeepProb;
  double depthMultiplier = 1;
  boolean auxLogits = true;
  @Nullable String scope;
  Reuse reuse = Reuse.INHERIT;
  private boolean training = true;
  private @Nullable GraphElement predicate;

  NetOptions(int numClasses, double dropoutKeepProb) {
    this.numClasses = numClasses;
    this.dropoutKeepProb = dropoutKeepProb;
  }

  /** Sets the number of classes. Default: the net's own, such as 1000. */
  public NetOptions numClasses(int numClasses) {
    this.numClasses = numClasses;
    return this;
  }

  /** Sets whether batch norm and dropout train. Default: true. */
  public NetOptions isTraining(boolean isTraining) {
    this.training = isTraining;
    this.predicate = null;
    return this;
  }

  /** Sets the bool tensor or variable that says whether batch norm and dropout train. */
  public NetOptions isTraining(GraphElement isTraining) {
    this.predicate = isTraining;
    return this;
  }

  /** Sets the probability that dropout keeps an element. Default: the net's own. */
  public NetOptions dropoutKeepProb(double keepProb) {
    this.dropoutKeepProb = keepProb;
    return this;
  }

  /** Sets by what the numbers of filters of a MobileNet are multiplied. Default: 1. */
  public NetOptions depthMultiplier(double depthMultiplier) {
    if (!(depthMultiplier > 0)) {
      throw new IllegalArgumentException(
          "depth_multiplier is not greater than zero: " + depthMultiplier);
    }
    this.depthMultiplier = depthMultiplier;
    return this;
  }

  /** Sets whether Inception v3 has its second head. Default: true. */
  public NetOptions auxLogits(boolean auxLogits) {
    this.auxLogits = auxLogits;
    return this;
  }

  /** Sets the variable scope. Null, the default: the net's own name, such as resnet_v1_50. */
  public NetOptions scope(@Nullable String scope) {
    this.scope = scope;
    return this;
  }

  /** Sets whether variables are found instead of made. Default: as the variable scope says. */
  public NetOptions reuse(Reuse reuse) {
    this.reuse = reuse;
    return this;
  }

  String scopeOr(String other) {
    return scope == null ? other : scope;
  }

  void applyTo(BatchNormOptions options) {
    if (predicate == null) {
      options.isTraining(training);
    } else {
      options.isTraining(predicate);
    }
  }

  void applyTo(DropoutOptions options) {
    options.keepProb(dropoutKeepProb);
    if (predicate == null) {
      options.isTraining(training);
    } else {
      options.isTraining(predicate);
    }
  }
}
