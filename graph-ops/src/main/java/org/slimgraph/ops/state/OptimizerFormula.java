package org.slimgraph.ops.state;

/** What an optimizer does to each element. */
@FunctionalInterface
interface OptimizerFormula {

  /**
   * Returns the step for these settings.
   *
   * @param settings the scalar inputs, in the op's order
   * @param flag the op's own boolean attribute; false if it has none
   */
  Step with(double[] settings, boolean flag);

  /** One element's step. */
  @FunctionalInterface
  interface Step {

    /**
     * Changes the element of the variable, {@code state[0]}, and those of its slots.
     *
     * @param gradient the element of the gradient
     */
    void apply(double[] state, double gradient);
  }
}
