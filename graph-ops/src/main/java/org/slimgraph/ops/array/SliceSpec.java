package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.op.Attributes;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A strided slice worked out for one shape: where it begins along each dimension of the input, its
 * stride and its number of steps, and the shape of the result. Sizes and begins may be unknown when
 * the input's shape or the bounds are. Immutable.
 */
final class SliceSpec {
  private final long[] begins;
  private final long[] strides;
  private final long[] counts;
  private final Shape shape;

  private SliceSpec(long[] begins, long[] strides, long[] counts, Shape shape) {
    this.begins = begins;
    this.strides = strides;
    this.counts = counts;
    this.shape = shape;
  }

  /** Returns the first index along dimension {@code i} of the input, -1 if unknown. */
  long begin(int i) {
    return begins[i];
  }

  long stride(int i) {
    return strides[i];
  }

  /** Returns the steps along each dimension of the input. */
  Shape processing() {
    return Shape.of(counts);
  }

  /** Returns the shape of the slice, with dimensions added and dropped. */
  Shape shape() {
    return shape;
  }

  /** Returns the part of a view of the input that the slice takes. */
  View view(View input) {
    View view = input;
    for (int i = 0; i < counts.length; i++) {
      view = view.every(i, (int) begins[i], (int) strides[i], (int) counts[i]);
    }
    return view;
  }

  static OperationBuilder copyMasks(Operation from, OperationBuilder to) {
    return SliceMasks.of(from.attrs()).set(to);
  }

  /**
   * Returns the slice of a tensor of shape {@code in}, of known rank.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the bounds do not fit the shape
   */
  static SliceSpec of(
      Attributes attrs, Shape in, Optional<Tensor> begin, Optional<Tensor> end, Tensor strides) {
    return new Reader(SliceMasks.of(attrs), in, begin, end, strides).read();
  }

  /** Reads the entries from left to right. */
  private static final class Reader {
    private final SliceMasks masks;
    private final Shape in;
    private final Optional<Tensor> begin;
    private final Optional<Tensor> end;
    private final Tensor strideValues;
    private final long[] begins;
    private final long[] strides;
    private final long[] counts;
    private final List<Long> result = new ArrayList<>();
    private int axis;

    Reader(
        SliceMasks masks, Shape in, Optional<Tensor> begin, Optional<Tensor> end, Tensor strides) {
      this.masks = masks;
      this.in = in;
      this.begin = begin;
      this.end = end;
      this.strideValues = strides;
      this.begins = new long[in.rank()];
      this.strides = new long[in.rank()];
      this.counts = new long[in.rank()];
    }

    SliceSpec read() {
      int entries = strideValues.size();
      checkShapes(entries);
      if (Integer.bitCount(masks.ellipsis() & lowBits(entries)) > 1) {
        throw SlimgraphException.invalidArgument("Multiple ellipses in slice spec not allowed");
      }
      for (int i = 0; i < entries; i++) {
        if (bit(masks.ellipsis(), i)) {
          int after = entriesThatTakeAnAxis(i + 1, entries);
          while (axis < in.rank() - after) {
            takeAll();
          }
        } else if (bit(masks.newAxis(), i)) {
          result.add(1L);
        } else {
          take(i);
        }
      }
      while (axis < in.rank()) {
        takeAll();
      }
      return new SliceSpec(begins, strides, counts, Shape.of(result));
    }

    private void checkShapes(int entries) {
      boolean same =
          strideValues.shape().rank() == 1
              && begin.stream().allMatch(t -> t.size() == entries)
              && end.stream().allMatch(t -> t.size() == entries);
      if (!same) {
        throw SlimgraphException.invalidArgument(
            "Expected begin, end, and strides to be 1D equal size tensors, but got shapes %s, %s,"
                + " and %s instead.",
            begin.map(t -> t.shape().toBrackets()).orElse("<unknown>"),
            end.map(t -> t.shape().toBrackets()).orElse("<unknown>"),
            strideValues.shape().toBrackets());
      }
    }

    private int entriesThatTakeAnAxis(int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += bit(masks.newAxis(), i) ? 0 : 1;
      }
      return count;
    }

    private void takeAll() {
      begins[axis] = 0;
      strides[axis] = 1;
      counts[axis] = in.dim(axis);
      result.add(in.dim(axis));
      axis++;
    }

    /** Takes what entry {@code i} says of the next axis. */
    private void take(int i) {
      if (axis >= in.rank()) {
        throw SlimgraphException.invalidArgument(
            "Index out of range using input dim %d; input has only %d dims", axis, in.rank());
      }
      long stride = Integers.at(strideValues, i);
      if (stride == 0) {
        throw SlimgraphException.invalidArgument("strides[%d] must be non-zero", i);
      }
      strides[axis] = stride;
      if (bit(masks.shrinkAxis(), i)) {
        takeOne(i, stride);
      } else {
        takeRange(i, stride);
      }
      axis++;
    }

    private void takeOne(int i, long stride) {
      if (stride <= 0) {
        throw SlimgraphException.invalidArgument("only stride 1 allowed on non-range indexing.");
      }
      long size = in.dim(axis);
      // TF 1.x: begin_mask means nothing for an index that takes one element.
      boolean known = begin.isPresent();
      long given = begin.map(t -> Integers.at(t, i)).orElse(0L);
      long at = given < 0 ? given + size : given;
      if (known && size >= 0 && (at < 0 || at >= size)) {
        throw SlimgraphException.invalidArgument(
            "slice index %d of dimension %d out of bounds.", at, axis);
      }
      begins[axis] = known && (size >= 0 || given >= 0) ? at : -1;
      counts[axis] = 1;
    }

    private void takeRange(int i, long stride) {
      long size = in.dim(axis);
      boolean fromStart = bit(masks.begin(), i);
      boolean toEnd = bit(masks.end(), i);
      boolean known = (fromStart || begin.isPresent()) && (toEnd || end.isPresent());
      if (size < 0 || !known) {
        begins[axis] = -1;
        counts[axis] = size < 0 && known ? countWithoutSize(i, stride) : -1;
      } else {
        long first =
            fromStart
                ? (stride > 0 ? 0 : size - 1)
                : bound(begin.map(t -> Integers.at(t, i)).orElse(0L), size, stride);
        long last =
            toEnd
                ? (stride > 0 ? size : -1)
                : bound(end.map(t -> Integers.at(t, i)).orElse(0L), size, stride);
        begins[axis] = first;
        counts[axis] = count(last - first, stride);
      }
      result.add(counts[axis]);
    }

    /** A range of two bounds on one side of zero that is empty is empty for every size. */
    private long countWithoutSize(int i, long stride) {
      if (bit(masks.begin(), i) || bit(masks.end(), i)) {
        return -1;
      }
      long from = begin.map(t -> Integers.at(t, i)).orElse(0L);
      long to = end.map(t -> Integers.at(t, i)).orElse(0L);
      boolean sameSide = from >= 0 == to >= 0;
      return sameSide && count(to - from, stride) == 0 ? 0 : -1;
    }

    /** Moves a bound into the places that a walk can begin at or stop before. */
    private static long bound(long given, long size, long stride) {
      long at = given < 0 ? given + size : given;
      long low = stride > 0 ? 0 : -1;
      long high = stride > 0 ? size : size - 1;
      return Math.max(low, Math.min(high, at));
    }

    private static long count(long distance, long stride) {
      if (distance == 0 || distance > 0 != stride > 0) {
        return 0;
      }
      return distance / stride + (distance % stride != 0 ? 1 : 0);
    }

    private static boolean bit(int mask, int i) {
      return i < Integer.SIZE && (mask & 1 << i) != 0;
    }

    private static int lowBits(int count) {
      return count >= Integer.SIZE ? -1 : (1 << count) - 1;
    }
  }
}
