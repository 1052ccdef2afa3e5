package org.slimgraph.cpu;

/**
 * Softmax and its logarithm over the rows of [rows, classes] matrices. The output may be the input
 * itself.
 */
public final class Softmax {

  private final ElementLoops loops;

  Softmax(ElementLoops loops) {
    this.loops = loops;
  }

  /** Computes {@code exp(x - max) / sum(exp(x - max))} of each row. */
  public void softmax(
      float[] x,
      int xOffset,
      float[] out,
      int outOffset,
      int rows,
      int classes,
      Parallel parallel) {
    forEachRow(
        rows,
        classes,
        parallel,
        row -> {
          int from = xOffset + row * classes;
          int to = outOffset + row * classes;
          float max = loops.max(x, from, classes);
          double sum = 0;
          for (int i = 0; i < classes; i++) {
            float power = (float) Math.exp(x[from + i] - max);
            out[to + i] = power;
            sum += power;
          }
          float factor = (float) (1.0 / sum);
          for (int i = 0; i < classes; i++) {
            out[to + i] *= factor;
          }
        });
  }

  /** Computes {@code x - max - log(sum(exp(x - max)))} of each row. */
  public void logSoftmax(
      float[] x,
      int xOffset,
      float[] out,
      int outOffset,
      int rows,
      int classes,
      Parallel parallel) {
    forEachRow(
        rows,
        classes,
        parallel,
        row -> {
          int from = xOffset + row * classes;
          int to = outOffset + row * classes;
          float max = loops.max(x, from, classes);
          double sum = 0;
          for (int i = 0; i < classes; i++) {
            sum += Math.exp(x[from + i] - max);
          }
          float logarithm = (float) Math.log(sum);
          for (int i = 0; i < classes; i++) {
            out[to + i] = x[from + i] - max - logarithm;
          }
        });
  }

  /** Computes {@code exp(x - max) / sum(exp(x - max))} of each row. */
  public void softmax(
      double[] x,
      int xOffset,
      double[] out,
      int outOffset,
      int rows,
      int classes,
      Parallel parallel) {
    forEachRow(
        rows,
        classes,
        parallel,
        row -> {
          int from = xOffset + row * classes;
          int to = outOffset + row * classes;
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < classes; i++) {
            max = BinaryOp.MAXIMUM.apply(max, x[from + i]);
          }
          double sum = 0;
          for (int i = 0; i < classes; i++) {
            double power = Math.exp(x[from + i] - max);
            out[to + i] = power;
            sum += power;
          }
          double factor = 1.0 / sum;
          for (int i = 0; i < classes; i++) {
            out[to + i] *= factor;
          }
        });
  }

  /** Computes {@code x - max - log(sum(exp(x - max)))} of each row. */
  public void logSoftmax(
      double[] x,
      int xOffset,
      double[] out,
      int outOffset,
      int rows,
      int classes,
      Parallel parallel) {
    forEachRow(
        rows,
        classes,
        parallel,
        row -> {
          int from = xOffset + row * classes;
          int to = outOffset + row * classes;
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < classes; i++) {
            max = BinaryOp.MAXIMUM.apply(max, x[from + i]);
          }
          double sum = 0;
          for (int i = 0; i < classes; i++) {
            sum += Math.exp(x[from + i] - max);
          }
          double logarithm = Math.log(sum);
          for (int i = 0; i < classes; i++) {
            out[to + i] = x[from + i] - max - logarithm;
          }
        });
  }

  private static void forEachRow(int rows, int classes, Parallel parallel, PartBody body) {
    // An exponential costs as much as a dozen elements of a simple loop.
    int parts = Parts.count(rows, 16L * rows * classes);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, rows);
          for (int row = Parts.begin(part, parts, rows); row < end; row++) {
            body.run(row);
          }
        });
  }
}
