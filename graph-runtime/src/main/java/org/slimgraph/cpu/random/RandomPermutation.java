package org.slimgraph.cpu.random;

/** The order that RandomShuffle puts the slices of its input in. */
public final class RandomPermutation {
  private RandomPermutation() {}

  /**
   * Returns the shuffled order of {@code size} slices: slice {@code i} of the output is slice
   * {@code order[i]} of the input.
   *
   * <p>TF 1.x: an input with fewer than two slices or elements is passed on and reserves nothing.
   *
   * @param start a generator from {@code RandomStream.reserveWords(size - 1)}; it is not moved
   */
  public static int[] of(Philox start, int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    SingleWords words = new SingleWords(start);
    for (int i = 0; i < size - 1; i++) {
      int other = i + Integer.remainderUnsigned(words.next(), size - i);
      int slice = order[i];
      order[i] = order[other];
      order[other] = slice;
    }
    return order;
  }
}
