package org.slimgraph.ops.array;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Builders of ops on the shape and place of elements; part of {@link org.slimgraph.ops.Ops}. */
public interface ArrayOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS = ImmutableList.of(Const.SPEC, Identity.SPEC, Placeholder.SPEC);

  /** Adds a constant. */
  default Output constant(Tensor value) {
    return constant(value, "Const");
  }

  /** Adds a constant. */
  default Output constant(Tensor value, String name) {
    return Const.constant(tf(), value, name);
  }

  /** Adds a float scalar. */
  default Output constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /** Adds an int32 scalar. */
  default Output constant(int value) {
    return constant(Tensor.scalar(value));
  }

  /** Adds a float vector. */
  default Output constant(float[] values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  /** Adds an int32 vector. */
  default Output constant(int[] values) {
    return constant(Tensor.of(Shape.of(values.length), values));
  }

  /**
   * Adds a value that each run must feed.
   *
   * @param dtype its type
   * @param shape what is known of its shape; {@link Shape#unknown} accepts any
   * @param name the operation's name
   */
  default Output placeholder(DataType dtype, Shape shape, String name) {
    return Placeholder.placeholder(tf(), dtype, shape, name);
  }

  /** Adds a value that each run must feed. */
  default Output placeholder(DataType dtype, Shape shape) {
    return placeholder(dtype, shape, "Placeholder");
  }

  /** Adds an operation that passes {@code input} on; it waits for the control inputs in force. */
  default Output identity(Output input) {
    return identity(input, "Identity");
  }

  /** Adds an operation that passes {@code input} on. */
  default Output identity(Output input, String name) {
    return Identity.identity(tf(), input, name);
  }
}
