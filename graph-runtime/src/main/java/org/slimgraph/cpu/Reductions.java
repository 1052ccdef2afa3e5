package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * Reductions of arrays seen as [outer, reduce, inner] over their middle dimension, to [outer,
 * inner].
 *
 * <p>Any set of axes becomes such a view, after a transpose where they are not neighbours. Empty
 * reductions give the identity; a mean of nothing is NaN for floating point and 0 for integers.
 * Sums of floats run in chunks cut by the shape, folded into doubles in order; the result is the
 * same at any number of threads.
 */
public final class Reductions {

  /** Elements of one chunk of a long sum. */
  private static final int CHUNK = 65_536;

  private final ElementLoops elements;
  private final ColumnSums columnSums;

  Reductions(LoopsProvider provider) {
    elements = provider.elements();
    columnSums = new ColumnSums(provider.channels());
  }

  /** Reduces floats. */
  public void reduce(
      Reduction op,
      float[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      float[] out,
      int outOffset,
      Parallel parallel) {
    if (op == Reduction.SUM) {
      sum(x, xOffset, outer, reduce, inner, 1, out, outOffset, parallel);
      return;
    }
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          if (inner == 1) {
            out[to] = reduceRow(op, x, from, reduce);
            return;
          }
          Arrays.fill(out, to, to + inner, (float) op.identity());
          for (int row = 0; row < reduce; row++) {
            elements.binary(columnOp(op), out, to, x, from + row * inner, out, to, inner);
          }
        });
  }

  private static BinaryOp columnOp(Reduction op) {
    return switch (op) {
      case SUM -> BinaryOp.ADD;
      case PROD -> BinaryOp.MUL;
      case MAX -> BinaryOp.MAXIMUM;
      case MIN -> BinaryOp.MINIMUM;
    };
  }

  private float reduceRow(Reduction op, float[] x, int offset, int count) {
    return switch (op) {
      case SUM -> (float) elements.sum(x, offset, count);
      case MAX -> elements.max(x, offset, count);
      case MIN -> elements.min(x, offset, count);
      case PROD -> {
        float product = 1f;
        for (int i = 0; i < count; i++) {
          product *= x[offset + i];
        }
        yield product;
      }
    };
  }

  /** Computes means of floats. */
  public void mean(
      float[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      float[] out,
      int outOffset,
      Parallel parallel) {
    sum(x, xOffset, outer, reduce, inner, reduce, out, outOffset, parallel);
  }

  private void sum(
      float[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      int divisor,
      float[] out,
      int outOffset,
      Parallel parallel) {
    int size = reduce * inner;
    if (outer == 1 && inner == 1) {
      out[outOffset] = (float) (longSum(x, xOffset, reduce, parallel) / divisor);
    } else if (outer == 1) {
      double[] sums = columnSums.sums(x, xOffset, reduce, inner, parallel);
      store(sums, inner, divisor, out, outOffset);
    } else if (inner == 1) {
      forEachOuter(
          outer,
          size,
          parallel,
          o -> out[outOffset + o] = (float) (elements.sum(x, xOffset + o * size, size) / divisor));
    } else {
      forEachOuter(
          outer,
          size,
          parallel,
          o -> {
            double[] sums = Scratch.ofThread().columns(inner);
            Arrays.fill(sums, 0, inner, 0.0);
            columnSums.loops().sums(x, xOffset + o * size, reduce, inner, sums, 0);
            store(sums, inner, divisor, out, outOffset + o * inner);
          });
    }
  }

  private static void store(double[] sums, int count, int divisor, float[] out, int outOffset) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = (float) (sums[i] / divisor);
    }
  }

  private double longSum(float[] x, int offset, int count, Parallel parallel) {
    int chunks = Math.max(1, Parts.ceilDiv(count, CHUNK));
    double[] partials = Scratch.ofThread().partials(chunks);
    parallel.run(
        chunks,
        chunk -> {
          int begin = chunk * CHUNK;
          partials[chunk] = elements.sum(x, offset + begin, Math.min(CHUNK, count - begin));
        });
    double sum = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      sum += partials[chunk];
    }
    return sum;
  }

  /** Reduces doubles. */
  public void reduce(
      Reduction op,
      double[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      double[] out,
      int outOffset,
      Parallel parallel) {
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          Arrays.fill(out, to, to + inner, op.identity());
          for (int row = 0; row < reduce; row++) {
            for (int i = 0; i < inner; i++) {
              out[to + i] = op.apply(out[to + i], x[from++]);
            }
          }
        });
  }

  /** Computes means of doubles. */
  public void mean(
      double[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      double[] out,
      int outOffset,
      Parallel parallel) {
    reduce(Reduction.SUM, x, xOffset, outer, reduce, inner, out, outOffset, parallel);
    for (int i = outOffset; i < outOffset + outer * inner; i++) {
      out[i] /= reduce;
    }
  }

  /** Reduces ints. */
  public void reduce(
      Reduction op,
      int[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      int[] out,
      int outOffset,
      Parallel parallel) {
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          Arrays.fill(out, to, to + inner, op.intIdentity());
          for (int row = 0; row < reduce; row++) {
            for (int i = 0; i < inner; i++) {
              out[to + i] = op.apply(out[to + i], x[from++]);
            }
          }
        });
  }

  /** Computes means of ints. */
  public void mean(
      int[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      int[] out,
      int outOffset,
      Parallel parallel) {
    reduce(Reduction.SUM, x, xOffset, outer, reduce, inner, out, outOffset, parallel);
    for (int i = outOffset; i < outOffset + outer * inner; i++) {
      out[i] = reduce == 0 ? 0 : out[i] / reduce;
    }
  }

  /** Reduces longs. */
  public void reduce(
      Reduction op,
      long[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      long[] out,
      int outOffset,
      Parallel parallel) {
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          Arrays.fill(out, to, to + inner, op.longIdentity());
          for (int row = 0; row < reduce; row++) {
            for (int i = 0; i < inner; i++) {
              out[to + i] = op.apply(out[to + i], x[from++]);
            }
          }
        });
  }

  /** Computes means of longs. */
  public void mean(
      long[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      long[] out,
      int outOffset,
      Parallel parallel) {
    reduce(Reduction.SUM, x, xOffset, outer, reduce, inner, out, outOffset, parallel);
    for (int i = outOffset; i < outOffset + outer * inner; i++) {
      out[i] = reduce == 0 ? 0 : out[i] / reduce;
    }
  }

  /** Computes whether all values hold; true of none. */
  public void all(
      boolean[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          Arrays.fill(out, to, to + inner, true);
          for (int row = 0; row < reduce; row++) {
            for (int i = 0; i < inner; i++) {
              out[to + i] &= x[from++];
            }
          }
        });
  }

  /** Computes whether any value holds; false of none. */
  public void any(
      boolean[] x,
      int xOffset,
      int outer,
      int reduce,
      int inner,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    forEachOuter(
        outer,
        reduce * inner,
        parallel,
        o -> {
          int from = xOffset + o * reduce * inner;
          int to = outOffset + o * inner;
          Arrays.fill(out, to, to + inner, false);
          for (int row = 0; row < reduce; row++) {
            for (int i = 0; i < inner; i++) {
              out[to + i] |= x[from++];
            }
          }
        });
  }

  private static void forEachOuter(int outer, int size, Parallel parallel, PartBody body) {
    int parts = Parts.count(outer, (long) outer * size);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, outer);
          for (int o = Parts.begin(part, parts, outer); o < end; o++) {
            body.run(o);
          }
        });
  }
}
