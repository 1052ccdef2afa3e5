package org.slimgraph.op;

/** Supplies ops to {@link OpRegistry#standard()}; found by {@link java.util.ServiceLoader}. */
public interface OpSource {

  /** Returns the ops, each type once. */
  Iterable<RegisteredOp> ops();
}
