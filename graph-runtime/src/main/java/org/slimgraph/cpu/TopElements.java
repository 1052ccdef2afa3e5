package org.slimgraph.cpu;

/**
 * Selects the first elements of a range in some order, by a heap of the best so far: {@code count *
 * log(k)} comparisons, no memory but the result.
 */
public final class TopElements {

  /** An order of elements by their index. It must be strict: no two elements are equal. */
  @FunctionalInterface
  public interface Order {
    /** Returns whether element {@code i} comes before element {@code j}. */
    boolean isBefore(int i, int j);
  }

  private TopElements() {}

  /**
   * Stores the indices of the first {@code k} elements of {@code begin}…{@code begin + count - 1},
   * best first.
   *
   * @param k at most {@code count}
   */
  public static void select(Order order, int begin, int count, int k, int[] out, int at) {
    for (int i = 0; i < k; i++) {
      out[at + i] = begin + i;
    }
    for (int i = k / 2 - 1; i >= 0; i--) {
      sink(order, out, at, i, k);
    }
    for (int i = begin + k; k > 0 && i < begin + count; i++) {
      if (order.isBefore(i, out[at])) {
        out[at] = i;
        sink(order, out, at, 0, k);
      }
    }
    // The root is the last of the chosen: taking it off again and again sorts from the end.
    for (int size = k - 1; size > 0; size--) {
      int last = out[at];
      out[at] = out[at + size];
      out[at + size] = last;
      sink(order, out, at, 0, size);
    }
  }

  /** Restores the heap below {@code place}, whose root comes last of all. */
  private static void sink(Order order, int[] heap, int at, int place, int size) {
    int moved = heap[at + place];
    int hole = place;
    int child = 2 * hole + 1;
    while (child < size) {
      if (child + 1 < size && order.isBefore(heap[at + child], heap[at + child + 1])) {
        child++;
      }
      if (!order.isBefore(moved, heap[at + child])) {
        break;
      }
      heap[at + hole] = heap[at + child];
      hole = child;
      child = 2 * hole + 1;
    }
    heap[at + hole] = moved;
  }
}
