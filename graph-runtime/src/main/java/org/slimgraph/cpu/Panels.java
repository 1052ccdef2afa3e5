package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Packs a matrix {@code B[depth][columns]} into panels of {@code width} columns: panel p holds
 * {@code depth} rows of its {@code width} columns without gaps, the last panel padded with zeros.
 *
 * <p>So the tile kernel reads one panel as a stream, and any range of the depth is contiguous.
 */
record Panels(int width) {

  /**
   * Edge of the square blocks in which a transposed matrix is read, so that both sides stay in the
   * first cache.
   */
  private static final int BLOCK = 16;

  int count(int columns) {
    return Parts.ceilDiv(columns, width);
  }

  /** Returns the packed size of a matrix in elements. */
  int size(int depth, int columns) {
    return Math.multiplyExact(Math.multiplyExact(count(columns), width), depth);
  }

  /** Packs {@code b[offset + k * pitch + column]}. */
  void pack(
      float[] b,
      int offset,
      int pitch,
      int depth,
      int columns,
      float[] out,
      int outOffset,
      Parallel parallel) {
    int panels = count(columns);
    int parts = Parts.count(panels, (long) depth * columns);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, panels);
          for (int panel = Parts.begin(part, parts, panels); panel < end; panel++) {
            packPanel(b, offset, pitch, depth, columns, out, outOffset, panel);
          }
        });
  }

  private void packPanel(
      float[] b,
      int offset,
      int pitch,
      int depth,
      int columns,
      float[] out,
      int outOffset,
      int panel) {
    int first = panel * width;
    int valid = Math.min(width, columns - first);
    int from = offset + first;
    int to = outOffset + panel * depth * width;
    for (int k = 0; k < depth; k++) {
      System.arraycopy(b, from, out, to, valid);
      if (valid < width) {
        Arrays.fill(out, to + valid, to + width, 0f);
      }
      from += pitch;
      to += width;
    }
  }

  /**
   * Packs a transposed piece: {@code b[offset + column * pitch + k]} for {@code k} below {@code
   * pieceDepth} becomes row {@code firstRow + k} of panels that are {@code depth} rows deep.
   */
  void packTransposed(
      float[] b,
      int offset,
      int pitch,
      int pieceDepth,
      int columns,
      float[] out,
      int outOffset,
      int depth,
      int firstRow,
      Parallel parallel) {
    int panels = count(columns);
    int parts = Parts.count(panels, (long) pieceDepth * columns);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, panels);
          for (int panel = Parts.begin(part, parts, panels); panel < end; panel++) {
            int to = outOffset + (panel * depth + firstRow) * width;
            packTransposedPanel(
                b,
                offset + panel * width * pitch,
                pitch,
                pieceDepth,
                Math.min(width, columns - panel * width),
                out,
                to);
          }
        });
  }

  private void packTransposedPanel(
      float[] b, int offset, int pitch, int depth, int valid, float[] out, int to) {
    for (int k0 = 0; k0 < depth; k0 += BLOCK) {
      int kEnd = Math.min(k0 + BLOCK, depth);
      for (int column = 0; column < valid; column++) {
        int from = offset + column * pitch;
        for (int k = k0; k < kEnd; k++) {
          out[to + k * width + column] = b[from + k];
        }
      }
    }
    if (valid < width) {
      for (int k = 0; k < depth; k++) {
        Arrays.fill(out, to + k * width + valid, to + (k + 1) * width, 0f);
      }
    }
  }
}
