package org.slimgraph.train;

/** How weighted losses become one number; tf.losses.Reduction. L are the losses, w the weights. */
public enum Reduction {
  /** Not at all: the losses, weighted. */
  NONE,
  /** The sum, ΣLw. */
  SUM,
  /** The mean, ΣLw/Σw; 0 where all weights are. */
  MEAN,
  /** The sum over the number of losses. */
  SUM_OVER_BATCH_SIZE,
  /** The sum over the number of weights that are not 0; 0 where all weights are. The default. */
  SUM_BY_NONZERO_WEIGHTS
}
