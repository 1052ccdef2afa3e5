package org.slimgraph.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Copies between two strided views of the same shape: transposes, slices, reversals,
 * concatenations, padding's interior, tiles. Immutable.
 *
 * <p>Strides may be zero in the source (broadcast) and negative in either. Dimensions of size 1 are
 * dropped and neighbours that both sides walk alike are merged. What remains is copied as runs
 * where both sides are contiguous; else in square blocks over the source's and the target's fastest
 * dimension, so that neither side jumps through memory. Works for arrays of any element type.
 */
public final class StridedCopy {

  /** Edge of a block: 16 lines of 64 bytes on either side (for floats) stay in the first cache. */
  private static final int BLOCK = 16;

  private final int[] dims;
  private final int[] from;
  private final int[] to;
  private final int runLength;
  private final int size;

  private StridedCopy(List<int[]> axes) {
    // Each axis is {size, source stride, target stride}, outermost first.
    int last = axes.size() - 1;
    boolean contiguous = last >= 0 && axes.get(last)[1] == 1 && axes.get(last)[2] == 1;
    runLength = contiguous ? axes.get(last)[0] : 1;
    int rank = contiguous ? last : axes.size();
    dims = new int[rank];
    from = new int[rank];
    to = new int[rank];
    int product = runLength;
    for (int d = 0; d < rank; d++) {
      dims[d] = axes.get(d)[0];
      from[d] = axes.get(d)[1];
      to[d] = axes.get(d)[2];
      product = Math.multiplyExact(product, dims[d]);
    }
    size = product;
  }

  /**
   * Returns the copy of a view.
   *
   * @param dims the shape of both views
   * @param sourceStrides elements between neighbours in the source
   * @param targetStrides elements between neighbours in the target
   */
  public static StridedCopy of(int[] dims, int[] sourceStrides, int[] targetStrides) {
    List<int[]> axes = new ArrayList<>();
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] != 1) {
        addAxis(axes, dims[d], sourceStrides[d], targetStrides[d]);
      }
    }
    return new StridedCopy(axes);
  }

  private static void addAxis(List<int[]> axes, int size, int from, int to) {
    if (!axes.isEmpty()) {
      int[] last = axes.get(axes.size() - 1);
      if (last[1] == from * size && last[2] == to * size) {
        last[0] *= size;
        last[1] = from;
        last[2] = to;
        return;
      }
    }
    axes.add(new int[] {size, from, to});
  }

  /**
   * Returns the copy that makes dimension {@code permutation[i]} of a row-major source dimension i
   * of a row-major target.
   */
  public static StridedCopy transpose(int[] sourceDims, int[] permutation) {
    int[] strides = rowMajor(sourceDims);
    int[] dims = new int[sourceDims.length];
    int[] permuted = new int[dims.length];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = sourceDims[permutation[d]];
      permuted[d] = strides[permutation[d]];
    }
    return of(dims, permuted, rowMajor(dims));
  }

  /** Returns the strides of a row-major array without gaps. */
  public static int[] rowMajor(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= dims[d];
    }
    return strides;
  }

  /** Returns the number of elements copied. */
  public int size() {
    return size;
  }

  /**
   * Copies.
   *
   * @param source an array of primitives or objects
   * @param sourceOffset index of the view's first element
   * @param target an array of the same type, which is not {@code source} where the views overlap
   * @param targetOffset index of the view's first element
   */
  public void run(
      Object source, int sourceOffset, Object target, int targetOffset, Parallel parallel) {
    if (size == 0) {
      return;
    }
    if (dims.length == 0) {
      System.arraycopy(source, sourceOffset, target, targetOffset, runLength);
    } else if (runLength > 1) {
      copyRuns(source, sourceOffset, target, targetOffset, parallel);
    } else {
      copyElements(source, sourceOffset, target, targetOffset, parallel);
    }
  }

  private void copyRuns(
      Object source, int sourceOffset, Object target, int targetOffset, Parallel parallel) {
    int runs = size / runLength;
    int inner = dims[dims.length - 1];
    int outer = runs / inner;
    int units = outer == 1 ? inner : outer;
    int parts = Parts.count(units, size);
    parallel.run(
        parts,
        part -> {
          int begin = Parts.begin(part, parts, units);
          int end = Parts.begin(part + 1, parts, units);
          int innerBegin = outer == 1 ? begin : 0;
          int innerEnd = outer == 1 ? end : inner;
          for (int o = outer == 1 ? 0 : begin; o < (outer == 1 ? 1 : end); o++) {
            int last = dims.length - 1;
            int read = sourceOffset + offset(o, from, last, -1) + innerBegin * from[last];
            int write = targetOffset + offset(o, to, last, -1) + innerBegin * to[last];
            for (int i = innerBegin; i < innerEnd; i++) {
              System.arraycopy(source, read, target, write, runLength);
              read += from[last];
              write += to[last];
            }
          }
        });
  }

  private void copyElements(
      Object source, int sourceOffset, Object target, int targetOffset, Parallel parallel) {
    int last = dims.length - 1;
    int cross = crossAxis();
    int rows = cross < 0 ? 1 : dims[cross];
    int rowBlocks = Parts.ceilDiv(rows, BLOCK);
    int columns = dims[last];
    int outer = size / rows / columns;
    int units = outer * rowBlocks;
    int parts = Parts.count(units, size);
    ElementCopy copy = ElementCopy.of(source);
    int crossFrom = cross < 0 ? 0 : from[cross];
    int crossTo = cross < 0 ? 0 : to[cross];
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, units);
          for (int unit = Parts.begin(part, parts, units); unit < end; unit++) {
            int row = unit % rowBlocks * BLOCK;
            int count = Math.min(BLOCK, rows - row);
            int read = sourceOffset + offset(unit / rowBlocks, from, last, cross) + row * crossFrom;
            int write = targetOffset + offset(unit / rowBlocks, to, last, cross) + row * crossTo;
            for (int column = 0; column < columns; column += BLOCK) {
              copy.block(
                  source,
                  read + column * from[last],
                  crossFrom,
                  from[last],
                  target,
                  write + column * to[last],
                  crossTo,
                  to[last],
                  count,
                  Math.min(BLOCK, columns - column));
            }
          }
        });
  }

  /** Returns the axis, other than the last, along which the source is contiguous, or -1. */
  private int crossAxis() {
    for (int d = dims.length - 2; d >= 0; d--) {
      if (from[d] == 1) {
        return d;
      }
    }
    return dims.length - 2;
  }

  /**
   * Returns the offset of the {@code index}-th place over the axes below {@code end} but {@code
   * skipped}.
   */
  private int offset(int index, int[] strides, int end, int skipped) {
    int rest = index;
    int offset = 0;
    for (int d = end - 1; d >= 0; d--) {
      if (d != skipped) {
        offset += rest % dims[d] * strides[d];
        rest /= dims[d];
      }
    }
    return offset;
  }
}
