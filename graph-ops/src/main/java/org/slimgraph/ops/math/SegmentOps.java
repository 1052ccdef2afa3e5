package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Sums of the rows that belong to one segment. TF: tf.segment_sum, tf.unsorted_segment_sum. */
final class SegmentOps {
  static final ImmutableList<OpSpec> SPECS = ImmutableList.of(sorted(), unsorted());

  private SegmentOps() {}

  private static OpSpec sorted() {
    return kernels(
            OpSpec.of("SegmentSum")
                .input("data: T")
                .input("segment_ids: Tindices")
                .output("output: T")
                .attr("T: numbertype")
                .attr("Tindices: {int32, int64}")
                .shape(SegmentOps::inferSorted)
                .gradient(SegmentGradients::sorted),
            SegmentOps::sortedRows)
        .build();
  }

  private static OpSpec unsorted() {
    return kernels(
            OpSpec.of("UnsortedSegmentSum")
                .input("data: T")
                .input("segment_ids: Tindices")
                .input("num_segments: Tnumsegments")
                .output("output: T")
                .attr("T: numbertype")
                .attr("Tindices: {int32, int64}")
                .attr("Tnumsegments: {int32, int64} = int32")
                .shape(SegmentOps::inferUnsorted)
                .gradient(SegmentGradients::unsorted),
            SegmentOps::unsortedRows)
        .build();
  }

  /** Adds row {@code from} of {@code length} elements to row {@code to}. */
  interface RowSum<A> {
    void add(A x, int from, A out, int to, int length);
  }

  /** Says how many rows the output has, after checking the segment numbers. */
  interface Rows {
    long count(KernelContext c, long[] segments);
  }

  private static OpSpec.Builder kernels(OpSpec.Builder spec, Rows rows) {
    KernelFactory floats = kernel(rows, SegmentOps::addFloats, float[].class);
    KernelFactory ints = kernel(rows, SegmentOps::addInts, int[].class);
    return spec.kernel(DataType.FLOAT, floats)
        .kernel(Widened.HALVES, Widened.of(floats))
        .kernel(DataType.DOUBLE, kernel(rows, SegmentOps::addDoubles, double[].class))
        .kernel(DataType.INT32, ints)
        .kernel(Widened.SMALL_INTEGERS, Widened.of(ints))
        .kernel(DataType.INT64, kernel(rows, SegmentOps::addLongs, long[].class));
  }

  private static <A> KernelFactory kernel(Rows rows, RowSum<A> sum, Class<A> array) {
    return attrs -> (Kernel) c -> compute(rows, sum, array, c);
  }

  private static <A> void compute(Rows rows, RowSum<A> sum, Class<A> array, KernelContext c) {
    Tensor data = c.input(0);
    long[] segments = c.input(1).longs();
    Shape row = data.shape().slice(c.shape(1).rank());
    Tensor out = c.output(0, Shape.of(rows.count(c, segments)).concat(row));
    int length = (int) row.elementCount();
    A x = array.cast(TensorStorage.array(data));
    A z = array.cast(TensorStorage.array(out));
    clear(z, out.size());
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] >= 0) {
        sum.add(x, i * length, z, (int) segments[i] * length, length);
      }
    }
  }

  private static void clear(Object array, int size) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, 0, size, 0);
    } else if (array instanceof double[] doubles) {
      Arrays.fill(doubles, 0, size, 0);
    } else if (array instanceof int[] ints) {
      Arrays.fill(ints, 0, size, 0);
    } else {
      Arrays.fill((long[]) array, 0, size, 0);
    }
  }

  private static long sortedRows(KernelContext c, long[] segments) {
    if (c.shape(1).rank() != 1) {
      throw SlimgraphException.invalidArgument("segment_ids should be a vector.");
    }
    if (c.shape(0).rank() < 1 || c.shape(0).dim(0) != segments.length) {
      throw SlimgraphException.invalidArgument(
          "segment_ids should be the same size as dimension 0 of input.");
    }
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] < 0) {
        throw SlimgraphException.invalidArgument("segment ids must be >= 0");
      }
      if (i > 0 && segments[i] < segments[i - 1]) {
        throw SlimgraphException.invalidArgument("segment ids are not increasing");
      }
    }
    return segments.length == 0 ? 0 : segments[segments.length - 1] + 1;
  }

  private static long unsortedRows(KernelContext c, long[] segments) {
    Shape ids = c.shape(1);
    if (!c.shape(0).slice(0, ids.rank()).equals(ids) || c.shape(0).rank() < ids.rank()) {
      throw SlimgraphException.invalidArgument(
          "data.shape = %s does not start with segment_ids.shape = %s",
          c.shape(0).toBrackets(), ids.toBrackets());
    }
    long count = c.input(2).longs()[0];
    if (count < 0) {
      throw SlimgraphException.invalidArgument(
          "Input num_segments == %d must not be negative.", count);
    }
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] >= count) {
        throw SlimgraphException.invalidArgument(
            "segment_ids%s = %d is out of range [0, %d)", place(ids, i), segments[i], count);
      }
    }
    return count;
  }

  private static String place(Shape shape, int flat) {
    StringBuilder place = new StringBuilder("]");
    int rest = flat;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      place.insert(0, rest % shape.dim(d)).insert(0, d == 0 ? "[" : ",");
      rest /= (int) shape.dim(d);
    }
    return place.toString();
  }

  private static void addFloats(float[] x, int from, float[] out, int to, int length) {
    for (int i = 0; i < length; i++) {
      out[to + i] += x[from + i];
    }
  }

  private static void addDoubles(double[] x, int from, double[] out, int to, int length) {
    for (int i = 0; i < length; i++) {
      out[to + i] += x[from + i];
    }
  }

  private static void addInts(int[] x, int from, int[] out, int to, int length) {
    for (int i = 0; i < length; i++) {
      out[to + i] += x[from + i];
    }
  }

  private static void addLongs(long[] x, int from, long[] out, int to, int length) {
    for (int i = 0; i < length; i++) {
      out[to + i] += x[from + i];
    }
  }

  private static List<Shape> inferSorted(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 1);
    return List.of(
        c.input(0).isRankKnown() ? Shape.of(-1).concat(c.input(0).slice(1)) : Shape.unknown());
  }

  private static List<Shape> inferUnsorted(ShapeContext c) {
    Shape data = c.input(0);
    Shape ids = c.input(1);
    ShapeRules.withRank(c.input(2), 0);
    if (!data.isRankKnown() || !ids.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    ShapeRules.withRankAtLeast(data, ids.rank());
    ShapeRules.merge(data.slice(0, ids.rank()), ids);
    long count = c.constant(2).map(value -> value.longs()[0]).orElse(-1L);
    return List.of(Shape.of(count).concat(data.slice(ids.rank())));
  }
}
