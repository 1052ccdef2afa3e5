package org.slimgraph.cpu.random;

import java.util.Objects;

/**
 * A distribution that fills arrays. Immutable and free of state, so many threads may share one.
 *
 * <p>Values come in groups of {@link #groupSize}; where a group's words lie in the generator's
 * stream follows from its number alone. Parts of an array filled apart, in any order, equal the
 * array filled at once.
 *
 * @param <A> the array type: {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, or
 *     {@code short[]} for the bits of half and bfloat16 values
 */
public abstract class RandomFill<A> {
  private final int groupSize;
  private final int blocksPerGroup;

  RandomFill(int groupSize, int blocksPerGroup) {
    this.groupSize = groupSize;
    this.blocksPerGroup = blocksPerGroup;
  }

  /** Returns how many values make a group: 4, or 2 for 64-bit types. */
  public final int groupSize() {
    return groupSize;
  }

  /** Returns how many blocks of the generator lie between the starts of two groups. */
  final int blocksPerGroup() {
    return blocksPerGroup;
  }

  /** Returns how many groups {@code length} values take; the last may be cut short. */
  public final int groupCount(int length) {
    return length / groupSize + (length % groupSize == 0 ? 0 : 1);
  }

  /**
   * Fills {@code out[offset .. offset + length)}.
   *
   * @param start the generator at the start of the run's part; it is not moved
   */
  public final void fill(Philox start, A out, int offset, int length) {
    fill(start, out, offset, length, 0, groupCount(length));
  }

  /**
   * Fills some groups of {@code out[offset .. offset + length)} and leaves the other elements
   * alone.
   *
   * @param start the generator at the start of the run's part, whatever the groups; it is not moved
   * @param firstGroup the first group to fill, counted from {@code offset}
   * @param groups how many groups to fill
   */
  public final void fill(Philox start, A out, int offset, int length, int firstGroup, int groups) {
    Objects.checkFromIndexSize(firstGroup, groups, groupCount(length));
    Philox generator = start.copy();
    int limit = firstGroup + groups;
    for (int group = firstGroup; group < limit; group++) {
      generator.moveTo(start, (long) group * blocksPerGroup);
      int inside = group * groupSize;
      if (length - inside >= groupSize) {
        draw(generator, out, offset + inside);
      } else {
        A whole = newGroup();
        draw(generator, whole, 0);
        System.arraycopy(whole, 0, out, offset + inside, length - inside);
      }
    }
  }

  /** Draws one group into {@code out} from index {@code at} on. */
  abstract void draw(Philox generator, A out, int at);

  /** Returns an array for one group. */
  abstract A newGroup();
}
