package org.slimgraph.graph;

/**
 * Anything that stands for an operation of a graph and can be a control input or a member of a
 * collection: an {@link Operation}, an {@link Output}, a variable.
 */
public interface GraphElement {

  /** Returns the operation this element is, or belongs to. */
  Operation operation();

  /** Returns the element's name: {@code "a"} for an operation, {@code "a:0"} for an output. */
  String name();

  /** Returns the graph the element belongs to. */
  default Graph graph() {
    return operation().graph();
  }
}
