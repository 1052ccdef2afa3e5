package org.slimgraph.graph;

/**
 * A branch of a conditional or the body of a loop while it is built. Each operation made meanwhile
 * belongs to it, and the context rewires it: what comes from outside is brought in.
 */
public interface ControlFlowContext {

  /**
   * Takes in an operation that was just added to the graph. Operations made meanwhile are named
   * below it.
   */
  void add(Operation operation);
}
