package org.slimgraph.kernel;

/** Supplies ops to {@link KernelRegistry#standard()}; found by {@link java.util.ServiceLoader}. */
public interface KernelSource {

  /** Returns the ops, each type once. */
  Iterable<RunnableOp> runnableOps();
}
