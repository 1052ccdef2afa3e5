package org.slimgraph.kernel;

import org.slimgraph.op.Attributes;

/** Makes the kernel of an operation from its attributes, so that they are read once a plan. */
@FunctionalInterface
public interface KernelFactory {

  /** Returns a kernel for an operation with these attributes. */
  Kernel create(Attributes attrs);
}
