package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Moves elements outside a range to its nearest end. TF's op of this name is in old graphs; Python
 * 1.15's tf.clip_by_value is a Minimum and a Maximum.
 */
final class ClipByValue {
  private static final Elementwise LOOPS = CpuLoops.get().elementwise();

  static final OpSpec SPEC =
      OpSpec.of("ClipByValue")
          .input("t: T")
          .input("clip_value_min: T")
          .input("clip_value_max: T")
          .output("output: T")
          .attr("T: numbertype")
          .shape(ShapeRules::unchanged)
          .gradient(ClipByValue::gradient)
          .traits(traits -> traits.inPlace(0))
          .kernel(DataType.FLOAT, attrs -> ClipByValue::floats)
          .kernel(Widened.HALVES, Widened.of(attrs -> ClipByValue::floats))
          .kernel(DataType.DOUBLE, attrs -> ClipByValue::doubles)
          .kernel(DataType.INT32, attrs -> ClipByValue::ints)
          .kernel(Widened.SMALL_INTEGERS, Widened.of(attrs -> ClipByValue::ints))
          .kernel(DataType.INT64, attrs -> ClipByValue::longs)
          .build();

  private ClipByValue() {}

  /** Checks a bound: it is a scalar or has the shape of the input. */
  private static BroadcastPlan plan(KernelContext c, int bound) {
    Shape shape = c.shape(bound);
    if (shape.rank() != 0 && !shape.equals(c.shape(0))) {
      throw SlimgraphException.invalidArgument(
          "clip_value_min and clip_value_max must be either of the same shape as input, or a scalar."
              + "  input shape: %s clip_value_min shape: %s clip_value_max shape: %s",
          c.shape(0).toBrackets(), c.shape(1).toBrackets(), c.shape(2).toBrackets());
    }
    return Broadcasting.plan(c.shape(0), shape);
  }

  private static void floats(KernelContext c) {
    BroadcastPlan high = plan(c, 2);
    BroadcastPlan low = plan(c, 1);
    float[] z = c.outputFloats(0, c.shape(0));
    LOOPS.binary(BinaryOp.MINIMUM, high, c.floats(0), 0, c.floats(2), 0, z, 0, c.parallel());
    LOOPS.binary(BinaryOp.MAXIMUM, low, z, 0, c.floats(1), 0, z, 0, c.parallel());
  }

  private static void doubles(KernelContext c) {
    BroadcastPlan high = plan(c, 2);
    BroadcastPlan low = plan(c, 1);
    double[] z = c.outputDoubles(0, c.shape(0));
    LOOPS.binary(BinaryOp.MINIMUM, high, c.doubles(0), 0, c.doubles(2), 0, z, 0, c.parallel());
    LOOPS.binary(BinaryOp.MAXIMUM, low, z, 0, c.doubles(1), 0, z, 0, c.parallel());
  }

  private static void ints(KernelContext c) {
    BroadcastPlan high = plan(c, 2);
    BroadcastPlan low = plan(c, 1);
    int[] z = c.outputInts(0, c.shape(0));
    LOOPS.map(Math::min, high, c.ints(0), 0, c.ints(2), 0, z, 0, c.parallel());
    LOOPS.map(Math::max, low, z, 0, c.ints(1), 0, z, 0, c.parallel());
  }

  private static void longs(KernelContext c) {
    BroadcastPlan high = plan(c, 2);
    BroadcastPlan low = plan(c, 1);
    long[] z = c.outputLongs(0, c.shape(0));
    LOOPS.map(Math::min, high, c.longs(0), 0, c.longs(2), 0, z, 0, c.parallel());
    LOOPS.map(Math::max, low, z, 0, c.longs(1), 0, z, 0, c.parallel());
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output low = g.input(1);
    Output high = g.input(2);
    Output shape = tf.shape(x);
    Output lowShape = tf.shape(low);
    Output highShape = tf.shape(high);
    Output zeros = tf.zerosLike(g.dy(0));
    Output below = tf.less(x, low);
    Output above = tf.greater(x, high);
    List<Output> lowAxes = BroadcastSums.axes(tf, shape, lowShape);
    List<Output> highAxes = BroadcastSums.axes(tf, shape, highShape);
    g.set(0, tf.where(tf.logicalOr(below, above), zeros, g.dy(0)));
    Output toLow = tf.where(below, g.dy(0), zeros);
    Output toHigh = tf.where(above, g.dy(0), zeros);
    g.set(1, tf.reshape(tf.reduceSum(toLow, lowAxes.get(1)), lowShape));
    g.set(2, tf.reshape(tf.reduceSum(toHigh, highAxes.get(1)), highShape));
  }

  /** Python's clip_by_value. */
  static Output clipByValue(Ops tf, Output t, Output low, Output high, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tf.maximum(tf.minimum(t, high), low, scope.name());
    }
  }
}
