package org.slimgraph.ops;

import java.util.Optional;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;

/** What the gradient of one operation sees: the operation and what arrived at its outputs. */
public interface GradientContext {

  /** Returns the builders of the graph. */
  Ops tf();

  /** Returns the operation of the forward graph. */
  Operation op();

  /** Returns the gradient that arrived at output {@code i}; zeros if none did. */
  Output dy(int i);

  /** Returns whether any gradient arrived at output {@code i}. */
  boolean hasDy(int i);

  /** Returns what arrived at output {@code i} if that is some rows of a tensor. */
  default Optional<IndexedSlices> rows(int i) {
    return Optional.empty();
  }

  /** Sets the gradient of input {@code i}. Inputs that are not set get none. */
  void set(int i, Output gradient);

  /** Sets the gradient of input {@code i} to rows of a larger tensor. */
  void set(int i, IndexedSlices gradient);

  /**
   * Lets what arrived at output {@code output} flow on into input {@code input} as it is: rows stay
   * rows.
   */
  default void passOn(int output, int input) {
    set(input, dy(output));
  }

  /** Returns input {@code i} of the operation. */
  default Output input(int i) {
    return op().input(i);
  }

  /** Returns output {@code i} of the operation. */
  default Output output(int i) {
    return op().output(i);
  }
}
