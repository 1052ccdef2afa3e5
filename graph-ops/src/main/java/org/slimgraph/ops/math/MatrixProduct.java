package org.slimgraph.ops.math;

import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Epilogue;
import org.slimgraph.cpu.Gemm;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.PackedWeights;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The products of one element type, between matrices that are parts of tensors. */
enum MatrixProduct {
  FLOATS {
    @Override
    void run(KernelContext c, Sizes s, int aOffset, int bOffset, Tensor out, int outOffset) {
      s.multiply(c, aOffset, bOffset, TensorStorage.floats(out), outOffset, Epilogue.NONE);
    }
  },
  DOUBLES {
    @Override
    void run(KernelContext c, Sizes s, int aOffset, int bOffset, Tensor out, int outOffset) {
      GEMM.multiply(
          s.transposeA(),
          s.transposeB(),
          s.rows(),
          s.columns(),
          s.depth(),
          c.doubles(0),
          aOffset,
          c.doubles(1),
          bOffset,
          TensorStorage.doubles(out),
          outOffset,
          false,
          c.parallel());
    }
  },
  INTS {
    @Override
    void run(KernelContext c, Sizes s, int aOffset, int bOffset, Tensor out, int outOffset) {
      int[] a = c.ints(0);
      int[] b = c.ints(1);
      int[] z = TensorStorage.ints(out);
      for (int row = 0; row < s.rows(); row++) {
        for (int column = 0; column < s.columns(); column++) {
          int sum = 0;
          for (int k = 0; k < s.depth(); k++) {
            sum += a[aOffset + s.aIndex(row, k)] * b[bOffset + s.bIndex(k, column)];
          }
          z[outOffset + row * s.columns() + column] = sum;
        }
      }
    }
  },
  LONGS {
    @Override
    void run(KernelContext c, Sizes s, int aOffset, int bOffset, Tensor out, int outOffset) {
      long[] a = c.longs(0);
      long[] b = c.longs(1);
      long[] z = TensorStorage.longs(out);
      for (int row = 0; row < s.rows(); row++) {
        for (int column = 0; column < s.columns(); column++) {
          long sum = 0;
          for (int k = 0; k < s.depth(); k++) {
            sum += a[aOffset + s.aIndex(row, k)] * b[bOffset + s.bIndex(k, column)];
          }
          z[outOffset + row * s.columns() + column] = sum;
        }
      }
    }
  };

  private static final Gemm GEMM = CpuLoops.get().gemm();

  /** The sizes of {@code op(a) * op(b)}: [rows, depth] times [depth, columns]. */
  record Sizes(boolean transposeA, boolean transposeB, int rows, int columns, int depth) {

    /** Whether keeping the right matrix packed would pay, if it stayed the same. */
    boolean gainsFromPacking() {
      return columns > 0 && depth > 0 && GEMM.gainsFromPacking(rows);
    }

    void multiply(
        KernelContext c, int aOffset, int bOffset, float[] out, int outOffset, Epilogue epilogue) {
      GEMM.multiply(
          transposeA,
          transposeB,
          rows,
          columns,
          depth,
          c.floats(0),
          aOffset,
          c.floats(1),
          bOffset,
          out,
          outOffset,
          false,
          epilogue,
          c.scratch(GEMM.scratchSize(rows, columns, depth)),
          0,
          c.parallel());
    }

    void multiplyPacked(KernelContext c, PackedWeights weights, float[] out, Epilogue epilogue) {
      float[] packed =
          weights.of(
              c,
              1,
              GEMM.packedSize(depth, columns),
              to -> GEMM.pack(transposeB, depth, columns, c.floats(1), 0, to, 0, c.parallel()));
      GEMM.multiplyPacked(
          transposeA,
          rows,
          columns,
          depth,
          c.floats(0),
          0,
          packed,
          0,
          out,
          0,
          false,
          epilogue,
          c.scratch(GEMM.packedScratchSize(rows, columns, depth)),
          0,
          c.parallel());
    }

    /** Returns the place in a stored {@code a} of an element of {@code op(a)}. */
    int aIndex(int row, int k) {
      return transposeA ? k * rows + row : row * depth + k;
    }

    /** Returns the place in a stored {@code b} of an element of {@code op(b)}. */
    int bIndex(int k, int column) {
      return transposeB ? column * depth + k : k * columns + column;
    }
  }

  /** Multiplies inputs 0 and 1 of a kernel, from the offsets on, into {@code out}. */
  abstract void run(
      KernelContext c, Sizes sizes, int aOffset, int bOffset, Tensor out, int outOffset);
}
