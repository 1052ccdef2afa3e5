package org.slimgraph.slim;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Shape;

/**
 * Options of {@code slim.dropout}: half of the elements are kept, in training, until set otherwise.
 * Mutable; used while one layer is built.
 */
public final class DropoutOptions extends ScopedOptions<DropoutOptions> {
  double rate = 0.5;
  @Nullable Output keepProb;
  @Nullable Shape noiseShape;
  IsTraining isTraining = IsTraining.of(true);
  OptionalLong seed = OptionalLong.empty();

  DropoutOptions() {}

  /** Sets the probability that an element is kept. Default: 0.5. */
  public DropoutOptions keepProb(double keepProb) {
    this.rate = 1 - keepProb;
    this.keepProb = null;
    return this;
  }

  /** Sets the probability that an element is kept to what {@code keepProb} prints as. */
  public DropoutOptions keepProb(float keepProb) {
    return keepProb(Double.parseDouble(Float.toString(keepProb)));
  }

  /** Sets the probability that an element is kept: a scalar that a run may feed. */
  public DropoutOptions keepProb(Output keepProb) {
    this.keepProb = keepProb;
    return this;
  }

  /**
   * Sets which elements are kept or dropped together: those along dimensions of size 1; an unknown
   * size is that of the inputs. Null, the default: each for itself.
   */
  public DropoutOptions noiseShape(@Nullable Shape noiseShape) {
    this.noiseShape = noiseShape;
    return this;
  }

  /** Sets whether elements are dropped. Default: true. */
  public DropoutOptions isTraining(boolean isTraining) {
    this.isTraining = IsTraining.of(isTraining);
    return this;
  }

  /**
   * Sets what says whether elements are dropped: a bool tensor or variable; null means Keras'
   * learning phase, which is false unless it is fed.
   */
  public DropoutOptions isTraining(@Nullable GraphElement isTraining) {
    this.isTraining = IsTraining.of(isTraining);
    return this;
  }

  /** Sets the seed of the choice. Default: none of its own. */
  public DropoutOptions seed(long seed) {
    this.seed = OptionalLong.of(seed);
    return this;
  }
}
