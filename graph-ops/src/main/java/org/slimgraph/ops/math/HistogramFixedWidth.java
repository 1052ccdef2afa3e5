package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Counts how many values fall into each of equally wide bins; those outside the range count in the
 * bin at that end. TF: tf.histogram_fixed_width.
 */
final class HistogramFixedWidth {
  static final OpSpec SPEC =
      OpSpec.of("HistogramFixedWidth")
          .input("values: T")
          .input("value_range: T")
          .input("nbins: int32")
          .output("out: dtype")
          .attr("T: {int32, int64, float, double}")
          .attr("dtype: {int32, int64} = int32")
          .shape(HistogramFixedWidth::infer)
          .notDifferentiable("counts are integers")
          .kernel(attrs -> HistogramFixedWidth::compute)
          .build();

  private HistogramFixedWidth() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape range = ShapeRules.withRank(c.input(1), 1);
    if (range.dim(0) >= 0 && range.dim(0) != 2) {
      throw SlimgraphException.invalidArgument("Dimension must be 2 but is %d", range.dim(0));
    }
    ShapeRules.withRank(c.input(2), 0);
    long bins = c.constant(2).map(value -> (long) value.ints()[0]).orElse(-1L);
    if (c.constant(2).isPresent() && bins <= 0) {
      throw SlimgraphException.invalidArgument("Requires nbins > 0: %d", bins);
    }
    return List.of(Shape.of(bins));
  }

  /** Finds the bins of values of one type. */
  private interface Bins {
    /** Returns how far value {@code i} lies above the low end, not less than zero. */
    double above(int i);
  }

  private static void compute(KernelContext c) {
    Tensor values = c.input(0);
    if (c.input(1).size() != 2) {
      throw SlimgraphException.invalidArgument(
          "value_range should be a vector of 2 elements, not of shape %s", c.shape(1).toBrackets());
    }
    int bins = c.input(2).ints()[0];
    if (bins <= 0) {
      throw SlimgraphException.invalidArgument(
          "nbins should be a positive number, but got '%d'", bins);
    }
    double step = width(c) / bins;
    Bins above = bins(c);
    int[] counts = new int[bins];
    for (int i = 0; i < values.size(); i++) {
      double bin = Math.min(above.above(i) / step, bins - 1);
      // TF 1.x: NaN becomes the lowest integer and is no bin; here it counts nowhere.
      if (!Double.isNaN(bin)) {
        counts[(int) bin]++;
      }
    }
    Tensor out = c.output(0, Shape.of(bins));
    if (out.dataType() == DataType.INT64) {
      long[] longs = TensorStorage.longs(out);
      for (int i = 0; i < bins; i++) {
        longs[i] = counts[i];
      }
    } else {
      System.arraycopy(counts, 0, TensorStorage.ints(out), 0, bins);
    }
  }

  /** Returns the difference of the ends, computed in their type. */
  private static double width(KernelContext c) {
    Tensor range = c.input(1);
    boolean rises;
    double width;
    switch (range.dataType()) {
      case FLOAT:
        rises = range.floats()[0] < range.floats()[1];
        width = range.floats()[1] - range.floats()[0];
        break;
      case DOUBLE:
        rises = range.doubles()[0] < range.doubles()[1];
        width = range.doubles()[1] - range.doubles()[0];
        break;
      case INT32:
        rises = range.ints()[0] < range.ints()[1];
        width = range.ints()[1] - range.ints()[0];
        break;
      default:
        rises = range.longs()[0] < range.longs()[1];
        width = range.longs()[1] - range.longs()[0];
    }
    if (!rises) {
      throw SlimgraphException.invalidArgument(
          "value_range should satisfy value_range[0] < value_range[1], but got '[%s, %s]'",
          range.elementText(0), range.elementText(1));
    }
    return width;
  }

  private static Bins bins(KernelContext c) {
    switch (c.input(0).dataType()) {
      case FLOAT:
        float[] floats = c.floats(0);
        float lowFloat = c.floats(1)[0];
        return i -> Math.max(floats[i], lowFloat) - lowFloat;
      case DOUBLE:
        double[] doubles = c.doubles(0);
        double lowDouble = c.doubles(1)[0];
        return i -> Math.max(doubles[i], lowDouble) - lowDouble;
      case INT32:
        int[] ints = c.ints(0);
        int lowInt = c.ints(1)[0];
        return i -> Math.max(ints[i], lowInt) - lowInt;
      default:
        long[] longs = c.longs(0);
        long lowLong = c.longs(1)[0];
        return i -> Math.max(longs[i], lowLong) - lowLong;
    }
  }

  static Output build(
      Ops tf, Output values, Output valueRange, int bins, DataType dtype, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tf.graph()
          .opBuilder("HistogramFixedWidth", scope.name())
          .input(values)
          .input(valueRange)
          .input(tf.constant(Tensor.scalar(bins), "nbins"))
          .attr("dtype", dtype)
          .build()
          .output(0);
    }
  }
}
