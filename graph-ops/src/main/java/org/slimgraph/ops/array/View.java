package org.slimgraph.ops.array;

import java.util.Arrays;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.StridedCopy;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * A walk over elements of a row-major tensor: where it begins, how many steps it takes along each
 * axis and how far each step goes. Slices, transposes, reversals, repetitions, diagonals and blocks
 * are all views, and moving elements is copying one view to another of the same sizes. Immutable.
 */
final class View {
  private final int offset;
  private final int[] sizes;
  private final int[] strides;

  private View(int offset, int[] sizes, int[] strides) {
    this.offset = offset;
    this.sizes = sizes;
    this.strides = strides;
  }

  /** Returns the view of all elements of a tensor of {@code shape}. */
  static View of(Shape shape) {
    return of(Integers.sizes(shape));
  }

  /** Returns the view of all elements of a row-major array of {@code sizes}. */
  static View of(int... sizes) {
    return new View(0, sizes.clone(), StridedCopy.rowMajor(sizes));
  }

  int rank() {
    return sizes.length;
  }

  int size(int axis) {
    return sizes[axis];
  }

  /** Returns the elements {@code begin} to {@code begin + count} along {@code axis}. */
  View part(int axis, int begin, int count) {
    return every(axis, begin, 1, count);
  }

  /** Returns {@code count} elements along {@code axis}, from {@code begin} in steps. */
  View every(int axis, int begin, int step, int count) {
    int[] newSizes = sizes.clone();
    int[] newStrides = strides.clone();
    newSizes[axis] = count;
    newStrides[axis] = strides[axis] * step;
    return new View(offset + begin * strides[axis], newSizes, newStrides);
  }

  /** Returns the view that walks {@code axis} backwards. */
  View reverse(int axis) {
    return every(axis, sizes[axis] - 1, -1, sizes[axis]);
  }

  /** Returns the view with the axes in another order: axis i is axis {@code order[i]} of this. */
  View transpose(int... order) {
    int[] newSizes = new int[order.length];
    int[] newStrides = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      newSizes[i] = sizes[order[i]];
      newStrides[i] = strides[order[i]];
    }
    return new View(offset, newSizes, newStrides);
  }

  /** Returns the view with an axis before {@code axis} that shows everything again and again. */
  View repeat(int axis, int times) {
    return new View(offset, inserted(sizes, axis, times), inserted(strides, axis, 0));
  }

  /** Returns the view with {@code axis} cut in two, the first of {@code outer} steps. */
  View split(int axis, int outer) {
    int inner = outer == 0 ? 0 : sizes[axis] / outer;
    int[] newSizes = inserted(sizes, axis, outer);
    int[] newStrides = inserted(strides, axis, strides[axis] * inner);
    newSizes[axis + 1] = inner;
    return new View(offset, newSizes, newStrides);
  }

  /** Returns the view without its last axis, which walks the last two together. */
  View diagonal() {
    int last = sizes.length - 1;
    int[] newSizes = Arrays.copyOf(sizes, last);
    int[] newStrides = Arrays.copyOf(strides, last);
    newSizes[last - 1] = Math.min(sizes[last - 1], sizes[last]);
    newStrides[last - 1] = strides[last - 1] + strides[last];
    return new View(offset, newSizes, newStrides);
  }

  private static int[] inserted(int[] values, int at, int value) {
    int[] longer = new int[values.length + 1];
    System.arraycopy(values, 0, longer, 0, at);
    longer[at] = value;
    System.arraycopy(values, at, longer, at + 1, values.length - at);
    return longer;
  }

  /**
   * Returns the move of this view's elements to those of {@code target}, a view of the same sizes.
   *
   * @param type the type of the elements on both sides
   */
  Move to(View target, DataType type) {
    if (!Arrays.equals(sizes, target.sizes)) {
      throw new IllegalArgumentException(
          "Views differ: " + Arrays.toString(sizes) + ", " + Arrays.toString(target.sizes));
    }
    View from = this;
    View to = target;
    if (type.isComplex()) {
      from = from.inCells();
      to = to.inCells();
    }
    return new Move(StridedCopy.of(from.sizes, from.strides, to.strides), from.offset, to.offset);
  }

  /**
   * Copies a part of {@code length} elements of each row of one tensor into each row of another.
   */
  static void copyRows(
      Tensor source,
      int sourceRow,
      int sourceAt,
      Tensor target,
      int targetRow,
      int targetAt,
      int rows,
      int length,
      Parallel parallel) {
    View from = of(rows, sourceRow).part(1, sourceAt, length);
    View to = of(rows, targetRow).part(1, targetAt, length);
    from.to(to, source.dataType()).run(source, target, parallel);
  }

  /** Returns the same walk over the real and imaginary parts. */
  private View inCells() {
    int[] newStrides = inserted(strides, strides.length, 1);
    for (int i = 0; i < strides.length; i++) {
      newStrides[i] *= 2;
    }
    return new View(2 * offset, inserted(sizes, sizes.length, 2), newStrides);
  }

  /** A copy between two tensors, ready to run. Immutable. */
  record Move(StridedCopy copy, int from, int to) {
    void run(Tensor source, Tensor target, Parallel parallel) {
      copy.run(TensorStorage.array(source), from, TensorStorage.array(target), to, parallel);
    }
  }
}
