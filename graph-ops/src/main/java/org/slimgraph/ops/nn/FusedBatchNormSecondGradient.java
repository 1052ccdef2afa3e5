package org.slimgraph.ops.nn;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The gradient of FusedBatchNormGrad, composed of arithmetic.
 *
 * <p>With {@code n} elements a channel, {@code r = rsqrt(variance + epsilon)}, {@code z = (x -
 * mean) * r}, {@code P(u) = u - mean(u) - z * mean(u * z)}, the first gradient is {@code dx = scale
 * * r * P(dy)}, {@code dscale = sum(dy * z)}, {@code doffset = sum(dy)}. For what arrives at these
 * three, {@code a, b, c}, follow
 *
 * <pre>
 * by dy:    scale * r * P(a) + b * z + c
 * by scale: r * sum(a * P(dy))
 * by x:     r * P(q) - scale * r² * z * mean(a * P(dy)),
 *           q = b * dy - scale * r * (a * mean(dy * z) + dy * mean(a * z))
 * </pre>
 *
 * <p>In inference the moments are constants: {@code P(u) = u}, and by x only {@code b * dy * r}
 * remains.
 */
final class FusedBatchNormSecondGradient {
  private final Ops tf;
  private final boolean channelsFirst;
  private final Output z;

  private FusedBatchNormSecondGradient(Ops tf, boolean channelsFirst, Output z) {
    this.tf = tf;
    this.channelsFirst = channelsFirst;
    this.z = z;
  }

  static void build(GradientContext g) {
    Ops tf = g.tf();
    boolean channelsFirst = g.op().attrs().string("data_format").equals("NCHW");
    Output dy = toFloat(tf, g.input(0));
    Output x = toFloat(tf, g.input(1));
    Output scale = perChannel(tf, g.input(2), channelsFirst);
    Output mean = perChannel(tf, g.input(3), channelsFirst);
    Output variance = perChannel(tf, g.input(4), channelsFirst);
    Output root = tf.rsqrt(tf.plus(variance, g.op().attrs().real("epsilon")));
    Output z = tf.times(tf.minus(x, mean), root);
    Output a = toFloat(tf, g.dy(0));
    Output b = perChannel(tf, g.dy(1), channelsFirst);
    Output c = perChannel(tf, g.dy(2), channelsFirst);
    var second = new FusedBatchNormSecondGradient(tf, channelsFirst, z);
    boolean training = g.op().attrs().bool("is_training");
    Output slope = tf.times(scale, root);
    Output projected = training ? second.project(a) : a;
    Output byDy = tf.plus(tf.plus(tf.times(slope, projected), tf.times(b, z)), c);
    Output products = tf.times(a, training ? second.project(dy) : dy);
    Output byX =
        training ? second.byX(a, b, dy, slope, root, products) : tf.times(tf.times(b, dy), root);
    g.set(0, tf.cast(byDy, g.input(0).dataType()));
    g.set(1, tf.cast(byX, g.input(1).dataType()));
    g.set(2, tf.reduceSum(tf.times(root, products), o -> o.axes(second.axes())));
  }

  private Output byX(Output a, Output b, Output dy, Output slope, Output root, Output products) {
    Output cross = tf.plus(tf.times(a, mean(tf.times(dy, z))), tf.times(dy, mean(tf.times(a, z))));
    Output q = tf.minus(tf.times(b, dy), tf.times(slope, cross));
    Output byRoot = tf.times(tf.times(slope, root), tf.times(z, mean(products)));
    return tf.minus(tf.times(root, project(q)), byRoot);
  }

  /** Returns {@code u - mean(u) - z * mean(u * z)}. */
  private Output project(Output u) {
    return tf.minus(tf.minus(u, mean(u)), tf.times(z, mean(tf.times(u, z))));
  }

  private Output mean(Output u) {
    return tf.reduceMean(u, o -> o.axes(axes()).keepDims(true));
  }

  private int[] axes() {
    return channelsFirst ? new int[] {0, 2, 3} : new int[] {0, 1, 2};
  }

  private static Output toFloat(Ops tf, Output x) {
    return tf.cast(x, DataType.FLOAT);
  }

  private static Output perChannel(Ops tf, Output vector, boolean channelsFirst) {
    return channelsFirst ? tf.reshape(vector, Shape.of(1, -1, 1, 1)) : vector;
  }
}
