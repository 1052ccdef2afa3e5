package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
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

/**
 * Reductions of the rows that belong to one segment. TF: tf.segment_sum, tf.unsorted_segment_sum
 * and so on.
 */
final class SegmentOps {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          sorted("SegmentSum", "numbertype", SegmentReduction.SUM)
              .gradient(SegmentGradients::sorted)
              .build(),
          sorted("SegmentMean", "numbertype", SegmentReduction.SUM)
              .gradient(SegmentGradients::sortedMean)
              .build(),
          sorted("SegmentProd", "numbertype", SegmentReduction.PROD)
              .notDifferentiable("TF registers no gradient of it; UnsortedSegmentProd has one")
              .build(),
          sorted("SegmentMax", "realnumbertype", SegmentReduction.MAX)
              .gradient(SegmentGradients::sortedExtreme)
              .build(),
          sorted("SegmentMin", "realnumbertype", SegmentReduction.MIN)
              .gradient(SegmentGradients::sortedExtreme)
              .build(),
          unsorted("UnsortedSegmentSum", "numbertype", SegmentReduction.SUM)
              .gradient(SegmentGradients::unsorted)
              .build(),
          unsorted("UnsortedSegmentProd", "numbertype", SegmentReduction.PROD)
              .gradient(SegmentGradients::unsortedProd)
              .build(),
          unsorted("UnsortedSegmentMax", "realnumbertype", SegmentReduction.MAX)
              .gradient(SegmentGradients::unsortedExtreme)
              .build(),
          unsorted("UnsortedSegmentMin", "realnumbertype", SegmentReduction.MIN)
              .gradient(SegmentGradients::unsortedExtreme)
              .build());

  private SegmentOps() {}

  private static OpSpec.Builder sorted(String type, String types, SegmentReduction reduction) {
    boolean mean = type.equals("SegmentMean");
    return kernels(
        OpSpec.of(type)
            .input("data: T")
            .input("segment_ids: Tindices")
            .output("output: T")
            .attr("T: " + types)
            .attr("Tindices: {int32, int64}")
            .shape(SegmentOps::inferSorted),
        attrs -> c -> computeSorted(reduction, mean, c));
  }

  private static OpSpec.Builder unsorted(String type, String types, SegmentReduction reduction) {
    return kernels(
        OpSpec.of(type)
            .input("data: T")
            .input("segment_ids: Tindices")
            .input("num_segments: Tnumsegments")
            .output("output: T")
            .attr("T: " + types)
            .attr("Tindices: {int32, int64}")
            .attr("Tnumsegments: {int32, int64} = int32")
            .shape(SegmentOps::inferUnsorted),
        attrs -> {
          double start = reduction.start(attrs.type("T").base());
          return (Kernel) c -> computeUnsorted(reduction, start, c);
        });
  }

  private static OpSpec.Builder kernels(OpSpec.Builder spec, KernelFactory factory) {
    return spec.kernel(DataType.FLOAT, factory)
        .kernel(Widened.HALVES, Widened.of(factory))
        .kernel(DataType.DOUBLE, factory)
        .kernel(DataType.INT32, factory)
        .kernel(Widened.SMALL_INTEGERS, Widened.of(factory))
        .kernel(DataType.INT64, factory);
  }

  /** TF 1.x: a segment without rows is 1 for products and 0 otherwise, for extremes too. */
  private static void computeSorted(SegmentReduction reduction, boolean mean, KernelContext c) {
    long[] segments = c.input(1).longs();
    long count = sortedRows(c, segments);
    Tensor out = output(c, count);
    int length = length(out, count);
    SegmentReduction.fill(out, reduction == SegmentReduction.PROD ? 1 : 0);
    Object x = TensorStorage.array(c.input(0));
    Object z = TensorStorage.array(out);
    int begin = 0;
    while (begin < segments.length) {
      int to = (int) segments[begin] * length;
      System.arraycopy(x, begin * length, z, to, length);
      int end = begin + 1;
      while (end < segments.length && segments[end] == segments[begin]) {
        reduction.take(x, end * length, z, to, length);
        end++;
      }
      if (mean) {
        SegmentReduction.divide(z, to, length, end - begin);
      }
      begin = end;
    }
  }

  /** Rows of negative segments are dropped. */
  private static void computeUnsorted(SegmentReduction reduction, double start, KernelContext c) {
    long[] segments = c.input(1).longs();
    long count = unsortedRows(c, segments);
    Tensor out = output(c, count);
    int length = length(out, count);
    SegmentReduction.fill(out, start);
    Object x = TensorStorage.array(c.input(0));
    Object z = TensorStorage.array(out);
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] >= 0) {
        reduction.take(x, i * length, z, (int) segments[i] * length, length);
      }
    }
  }

  private static Tensor output(KernelContext c, long count) {
    Shape row = c.shape(0).slice(c.shape(1).rank());
    return c.output(0, Shape.of(count).concat(row));
  }

  private static int length(Tensor out, long count) {
    return count == 0 ? 0 : (int) (out.size() / count);
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
