package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Sums over the rows of [rows, channels] matrices, deterministic at any number of threads.
 *
 * <p>Rows are cut into chunks by the shape alone; each chunk has its own sums in double, which are
 * added in the order of the chunks.
 */
record ColumnSums(ChannelLoops loops) {

  /** What one chunk of rows adds to its sums. */
  interface Chunk {
    void run(int firstRow, int rows, double[] sums, int sumsOffset);
  }

  /**
   * Runs the chunks and adds up their sums.
   *
   * @param width the number of sums
   * @return the sums from index 0, in scratch of the calling thread: to be read before the next
   *     loop runs on it
   */
  double[] reduce(int rows, int channels, int width, Parallel parallel, Chunk chunk) {
    int chunks = Math.max(1, Parts.count(rows, (long) rows * channels));
    double[] sums = Scratch.ofThread().partials(chunks * width);
    Arrays.fill(sums, 0, chunks * width, 0.0);
    parallel.run(
        chunks,
        part -> {
          int begin = Parts.begin(part, chunks, rows);
          chunk.run(begin, Parts.begin(part + 1, chunks, rows) - begin, sums, part * width);
        });
    for (int part = 1; part < chunks; part++) {
      for (int i = 0; i < width; i++) {
        sums[i] += sums[part * width + i];
      }
    }
    return sums;
  }

  /** Returns the sum of each channel, as {@link #reduce} does. */
  double[] sums(float[] x, int offset, int rows, int channels, Parallel parallel) {
    return reduce(
        rows,
        channels,
        channels,
        parallel,
        (firstRow, count, sums, at) ->
            loops.sums(x, offset + firstRow * channels, count, channels, sums, at));
  }
}
