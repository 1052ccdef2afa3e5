package org.slimgraph.cpu;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Elementwise maps of one and two arrays, the latter with broadcasting.
 *
 * <p>{@link UnaryOp} and {@link BinaryOp} name the operations with fast loops. Other functions come
 * as objects and cost a call an element. Outputs may be an operand itself where that operand is not
 * broadcast.
 */
public final class Elementwise {

  private final ElementLoops loops;

  Elementwise(ElementLoops loops) {
    this.loops = loops;
  }

  /** Runs ranges of {@code count} elements in parts. */
  private static void ranges(int count, Parallel parallel, Range range) {
    int parts = Parts.count(count, count);
    parallel.run(
        parts,
        part -> range.run(Parts.begin(part, parts, count), Parts.begin(part + 1, parts, count)));
  }

  /** Runs pieces of runs in parts: whole runs where there are many, else slices of all runs. */
  private static void pieces(BroadcastPlan plan, Parallel parallel, Piece piece) {
    int runs = plan.runs();
    int length = plan.runLength();
    boolean byRun = runs >= Parts.count(Integer.MAX_VALUE, plan.size());
    int units = byRun ? runs : length;
    int parts = Parts.count(units, plan.size());
    parallel.run(
        parts,
        part -> {
          int begin = Parts.begin(part, parts, units);
          int end = Parts.begin(part + 1, parts, units);
          int firstRun = byRun ? begin : 0;
          int lastRun = byRun ? end : runs;
          int skip = byRun ? 0 : begin;
          int count = byRun ? length : end - begin;
          BroadcastPlan.Cursor cursor = plan.cursor(firstRun);
          for (int run = firstRun; run < lastRun; run++) {
            int a = cursor.offset(0) + skip * plan.runStride(0);
            int b = cursor.offset(1) + skip * plan.runStride(1);
            piece.run(a, b, run * length + skip, count);
            cursor.advance();
          }
        });
  }

  /** Computes {@code out = op(x)}. */
  public void unary(
      UnaryOp op,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) -> loops.unary(op, x, xOffset + begin, out, outOffset + begin, end - begin));
  }

  /** Computes {@code out = op(x)}. */
  public void unary(
      UnaryOp op,
      double[] x,
      int xOffset,
      double[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    map(op::apply, x, xOffset, out, outOffset, count, parallel);
  }

  /** Computes {@code out = op(a, b)} for arrays of the same shape. */
  public void binary(
      BinaryOp op,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) ->
            loops.binary(
                op, a, aOffset + begin, b, bOffset + begin, out, outOffset + begin, end - begin));
  }

  /** Computes {@code out = op(a, b)} with broadcasting. */
  public void binary(
      BinaryOp op,
      BroadcastPlan plan,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      Parallel parallel) {
    boolean aMoves = plan.runStride(0) == 1;
    boolean bMoves = plan.runStride(1) == 1;
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          if (!bMoves) {
            float right = b[bOffset + bAt];
            if (aMoves) {
              loops.scalarRight(op, a, aOffset + aAt, right, out, outOffset + to, count);
            } else {
              out[outOffset + to] = op.apply(a[aOffset + aAt], right);
            }
          } else if (aMoves) {
            loops.binary(op, a, aOffset + aAt, b, bOffset + bAt, out, outOffset + to, count);
          } else {
            loops.scalarLeft(op, a[aOffset + aAt], b, bOffset + bAt, out, outOffset + to, count);
          }
        });
  }

  /** Computes {@code out = op(a, b)} with broadcasting. */
  public void binary(
      BinaryOp op,
      BroadcastPlan plan,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] out,
      int outOffset,
      Parallel parallel) {
    map(op::apply, plan, a, aOffset, b, bOffset, out, outOffset, parallel);
  }

  /** Adds {@code factor * x} to {@code out}. */
  public void addScaled(
      float factor,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) ->
            loops.addScaled(factor, x, xOffset + begin, out, outOffset + begin, end - begin));
  }

  /** Computes {@code out = f(x)}. */
  public void map(
      FloatUnaryOperator f,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            out[outOffset + i] = f.applyAsFloat(x[xOffset + i]);
          }
        });
  }

  /** Computes {@code out = f(a, b)} with broadcasting. */
  public void map(
      FloatBinaryOperator f,
      BroadcastPlan plan,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                f.applyAsFloat(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = f(x)}. */
  public void map(
      DoubleUnaryOperator f,
      double[] x,
      int xOffset,
      double[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            out[outOffset + i] = f.applyAsDouble(x[xOffset + i]);
          }
        });
  }

  /** Computes {@code out = f(a, b)} with broadcasting. */
  public void map(
      DoubleBinaryOperator f,
      BroadcastPlan plan,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                f.applyAsDouble(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = f(x)}. */
  public void map(
      IntUnaryOperator f,
      int[] x,
      int xOffset,
      int[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            out[outOffset + i] = f.applyAsInt(x[xOffset + i]);
          }
        });
  }

  /** Computes {@code out = f(a, b)} with broadcasting. */
  public void map(
      IntBinaryOperator f,
      BroadcastPlan plan,
      int[] a,
      int aOffset,
      int[] b,
      int bOffset,
      int[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                f.applyAsInt(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = f(x)}. */
  public void map(
      LongUnaryOperator f,
      long[] x,
      int xOffset,
      long[] out,
      int outOffset,
      int count,
      Parallel parallel) {
    ranges(
        count,
        parallel,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            out[outOffset + i] = f.applyAsLong(x[xOffset + i]);
          }
        });
  }

  /** Computes {@code out = f(a, b)} with broadcasting. */
  public void map(
      LongBinaryOperator f,
      BroadcastPlan plan,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      long[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                f.applyAsLong(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = test(a, b)} with broadcasting. */
  public void compare(
      FloatComparison test,
      BroadcastPlan plan,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                test.test(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = test(a, b)} with broadcasting. */
  public void compare(
      DoubleComparison test,
      BroadcastPlan plan,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                test.test(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = test(a, b)} with broadcasting. */
  public void compare(
      IntComparison test,
      BroadcastPlan plan,
      int[] a,
      int aOffset,
      int[] b,
      int bOffset,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                test.test(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** Computes {@code out = test(a, b)} with broadcasting. */
  public void compare(
      LongComparison test,
      BroadcastPlan plan,
      long[] a,
      int aOffset,
      long[] b,
      int bOffset,
      boolean[] out,
      int outOffset,
      Parallel parallel) {
    int aStep = plan.runStride(0);
    int bStep = plan.runStride(1);
    pieces(
        plan,
        parallel,
        (aAt, bAt, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[outOffset + to + i] =
                test.test(a[aOffset + aAt + i * aStep], b[bOffset + bAt + i * bStep]);
          }
        });
  }

  /** A range of elements. */
  private interface Range {
    void run(int begin, int end);
  }

  /** A piece of a run: where it begins in both operands and in the output. */
  private interface Piece {
    void run(int a, int b, int to, int count);
  }
}
