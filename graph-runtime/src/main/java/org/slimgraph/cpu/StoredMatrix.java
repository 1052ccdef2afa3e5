package org.slimgraph.cpu;

/** A row-major matrix in an array, rows {@code pitch} elements apart. */
record StoredMatrix(float[] values, int offset, int pitch) implements BlockSource {

  @Override
  public void copyBlock(
      int rowBegin, int rowEnd, int columnBegin, int columns, float[] out, int outPitch) {
    int from = offset + rowBegin * pitch + columnBegin;
    int to = 0;
    for (int row = rowBegin; row < rowEnd; row++) {
      System.arraycopy(values, from, out, to, columns);
      from += pitch;
      to += outPitch;
    }
  }
}
