package org.slimgraph.train;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/** The parts that schedules of learning rates share. */
final class Schedule {
  private Schedule() {}

  static Output initial(Ops tf, double learningRate) {
    return tf.constant(Tensor.scalar((float) learningRate), "initial_learning_rate");
  }

  static Output number(Ops tf, double value) {
    return tf.constant(Tensor.scalar((float) value), "Cast/x");
  }

  /** Returns the part of the decay that is done, rounded down for a staircase. */
  static Output progress(Ops tf, Output step, double decaySteps, boolean staircase) {
    Output steps = number(tf, decaySteps);
    Output progress = tf.over(tf.cast(step, DataType.FLOAT), steps);
    return staircase ? tf.floor(progress) : progress;
  }

  /** Returns {@code 1 + cos(π·part)}. */
  static Output cosine(Ops tf, Output part) {
    Output pi = tf.constant(Tensor.scalar((float) Math.PI));
    return tf.plus(1.0, tf.cos(tf.times(pi, part)));
  }

  static void checkBoundary(Number boundary, DataType x) {
    DataType type = typeOf(boundary);
    boolean fits =
        type == x
            || (type == DataType.INT32 && x == DataType.INT64)
            || (boundary instanceof Double && x == DataType.DOUBLE);
    if (!fits) {
      throw SlimgraphException.invalidArgument(
          "Boundaries (%s) must have the same dtype as x (%s).", type.tfName(), x.tfName());
    }
  }

  static DataType commonType(List<? extends Number> values) {
    DataType first = typeOf(values.get(0));
    for (Number value : values) {
      if (typeOf(value) != first) {
        throw SlimgraphException.invalidArgument(
            "Values must have elements all with the same dtype (%s vs %s).",
            first.tfName(), typeOf(value).tfName());
      }
    }
    return first;
  }

  /** Returns the type that Python's TF gives to a number written in a program. */
  private static DataType typeOf(Number value) {
    if (value instanceof Integer) {
      return DataType.INT32;
    }
    return value instanceof Long ? DataType.INT64 : DataType.FLOAT;
  }
}
