package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Convolutions with dense 3×3 filters by Winograd's F(4×4, 3×3): 36 products instead of 144 for
 * each tile of 4×4 outputs.
 *
 * <p>Tiles go through in blocks: transform the input tiles to 36 matrices [tiles, inChannels],
 * multiply each with its matrix of the transformed filter, transform the 36 results back. A block
 * is so large that the filter, streamed once a block, does not dominate, and so small that its
 * matrices stay in the caches. All sums run in one order, whatever the block and the threads.
 *
 * <p>Results differ from sums of products in their last bits: the worst of many outputs errs by up
 * to 2e-5 of the largest (measured up to 300 channels of Gaussian numbers). An infinite or NaN
 * input spoils its whole tile.
 */
final class Winograd {
  private static final int VALUES = WinogradLoops.VALUES;
  private static final int IN = WinogradLoops.INPUT_SIDE;
  private static final int OUT = WinogradLoops.OUTPUT_SIDE;
  private static final int TAPS = 9;

  /** Depth of one segment of a sum, as in {@link TiledProduct}. */
  private static final int DEPTH = TiledProduct.DEPTH;

  /**
   * Elements of the matrices of a block: 8 MiB, so that the filter is seldom streamed (assumed).
   */
  private static final int BLOCK_ELEMENTS = 2 << 20;

  private static final int FEW_CHANNELS = 32;
  private static final int SMALL_SIDE = 14;
  private static final int FEW_TILES = 16;
  private static final long PART_OPERATIONS = 2_000_000;

  /** The filter transform, [6, 3]. */
  private static final double[][] G = {
    {1.0 / 4, 0, 0},
    {-1.0 / 6, -1.0 / 6, -1.0 / 6},
    {-1.0 / 6, 1.0 / 6, -1.0 / 6},
    {1.0 / 24, 1.0 / 12, 1.0 / 6},
    {1.0 / 24, -1.0 / 12, 1.0 / 6},
    {0, 0, 1}
  };

  private final TileKernels kernels;
  private final WinogradLoops loops;
  private final Panels panels;
  private final TileKernel kernel;
  private final Axis rows;
  private final Axis columns;
  private final int batch;
  private final int inChannels;
  private final int outChannels;
  private final int panelCount;
  private final int segments;
  private final int pitch;
  private final int resultPitch;
  private final int blockTiles;

  /** One spatial axis: input pixels, zeros before the first, output pixels. */
  record Axis(int input, int padBefore, int output) {
    int tiles() {
      return Parts.ceilDiv(output, OUT);
    }
  }

  Winograd(
      TileKernels kernels,
      WinogradLoops loops,
      int batch,
      Axis rows,
      Axis columns,
      int inChannels,
      int outChannels) {
    this.kernels = kernels;
    this.loops = loops;
    this.panels = new Panels(kernels.columns());
    this.batch = batch;
    this.rows = rows;
    this.columns = columns;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    panelCount = panels.count(outChannels);
    segments = Parts.ceilDiv(inChannels, DEPTH);
    // Not a multiple of the page size, so that the rows of a tile fall into different cache sets.
    pitch = Parts.ceilDiv(Math.min(inChannels, DEPTH), 16) * 16 + 16;
    resultPitch = panelCount * kernels.columns() + 16;
    kernel = kernels.at(pitch, 1);
    int tileElements = VALUES * (segments * pitch + resultPitch);
    int wanted = Math.max(2 * kernels.rows(), BLOCK_ELEMENTS / tileElements);
    blockTiles = Math.min(tiles(), wanted / kernels.rows() * kernels.rows());
  }

  /** Returns whether the transforms pay, by sizes alone. */
  static boolean pays(int batch, Axis rows, Axis columns, int inChannels, int outChannels) {
    return Math.min(rows.output(), columns.output()) >= SMALL_SIDE
        && (long) batch * rows.tiles() * columns.tiles() >= FEW_TILES
        && Math.min(inChannels, outChannels) >= FEW_CHANNELS;
  }

  private int tiles() {
    return batch * rows.tiles() * columns.tiles();
  }

  /** Returns the elements of a transformed filter. */
  int filterSize() {
    return Math.multiplyExact(VALUES, panels.size(inChannels, outChannels));
  }

  /**
   * Transforms a filter whose element (tap, in, out) lies at {@code filterOffset + tap * tapStride
   * + in * inStride + out * outStride}.
   *
   * @param turned whether the taps are taken from the last to the first
   */
  void packFilter(
      float[] filter,
      int filterOffset,
      int tapStride,
      int inStride,
      int outStride,
      boolean turned,
      float[] packed,
      int packedOffset,
      Parallel parallel) {
    int width = kernels.columns();
    int matrix = panels.size(inChannels, outChannels);
    int parts = Parts.count(inChannels, (long) filterSize());
    parallel.run(
        parts,
        part -> {
          double[] g = new double[TAPS];
          double[] half = new double[IN * 3];
          int end = Parts.begin(part + 1, parts, inChannels);
          for (int in = Parts.begin(part, parts, inChannels); in < end; in++) {
            for (int column = 0; column < panelCount * width; column++) {
              int panel = column / width;
              int to = packedOffset + (panel * inChannels + in) * width + column - panel * width;
              if (column >= outChannels) {
                for (int xi = 0; xi < VALUES; xi++) {
                  packed[to + xi * matrix] = 0f;
                }
                continue;
              }
              int from = filterOffset + in * inStride + column * outStride;
              for (int tap = 0; tap < TAPS; tap++) {
                g[turned ? TAPS - 1 - tap : tap] = filter[from + tap * tapStride];
              }
              transformFilter(g, half, packed, to, matrix);
            }
          }
        });
  }

  private static void transformFilter(
      double[] g, double[] half, float[] packed, int to, int matrix) {
    for (int i = 0; i < IN; i++) {
      for (int k = 0; k < 3; k++) {
        half[i * 3 + k] = G[i][0] * g[k] + G[i][1] * g[3 + k] + G[i][2] * g[6 + k];
      }
    }
    for (int i = 0; i < IN; i++) {
      for (int k = 0; k < IN; k++) {
        packed[to + (i * IN + k) * matrix] =
            (float) (G[k][0] * half[i * 3] + G[k][1] * half[i * 3 + 1] + G[k][2] * half[i * 3 + 2]);
      }
    }
  }

  /** Returns the elements of scratch that {@link #run} needs. */
  int scratchSize() {
    return Math.multiplyExact(VALUES * blockTiles, segments * pitch + resultPitch);
  }

  /** Computes {@code output} [batch, rows, columns, outChannels]. */
  void run(
      float[] input,
      int inputOffset,
      float[] packed,
      int packedOffset,
      float[] output,
      int outputOffset,
      Epilogue epilogue,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    int tiles = tiles();
    int results = scratchOffset + VALUES * segments * blockTiles * pitch;
    for (int begin = 0; begin < tiles; begin += blockTiles) {
      int first = begin;
      int count = Math.min(blockTiles, tiles - begin);
      forTiles(
          count,
          inChannels,
          parallel,
          tile -> transformInput(input, inputOffset, first + tile, tile, scratch, scratchOffset));
      multiply(count, packed, packedOffset, scratch, scratchOffset, results, parallel);
      forTiles(
          count,
          outChannels,
          parallel,
          tile ->
              transformOutput(
                  scratch, results, tile, first + tile, output, outputOffset, epilogue));
    }
  }

  private interface TileBody {
    void run(int tile);
  }

  private static void forTiles(int count, int channels, Parallel parallel, TileBody body) {
    int parts = Parts.count(count, (long) count * VALUES * channels);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, count);
          for (int tile = Parts.begin(part, parts, count); tile < end; tile++) {
            body.run(tile);
          }
        });
  }

  private void transformInput(
      float[] input, int inputOffset, int tile, int slot, float[] scratch, int scratchOffset) {
    int tileColumns = columns.tiles();
    int tileRow = tile / tileColumns;
    int image = tileRow / rows.tiles();
    int top = (tileRow - image * rows.tiles()) * OUT - rows.padBefore();
    int left = (tile - tileRow * tileColumns) * OUT - columns.padBefore();
    boolean inside =
        top >= 0 && left >= 0 && top + IN <= rows.input() && left + IN <= columns.input();
    Scratch working = Scratch.ofThread();
    float[] work = working.transform(WinogradLoops.WORK);
    int imageAt = inputOffset + image * rows.input() * columns.input() * inChannels;
    for (int segment = 0; segment < segments; segment++) {
      int channel = segment * DEPTH;
      int channels = Math.min(DEPTH, inChannels - channel);
      int to = scratchOffset + (segment * blockTiles + slot) * pitch;
      int valuePitch = segments * blockTiles * pitch;
      if (inside) {
        int at = imageAt + (top * columns.input() + left) * inChannels + channel;
        loops.input(
            input,
            at,
            columns.input() * inChannels,
            inChannels,
            channels,
            scratch,
            to,
            valuePitch,
            work);
      } else {
        float[] patch = working.block(VALUES * channels);
        copyPatch(input, imageAt + channel, top, left, channels, patch);
        loops.input(patch, 0, IN * channels, channels, channels, scratch, to, valuePitch, work);
      }
    }
  }

  /** Copies the 6×6 pixels from (top, left), with zeros where there is no pixel. */
  private void copyPatch(
      float[] input, int imageAt, int top, int left, int channels, float[] patch) {
    for (int row = 0; row < IN; row++) {
      int y = top + row;
      for (int column = 0; column < IN; column++) {
        int x = left + column;
        int to = (row * IN + column) * channels;
        if (y < 0 || y >= rows.input() || x < 0 || x >= columns.input()) {
          Arrays.fill(patch, to, to + channels, 0f);
        } else {
          System.arraycopy(
              input, imageAt + (y * columns.input() + x) * inChannels, patch, to, channels);
        }
      }
    }
  }

  private void multiply(
      int count,
      float[] packed,
      int packedOffset,
      float[] scratch,
      int scratchOffset,
      int results,
      Parallel parallel) {
    int units = VALUES * panelCount;
    int parts = Parts.count(units, 2L * VALUES * count * inChannels * outChannels, PART_OPERATIONS);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, units);
          for (int unit = Parts.begin(part, parts, units); unit < end; unit++) {
            int xi = unit / panelCount;
            int panel = unit - xi * panelCount;
            multiplyUnit(count, xi, panel, packed, packedOffset, scratch, scratchOffset, results);
          }
        });
  }

  private void multiplyUnit(
      int count,
      int xi,
      int panel,
      float[] packed,
      int packedOffset,
      float[] scratch,
      int scratchOffset,
      int results) {
    int width = kernels.columns();
    int step = kernels.rows();
    int matrix = packedOffset + xi * panels.size(inChannels, outChannels);
    for (int segment = 0; segment < segments; segment++) {
      int k = segment * DEPTH;
      int depth = Math.min(DEPTH, inChannels - k);
      int b = matrix + (panel * inChannels + k) * width;
      int a = scratchOffset + (xi * segments + segment) * blockTiles * pitch;
      int c = results + xi * blockTiles * resultPitch + panel * width;
      for (int tile = 0; tile < count; tile += step) {
        kernel.run(
            Math.min(step, count - tile),
            depth,
            scratch,
            a + tile * pitch,
            packed,
            b,
            scratch,
            c + tile * resultPitch,
            resultPitch,
            segment > 0);
      }
    }
  }

  private void transformOutput(
      float[] scratch,
      int results,
      int slot,
      int tile,
      float[] output,
      int outputOffset,
      Epilogue epilogue) {
    int tileColumns = columns.tiles();
    int tileRow = tile / tileColumns;
    int image = tileRow / rows.tiles();
    int y = (tileRow - image * rows.tiles()) * OUT;
    int x = (tile - tileRow * tileColumns) * OUT;
    int height = Math.min(OUT, rows.output() - y);
    int width = Math.min(OUT, columns.output() - x);
    int pixel = (image * rows.output() + y) * columns.output() + x;
    int at = outputOffset + pixel * outChannels;
    int rowPitch = columns.output() * outChannels;
    Scratch working = Scratch.ofThread();
    float[] work = working.transform(WinogradLoops.WORK);
    int from = results + slot * resultPitch;
    int valuePitch = blockTiles * resultPitch;
    if (height == OUT && width == OUT) {
      loops.output(scratch, from, valuePitch, outChannels, output, at, rowPitch, outChannels, work);
    } else {
      float[] whole = working.tile(OUT * OUT * outChannels);
      loops.output(
          scratch, from, valuePitch, outChannels, whole, 0, OUT * outChannels, outChannels, work);
      for (int row = 0; row < height; row++) {
        System.arraycopy(
            whole, row * OUT * outChannels, output, at + row * rowPitch, width * outChannels);
      }
    }
    for (int row = 0; row < height; row++) {
      int begin = pixel + row * columns.output();
      epilogue.apply(output, outputOffset, outChannels, begin, begin + width, 0, outChannels);
    }
  }
}
