package org.slimgraph.ops.math;

import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Tensor;

/**
 * The optional parameters of the reductions with TF's defaults: all axes, dimensions dropped. Not
 * thread-safe.
 */
public final class ReduceOptions {
  private final String type;
  private @Nullable Tensor axes;
  private @Nullable Output axesOutput;
  private boolean keepDims;
  private String name;

  ReduceOptions(String type) {
    this.type = type;
    this.name = type;
  }

  /** Reduces one axis; negative ones count from the end. Python's {@code axis=1}. */
  public ReduceOptions axis(int axis) {
    axes = Tensor.scalar(axis);
    return this;
  }

  /** Reduces several axes; negative ones count from the end. Python's {@code axis=[0, 1]}. */
  public ReduceOptions axes(int... values) {
    axes = Tensor.vector(values);
    return this;
  }

  /** Reduces the axes that {@code indices}, an integer scalar or vector, names when it runs. */
  public ReduceOptions axes(Output indices) {
    axesOutput = indices;
    return this;
  }

  /** Keeps the reduced dimensions with size 1. */
  public ReduceOptions keepDims(boolean keep) {
    keepDims = keep;
    return this;
  }

  /** Sets the operation's name. */
  public ReduceOptions name(String operation) {
    name = operation;
    return this;
  }

  Output build(Ops tf, Output input) {
    Tensor constant = axes;
    if (axesOutput != null) {
      return build(tf, input, axesOutput, name);
    }
    if (constant == null) {
      return build(tf, input, allAxes(tf, input), name);
    }
    // As any number given to an op, constant axes are made in a scope of the op's name.
    try (NameScope scope = tf.nameScope(name)) {
      return build(tf, input, tf.constant(constant, "reduction_indices"), scope.name());
    }
  }

  private Output build(Ops tf, Output input, Output indices, String operation) {
    return tf.graph()
        .opBuilder(type, operation)
        .input(input)
        .input(indices)
        .attr("keep_dims", keepDims)
        .build()
        .output(0);
  }

  /** Python's axes of everything: a constant if the rank is known, else a Range of the rank. */
  private static Output allAxes(Ops tf, Output input) {
    int rank = input.shape().rank();
    if (rank < 0) {
      return range(tf, tf.rank(input));
    }
    int[] all = new int[rank];
    for (int i = 0; i < rank; i++) {
      all[i] = i;
    }
    return tf.constant(Tensor.vector(all), "Const");
  }

  /** Python's range(limit) of an int32 scalar that is computed. */
  static Output range(Ops tf, Output limit) {
    try (NameScope scope = tf.nameScope("range")) {
      Output start = tf.constant(0, "start");
      Output delta = tf.constant(1, "delta");
      return tf.range(start, limit, delta, scope.name());
    }
  }
}
