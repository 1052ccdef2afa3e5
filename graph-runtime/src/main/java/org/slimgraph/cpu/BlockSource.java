package org.slimgraph.cpu;

/** A matrix, stored or implied, that gives out blocks of itself as dense copies. */
interface BlockSource {

  /**
   * Copies the rows {@code rowBegin..rowEnd-1}, columns {@code columnBegin..columnBegin+columns-1}
   * to {@code out} from index 0, rows {@code pitch} elements apart, and possibly {@link
   * ElementLoops#OVERRUN} elements more after the last.
   */
  void copyBlock(int rowBegin, int rowEnd, int columnBegin, int columns, float[] out, int pitch);
}
