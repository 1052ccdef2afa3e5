package org.slimgraph.train;

/**
 * Options that all optimizers share, with TF's defaults.
 *
 * @param <O> the options of one kind of optimizer
 */
public abstract sealed class OptimizerOptions<O extends OptimizerOptions<O>>
    permits AdadeltaOptions,
        AdagradOptions,
        AdamOptions,
        FtrlOptions,
        GradientDescentOptions,
        MomentumOptions,
        RmsPropOptions {
  private String name;
  private boolean useLocking;

  OptimizerOptions(String name) {
    this.name = name;
  }

  abstract O self();

  /** Sets the name: of the step, of its scope and of the slots. Default: that of the kind. */
  public O name(String name) {
    this.name = name;
    return self();
  }

  /** Sets whether an update locks its variable. Default: false. */
  public O useLocking(boolean useLocking) {
    this.useLocking = useLocking;
    return self();
  }

  String name() {
    return name;
  }

  boolean useLocking() {
    return useLocking;
  }
}
