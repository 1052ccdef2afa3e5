package org.slimgraph.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * What is done to a product [rows, channels] as soon as a block of it is complete and still in the
 * cache: passes in a given order, each with the bits of the loop that would have run over the whole
 * product. Start from {@link CpuLoops#epilogue()}.
 *
 * <p>The arrays it names are read while the product runs, and must not be the product's output.
 */
public final class Epilogue {
  /** Leaves the product as it is. */
  public static final Epilogue NONE = new Epilogue(List.of());

  /** Elements of a block when a whole product is passed through: 16 KiB. */
  private static final int BLOCK_ELEMENTS = 4096;

  private final List<Pass> passes;

  private Epilogue(List<Pass> passes) {
    this.passes = passes;
  }

  /** One pass over a block. */
  private interface Pass {

    /**
     * Changes {@code rows} rows of {@code columns} elements from index {@code at}, without gaps;
     * the first element is that of ({@code row}, {@code column}) of the product.
     */
    void run(float[] c, int at, int row, int rows, int column, int columns);
  }

  /** Applies the passes to some rows and columns of a product that starts at {@code offset}. */
  void apply(
      float[] c, int offset, int pitch, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
    if (passes.isEmpty()) {
      return;
    }
    int columns = columnEnd - columnBegin;
    boolean dense = columns == pitch;
    int step = dense ? rowEnd - rowBegin : 1;
    for (int row = rowBegin; row < rowEnd; row += step) {
      int at = offset + row * pitch + columnBegin;
      for (int i = 0; i < passes.size(); i++) {
        passes.get(i).run(c, at, row, step, columnBegin, columns);
      }
    }
  }

  /** Applies the passes to a whole product [rows, channels], block by block. */
  public void applyToAll(float[] c, int offset, int rows, int channels, Parallel parallel) {
    if (passes.isEmpty() || rows == 0 || channels == 0) {
      return;
    }
    int blockRows = Math.max(1, BLOCK_ELEMENTS / channels);
    int parts = Parts.count(rows, (long) rows * channels);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, rows);
          for (int row = Parts.begin(part, parts, rows); row < end; row += blockRows) {
            apply(c, offset, channels, row, Math.min(row + blockRows, end), 0, channels);
          }
        });
  }

  /** Collects the passes in their order. Used by one thread. */
  public static final class Builder {
    private final ChannelLoops channelLoops;
    private final ElementLoops elementLoops;
    private final List<Pass> passes = new ArrayList<>(4);

    Builder(LoopsProvider provider) {
      channelLoops = provider.channels();
      elementLoops = provider.elements();
    }

    /** Computes {@code op(x, values[channel])}. */
    public Builder channel(BinaryOp op, float[] values) {
      if (op == BinaryOp.ADD) {
        passes.add(
            (c, at, row, rows, column, columns) ->
                channelLoops.addBias(c, at, values, column, c, at, rows, columns));
      } else {
        passes.add(
            (c, at, row, rows, column, columns) -> {
              for (int r = 0; r < rows; r++) {
                int rowAt = at + r * columns;
                elementLoops.binary(op, c, rowAt, values, column, c, rowAt, columns);
              }
            });
      }
      return this;
    }

    /** Computes {@code op(x, other)} with an array of the product's size, [rows, channels]. */
    public Builder elements(BinaryOp op, float[] other, int channels) {
      passes.add(
          (c, at, row, rows, column, columns) ->
              elementLoops.binary(
                  op, c, at, other, row * channels + column, c, at, rows * columns));
      return this;
    }

    /** Computes {@code op(x, value)}. */
    public Builder scalar(BinaryOp op, float value) {
      passes.add(
          (c, at, row, rows, column, columns) ->
              elementLoops.scalarRight(op, c, at, value, c, at, rows * columns));
      return this;
    }

    /** Computes {@code op(x)}. */
    public Builder map(UnaryOp op) {
      passes.add(
          (c, at, row, rows, column, columns) ->
              elementLoops.unary(op, c, at, c, at, rows * columns));
      return this;
    }

    /**
     * Computes {@code (x - mean) * (rsqrt(variance + epsilon) * gamma) + beta} with one value a
     * channel each, as {@link BatchNorm#normalize}.
     */
    public Builder normalize(
        float[] mean, float[] variance, float[] gamma, float[] beta, float epsilon, int channels) {
      float[] factor = BatchNorm.factors(variance, gamma, epsilon, channels);
      passes.add(
          (c, at, row, rows, column, columns) ->
              channelLoops.normalize(
                  c, at, mean, column, factor, column, beta, column, c, at, rows, columns));
      return this;
    }

    /** Returns the epilogue. */
    public Epilogue build() {
      return passes.isEmpty() ? NONE : new Epilogue(passes);
    }
  }
}
