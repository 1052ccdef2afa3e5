package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * The matrix of patches of NHWC images that a convolution multiplies with its filter: row (image,
 * y, x), column (tap row, tap column, channel). It is never stored; blocks of it are copied when a
 * product asks for them.
 *
 * @param loops copies the runs
 * @param images array of [batch, rows.input, columns.input, channels]
 * @param offset index of the first element
 * @param channels channels of the images
 * @param firstChannel the first channel of the patches
 * @param depth the number of channels of the patches
 */
record PatchMatrix(
    ElementLoops loops,
    float[] images,
    int offset,
    TapAxis rows,
    TapAxis columns,
    int channels,
    int firstChannel,
    int depth)
    implements BlockSource {

  /** Whether the taps of one row and their channels are one run in memory. */
  private boolean wholeRows() {
    return columns.dense && depth == channels;
  }

  @Override
  public void copyBlock(
      int rowBegin, int rowEnd, int columnBegin, int count, float[] out, int pitch) {
    boolean wholeRows = wholeRows();
    int x = rowBegin % columns.places;
    int line = rowBegin / columns.places;
    int y = line % rows.places;
    int image = line / rows.places;
    int to = 0;
    for (int row = rowBegin; row < rowEnd; row++) {
      int imageAt = offset + image * rows.input * columns.input * channels + firstChannel;
      if (wholeRows) {
        copyTapRows(imageAt, y * rows.step, x * columns.step, columnBegin, count, out, to);
      } else {
        copyTaps(imageAt, y * rows.step, x * columns.step, columnBegin, count, out, to);
      }
      to += pitch;
      if (++x == columns.places) {
        x = 0;
        if (++y == rows.places) {
          y = 0;
          image++;
        }
      }
    }
  }

  /** Copies a run of patch elements, a whole row of taps at a time. */
  private void copyTapRows(
      int imageAt, int y, int x, int begin, int count, float[] out, int outAt) {
    int rowLength = columns.offsets.length * depth;
    int lineLength = columns.input * channels;
    int tapRow = begin / rowLength;
    int inRow = begin - tapRow * rowLength;
    int to = outAt;
    int end = outAt + count;
    int lineStart = (x + columns.offsets[0]) * channels;
    while (to < end) {
      int run = Math.min(rowLength - inRow, end - to);
      int line = y + rows.offsets[tapRow];
      if (line < 0 || line >= rows.input) {
        Arrays.fill(out, to, to + run, 0f);
      } else {
        int from = lineStart + inRow;
        int before = Math.min(run, Math.max(0, -from));
        int after = Math.max(before, Math.min(run, lineLength - from));
        zero(out, to, to + before);
        if (before < after) {
          int start = imageAt + line * lineLength + from + before;
          loops.copyLoosely(images, start, out, to + before, after - before);
        }
        zero(out, to + after, to + run);
      }
      to += run;
      tapRow++;
      inRow = 0;
    }
  }

  /** Copies a run of patch elements tap by tap: for dilated taps and groups. */
  private void copyTaps(int imageAt, int y, int x, int begin, int count, float[] out, int outAt) {
    int tap = begin / depth;
    int channel = begin - tap * depth;
    int tapRow = tap / columns.offsets.length;
    int tapColumn = tap - tapRow * columns.offsets.length;
    int to = outAt;
    int end = outAt + count;
    while (to < end) {
      int run = Math.min(depth - channel, end - to);
      int line = y + rows.offsets[tapRow];
      int pixel = x + columns.offsets[tapColumn];
      if (line < 0 || line >= rows.input || pixel < 0 || pixel >= columns.input) {
        zero(out, to, to + run);
      } else {
        loops.copyLoosely(
            images, imageAt + (line * columns.input + pixel) * channels + channel, out, to, run);
      }
      to += run;
      channel = 0;
      if (++tapColumn == columns.offsets.length) {
        tapColumn = 0;
        tapRow++;
      }
    }
  }

  private static void zero(float[] to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      to[i] = 0f;
    }
  }
}
