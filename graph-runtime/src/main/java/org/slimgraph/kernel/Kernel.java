package org.slimgraph.kernel;

import org.slimgraph.error.SlimgraphException;

/**
 * Computes the outputs of one operation. One kernel object serves all runs of a plan, from several
 * threads at once, so it has no mutable fields.
 */
@FunctionalInterface
public interface Kernel {

  /**
   * Reads inputs from and writes outputs to {@code context}.
   *
   * @throws SlimgraphException with TF's code if the values are not acceptable; the executor adds
   *     the operation's name
   */
  void compute(KernelContext context);
}
