package org.slimgraph.memory;

import org.slimgraph.tensor.DataType;

/**
 * A buffer that a run needs from one step to another.
 *
 * @param type the element type
 * @param elements how many elements
 * @param first the step that fills it
 * @param last the last step that reads it
 */
public record Lifetime(DataType type, int elements, int first, int last) {

  /** Returns whether both are needed at the same time. */
  public boolean overlaps(Lifetime other) {
    return first <= other.last && other.first <= last;
  }
}
