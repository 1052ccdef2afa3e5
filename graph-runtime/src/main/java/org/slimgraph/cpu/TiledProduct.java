package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * The one driver of matrix products: rows copied block by block from a {@link BlockSource}, times
 * packed panels.
 *
 * <p>A part owns some blocks of rows and some panels. For each segment of the depth it copies its
 * block of rows once, then runs all its panels and, inside, all tiles of rows: a segment of a panel
 * (32 KiB at 32 columns) stays in the first cache while the tiles pass, the block of rows stays in
 * the second. Copying the rows gives the kernel one constant pitch and frees it from padding,
 * strides and dilation. Each element of the result is summed in one fixed order: segment after
 * segment, k after k.
 */
final class TiledProduct {

  /** Depth of one segment; longer sums come in several calls that add to the result. */
  static final int DEPTH = 256;

  /**
   * Distance of copied rows: not a multiple of the page size, so that the rows of a tile fall into
   * different cache sets.
   */
  private static final int PITCH = DEPTH + 16;

  private static final int TILES_PER_BLOCK = 4;

  /** Floating-point operations that are worth a part of their own. */
  private static final long PART_OPERATIONS = 2_000_000;

  /** Parts wanted before more cuts are not worth their cost. */
  private static final int ENOUGH_PARTS = 8;

  private final TileKernels kernels;
  private final Panels panels;
  private final TileKernel rowMajor;
  private final TileKernel depthMajor;
  private final int blockRows;

  TiledProduct(TileKernels kernels) {
    this.kernels = kernels;
    panels = new Panels(kernels.columns());
    blockRows = TILES_PER_BLOCK * kernels.rows();
    rowMajor = kernels.at(PITCH, 1);
    depthMajor = kernels.at(1, blockRows);
  }

  Panels panels() {
    return panels;
  }

  /**
   * Into how many chunks the depth is cut, each with its own partial result, because the result is
   * too small to be cut itself.
   *
   * <p>Depends on sizes only, and so does the result.
   */
  int depthChunks(int rows, int columns, int depth) {
    int units = Parts.ceilDiv(rows, blockRows) * panels.count(columns);
    if (units >= ENOUGH_PARTS || 2L * rows * columns * depth < 4 * PART_OPERATIONS) {
      return 1;
    }
    return Math.max(1, Math.min(ENOUGH_PARTS, depth / (4 * DEPTH)));
  }

  /** Returns the elements of scratch that {@link #multiply} needs for partial results. */
  int scratchSize(int rows, int columns, int depth) {
    int chunks = depthChunks(rows, columns, depth);
    return chunks == 1 ? 0 : Math.multiplyExact(chunks, Math.multiplyExact(rows, columns));
  }

  /**
   * Computes {@code c (+)= a * b}.
   *
   * @param transposed whether {@code a} gives out the transpose of the left matrix
   * @param b panels of the right matrix, {@code depth} deep
   * @param epilogue what is done to each block of {@code c} once it is complete
   * @param scratch at least {@link #scratchSize} elements from {@code scratchOffset}
   */
  void multiply(
      BlockSource a,
      boolean transposed,
      int rows,
      int columns,
      int depth,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cPitch,
      boolean accumulate,
      Epilogue epilogue,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    if (rows == 0 || columns == 0) {
      return;
    }
    if (depth == 0) {
      if (!accumulate) {
        for (int row = 0; row < rows; row++) {
          Arrays.fill(c, cOffset + row * cPitch, cOffset + row * cPitch + columns, 0f);
        }
      }
      epilogue.apply(c, cOffset, cPitch, 0, rows, 0, columns);
      return;
    }
    int chunks = depthChunks(rows, columns, depth);
    if (chunks == 1) {
      Job job =
          new Job(
              a,
              transposed,
              rows,
              columns,
              depth,
              b,
              bOffset,
              c,
              cOffset,
              cPitch,
              accumulate,
              epilogue);
      runParts(job, parallel);
      return;
    }
    int size = rows * columns;
    parallel.run(
        chunks,
        chunk -> {
          int begin = chunkBegin(chunk, chunks, depth);
          int end = chunkBegin(chunk + 1, chunks, depth);
          Job job =
              new Job(
                  a,
                  transposed,
                  rows,
                  columns,
                  depth,
                  b,
                  bOffset,
                  scratch,
                  scratchOffset + chunk * size,
                  columns,
                  false,
                  Epilogue.NONE);
          runUnits(job, 0, job.rowBlocks(blockRows), 0, panels.count(columns), begin, end);
        });
    for (int row = 0; row < rows; row++) {
      sumChunks(
          scratch,
          scratchOffset + row * columns,
          size,
          chunks,
          c,
          cOffset + row * cPitch,
          columns,
          accumulate);
    }
    epilogue.apply(c, cOffset, cPitch, 0, rows, 0, columns);
  }

  private static int chunkBegin(int chunk, int chunks, int depth) {
    return chunk == chunks ? depth : Parts.begin(chunk, chunks, depth / DEPTH) * DEPTH;
  }

  private static void sumChunks(
      float[] partial,
      int from,
      int size,
      int chunks,
      float[] c,
      int to,
      int columns,
      boolean accumulate) {
    for (int column = 0; column < columns; column++) {
      float sum = accumulate ? c[to + column] : 0f;
      for (int chunk = 0; chunk < chunks; chunk++) {
        sum += partial[from + chunk * size + column];
      }
      c[to + column] = sum;
    }
  }

  private void runParts(Job job, Parallel parallel) {
    int rowBlocks = job.rowBlocks(blockRows);
    int panelCount = panels.count(job.columns);
    long operations = 2L * job.rows * job.columns * job.depth;
    int wanted = Parts.count(Integer.MAX_VALUE, operations, PART_OPERATIONS);
    int groups = Math.min(panelCount, Parts.ceilDiv(Math.min(wanted, ENOUGH_PARTS), rowBlocks));
    int units = rowBlocks * groups;
    int parts = Math.min(units, wanted);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, units);
          for (int unit = Parts.begin(part, parts, units); unit < end; unit++) {
            int block = unit % rowBlocks;
            int group = unit / rowBlocks;
            int panelBegin = Parts.begin(group, groups, panelCount);
            int panelEnd = Parts.begin(group + 1, groups, panelCount);
            runUnits(job, block, block + 1, panelBegin, panelEnd, 0, job.depth);
          }
        });
  }

  private void runUnits(
      Job job,
      int blockBegin,
      int blockEnd,
      int panelBegin,
      int panelEnd,
      int depthBegin,
      int depthEnd) {
    Scratch scratch = Scratch.ofThread();
    float[] rowsCopy = scratch.block(blockRows * PITCH + ElementLoops.OVERRUN);
    for (int block = blockBegin; block < blockEnd; block++) {
      int rowBegin = block * blockRows;
      int rowEnd = Math.min(rowBegin + blockRows, job.rows);
      for (int k = depthBegin; k < depthEnd; k += DEPTH) {
        int depth = Math.min(DEPTH, depthEnd - k);
        if (job.transposed) {
          job.a.copyBlock(k, k + depth, rowBegin, rowEnd - rowBegin, rowsCopy, blockRows);
        } else {
          job.a.copyBlock(rowBegin, rowEnd, k, depth, rowsCopy, PITCH);
        }
        boolean add = job.accumulate || k > depthBegin;
        for (int panel = panelBegin; panel < panelEnd; panel++) {
          runTiles(job, rowsCopy, rowBegin, rowEnd, panel, k, depth, add, scratch);
        }
      }
      int width = kernels.columns();
      job.epilogue.apply(
          job.c,
          job.cOffset,
          job.cPitch,
          rowBegin,
          rowEnd,
          panelBegin * width,
          Math.min(panelEnd * width, job.columns));
    }
  }

  private void runTiles(
      Job job,
      float[] rowsCopy,
      int rowBegin,
      int rowEnd,
      int panel,
      int k,
      int depth,
      boolean add,
      Scratch scratch) {
    int width = kernels.columns();
    int tileRows = kernels.rows();
    TileKernel kernel = job.transposed ? depthMajor : rowMajor;
    int rowStride = job.transposed ? 1 : PITCH;
    int bAt = job.bOffset + (panel * job.depth + k) * width;
    int valid = Math.min(width, job.columns - panel * width);
    for (int row = rowBegin; row < rowEnd; row += tileRows) {
      int rows = Math.min(tileRows, rowEnd - row);
      int aAt = (row - rowBegin) * rowStride;
      int cAt = job.cOffset + row * job.cPitch + panel * width;
      if (valid == width) {
        kernel.run(rows, depth, rowsCopy, aAt, job.b, bAt, job.c, cAt, job.cPitch, add);
        continue;
      }
      float[] tile = scratch.tile(tileRows * width);
      if (add) {
        copyRows(job.c, cAt, job.cPitch, tile, 0, width, rows, valid);
      }
      kernel.run(rows, depth, rowsCopy, aAt, job.b, bAt, tile, 0, width, add);
      copyRows(tile, 0, width, job.c, cAt, job.cPitch, rows, valid);
    }
  }

  private static void copyRows(
      float[] from,
      int fromAt,
      int fromPitch,
      float[] to,
      int toAt,
      int toPitch,
      int rows,
      int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, fromAt + row * fromPitch, to, toAt + row * toPitch, columns);
    }
  }

  /** Operands of one product. */
  private record Job(
      BlockSource a,
      boolean transposed,
      int rows,
      int columns,
      int depth,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cPitch,
      boolean accumulate,
      Epilogue epilogue) {

    int rowBlocks(int blockRows) {
      return Parts.ceilDiv(rows, blockRows);
    }
  }
}
