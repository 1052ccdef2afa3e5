package org.slimgraph.checkpoint;

import org.slimgraph.tensor.Shape;

/** Where the elements of a slice lie in the whole tensor: runs that stand together in both. */
final class SliceRuns {
  /** Takes a run. */
  @FunctionalInterface
  interface Consumer {
    /** Takes {@code count} elements at {@code inWhole} of the tensor, {@code inSlice} of it. */
    void accept(int inWhole, int inSlice, int count);
  }

  private SliceRuns() {}

  /** Hands over the runs in order; {@code whole} has less than 2^31 elements. */
  static void forEach(Shape whole, TensorSlice slice, Consumer consumer) {
    Shape part = slice.of(whole);
    int elements = Math.toIntExact(part.elementCount());
    int outer = whole.rank();
    while (outer > 0 && part.dim(outer - 1) == whole.dim(outer - 1)) {
      outer--;
    }
    // the last dimension that is cut belongs to the run: its indices follow each other
    int odometer = Math.max(outer - 1, 0);
    int run = Math.toIntExact(part.slice(odometer).elementCount());
    long[] index = new long[odometer];
    for (int done = 0; done < elements; done += run) {
      consumer.accept(offset(whole, slice, index), done, run);
      for (int i = odometer - 1; i >= 0 && ++index[i] == part.dim(i); i--) {
        index[i] = 0;
      }
    }
  }

  private static int offset(Shape whole, TensorSlice slice, long[] index) {
    long offset = 0;
    for (int i = 0; i < whole.rank(); i++) {
      offset = offset * whole.dim(i) + slice.starts().get(i) + (i < index.length ? index[i] : 0);
    }
    return Math.toIntExact(offset);
  }
}
