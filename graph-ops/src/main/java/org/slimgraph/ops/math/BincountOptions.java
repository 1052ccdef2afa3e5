package org.slimgraph.ops.math;

import java.util.Optional;
import java.util.OptionalInt;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;

/** The optional parameters of tf.math.bincount with TF's defaults. Not thread-safe. */
public final class BincountOptions {
  private Optional<Output> weights = Optional.empty();
  private OptionalInt minlength = OptionalInt.empty();
  private OptionalInt maxlength = OptionalInt.empty();
  private DataType dtype = DataType.INT32;
  private String name = "bincount";

  BincountOptions() {}

  /** Sums {@code values}, of the shape of the elements, in place of counting. */
  public BincountOptions weights(Output values) {
    weights = Optional.of(values);
    return this;
  }

  /** Makes at least {@code size} bins. */
  public BincountOptions minlength(int size) {
    minlength = OptionalInt.of(size);
    return this;
  }

  /** Makes at most {@code size} bins; larger elements are not counted. */
  public BincountOptions maxlength(int size) {
    maxlength = OptionalInt.of(size);
    return this;
  }

  /** Sets the type of counts: INT32, INT64, FLOAT or DOUBLE. */
  public BincountOptions dtype(DataType type) {
    dtype = type;
    return this;
  }

  /** Sets the name scope. */
  public BincountOptions name(String scope) {
    name = scope;
    return this;
  }

  Optional<Output> weights() {
    return weights;
  }

  OptionalInt minlength() {
    return minlength;
  }

  OptionalInt maxlength() {
    return maxlength;
  }

  DataType dtype() {
    return dtype;
  }

  String name() {
    return name;
  }
}
