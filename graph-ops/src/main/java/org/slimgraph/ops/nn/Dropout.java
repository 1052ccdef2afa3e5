package org.slimgraph.ops.nn;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Keeps elements by chance. TF 1.15: {@code dropout_v2} in {@code ops/nn_ops.py}. */
final class Dropout {
  private Dropout() {}

  static Output dropout(Ops tf, Output x, double rate, DropoutOptions options) {
    if (!(rate >= 0 && rate < 1)) {
      throw SlimgraphException.invalidArgument(
          "rate must be a scalar tensor or a float in the range [0, 1), got %s: keep_prob is 1 -"
              + " rate",
          rate);
    }
    checkType(x);
    try (NameScope scope = tf.nameScope(options.name)) {
      if (rate == 0) {
        return x;
      }
      Output rateTensor = tf.constant(Literals.scalar(x.dataType().base(), rate), "rate");
      return dropped(tf, x, rateTensor, options);
    }
  }

  /** Drops with the probability that {@code rate}, a scalar, has when run. */
  static Output dropout(Ops tf, Output x, Output rate, DropoutOptions options) {
    checkType(x);
    if (rate.shape().isRankKnown() && rate.shape().rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "The rate of a dropout must be a scalar, but %s has shape %s", rate.name(), rate.shape());
    }
    try (NameScope scope = tf.nameScope(options.name)) {
      return dropped(tf, x, tf.cast(rate, x.dataType().base()), options);
    }
  }

  private static void checkType(Output x) {
    DataType type = x.dataType().base();
    if (!type.isFloating()) {
      throw SlimgraphException.invalidArgument(
          "x has to be a floating point tensor since it's going to be scaled. Got a %s tensor"
              + " instead: %s",
          type.tfName(), x.name());
    }
  }

  private static Output dropped(Ops tf, Output x, Output rate, DropoutOptions options) {
    DataType type = x.dataType().base();
    Output random =
        tf.random()
            .uniform(noiseShape(tf, x, options), 0, 1, o -> o.dtype(type).seed(options.seed));
    Output scale = tf.over(1, tf.minus(1, rate));
    Output keep = tf.greaterEqual(random, rate);
    Output result = tf.times(tf.times(x, scale), tf.cast(keep, type));
    result.setShape(x.shape());
    return result;
  }

  private static Output noiseShape(Ops tf, Output x, DropoutOptions options) {
    Shape wanted = options.noiseShape;
    if (wanted == null || !wanted.isRankKnown()) {
      return tf.shape(x);
    }
    if (wanted.isFullyDefined()) {
      return tf.constant(Tensor.vector(ints(wanted)));
    }
    List<Output> sizes = tf.unstack(tf.shape(x), wanted.rank(), 0);
    List<Output> noise = new ArrayList<>();
    for (int i = 0; i < wanted.rank(); i++) {
      noise.add(wanted.dim(i) < 0 ? sizes.get(i) : tf.constant((int) wanted.dim(i)));
    }
    return tf.stack(noise);
  }

  private static int[] ints(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = (int) shape.dim(i);
    }
    return dims;
  }
}
