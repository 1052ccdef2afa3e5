package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Builders of values: constants, placeholders, fills, ranges; part of {@link ArrayOps}. */
public interface ConstantOps extends Builders {

  /** Adds a constant. */
  default Output constant(Tensor value, String name) {
    return Const.constant(tf(), value, name);
  }

  /** As {@link #constant(Tensor, String)}, under TF's default name. */
  default Output constant(Tensor value) {
    return constant(value, "Const");
  }

  /** Adds a float scalar. */
  default Output constant(float value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(float, String)}, under TF's default name. */
  default Output constant(float value) {
    return constant(value, "Const");
  }

  /** Adds a double scalar. */
  default Output constant(double value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(double, String)}, under TF's default name. */
  default Output constant(double value) {
    return constant(value, "Const");
  }

  /** Adds an int32 scalar. */
  default Output constant(int value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(int, String)}, under TF's default name. */
  default Output constant(int value) {
    return constant(value, "Const");
  }

  /** Adds an int64 scalar. */
  default Output constant(long value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(long, String)}, under TF's default name. */
  default Output constant(long value) {
    return constant(value, "Const");
  }

  /** Adds a bool scalar. */
  default Output constant(boolean value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(boolean, String)}, under TF's default name. */
  default Output constant(boolean value) {
    return constant(value, "Const");
  }

  /** Adds a string scalar. */
  default Output constant(String value, String name) {
    return constant(Tensor.scalar(value), name);
  }

  /** As {@link #constant(String, String)}, under TF's default name. */
  default Output constant(String value) {
    return constant(value, "Const");
  }

  /** Adds a float vector. */
  default Output constant(float[] values, String name) {
    return constant(Tensor.of(Shape.of(values.length), values), name);
  }

  /** As {@link #constant(float[], String)}, under TF's default name. */
  default Output constant(float[] values) {
    return constant(values, "Const");
  }

  /** Adds a double vector. */
  default Output constant(double[] values, String name) {
    return constant(Tensor.of(Shape.of(values.length), values), name);
  }

  /** As {@link #constant(double[], String)}, under TF's default name. */
  default Output constant(double[] values) {
    return constant(values, "Const");
  }

  /** Adds an int32 vector. */
  default Output constant(int[] values, String name) {
    return constant(Tensor.of(Shape.of(values.length), values), name);
  }

  /** As {@link #constant(int[], String)}, under TF's default name. */
  default Output constant(int[] values) {
    return constant(values, "Const");
  }

  /** Adds an int64 vector. */
  default Output constant(long[] values, String name) {
    return constant(Tensor.of(Shape.of(values.length), values), name);
  }

  /** As {@link #constant(long[], String)}, under TF's default name. */
  default Output constant(long[] values) {
    return constant(values, "Const");
  }

  /** Adds a bool vector. */
  default Output constant(boolean[] values, String name) {
    return constant(Tensor.of(Shape.of(values.length), values), name);
  }

  /** As {@link #constant(boolean[], String)}, under TF's default name. */
  default Output constant(boolean[] values) {
    return constant(values, "Const");
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

  /** As {@link #placeholder(DataType, Shape, String)}, under TF's default name. */
  default Output placeholder(DataType dtype, Shape shape) {
    return placeholder(dtype, shape, "Placeholder");
  }

  /**
   * Adds a value that runs may feed; without a feed it is {@code input}.
   *
   * @param shape what is known of the shape of fed values, which {@code input} must fit too
   */
  default Output placeholderWithDefault(Output input, Shape shape, String name) {
    return PlaceholderWithDefault.placeholderWithDefault(tf(), input, shape, name);
  }

  /** As {@link #placeholderWithDefault(Output, Shape, String)}, under TF's default name. */
  default Output placeholderWithDefault(Output input, Shape shape) {
    return placeholderWithDefault(input, shape, "PlaceholderWithDefault");
  }

  /**
   * Adds a tensor of shape {@code dims} filled with {@code value}.
   *
   * @param dims int32 or int64 vector
   * @param value scalar of any type
   */
  default Output fill(Output dims, Output value, String name) {
    return Fill.fill(tf(), dims, value, name);
  }

  /** As {@link #fill(Output, Output, String)}, under TF's default name. */
  default Output fill(Output dims, Output value) {
    return fill(dims, value, "Fill");
  }

  /**
   * Adds zeros (false, empty strings): a constant, or a Fill from 1000 elements on.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if {@code shape} is not fully
   *     defined
   */
  default Output zeros(Shape shape, DataType dtype, String name) {
    return Fill.filled(tf(), shape, Tensor.zeros(dtype, Shape.scalar()), name);
  }

  /** As {@link #zeros(Shape, DataType, String)}, under TF's default name. */
  default Output zeros(Shape shape, DataType dtype) {
    return zeros(shape, dtype, "zeros");
  }

  /** Adds float zeros. */
  default Output zeros(Shape shape) {
    return zeros(shape, DataType.FLOAT);
  }

  /** Adds zeros of a shape that is a tensor. */
  default Output zeros(Output shape, DataType dtype, String name) {
    return Fill.filled(tf(), shape, Tensor.zeros(dtype, Shape.scalar()), name);
  }

  /** As {@link #zeros(Output, DataType, String)}, under TF's default name. */
  default Output zeros(Output shape, DataType dtype) {
    return zeros(shape, dtype, "zeros");
  }

  /**
   * Adds ones (true): a constant, or a Fill from 1000 elements on.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if {@code shape} is not fully
   *     defined
   */
  default Output ones(Shape shape, DataType dtype, String name) {
    return Fill.filled(tf(), shape, Fill.one(dtype), name);
  }

  /** As {@link #ones(Shape, DataType, String)}, under TF's default name. */
  default Output ones(Shape shape, DataType dtype) {
    return ones(shape, dtype, "ones");
  }

  /** Adds float ones. */
  default Output ones(Shape shape) {
    return ones(shape, DataType.FLOAT);
  }

  /** Adds ones of a shape that is a tensor. */
  default Output ones(Output shape, DataType dtype, String name) {
    return Fill.filled(tf(), shape, Fill.one(dtype), name);
  }

  /** As {@link #ones(Output, DataType, String)}, under TF's default name. */
  default Output ones(Output shape, DataType dtype) {
    return ones(shape, dtype, "ones");
  }

  /** Adds zeros of the shape and type of {@code tensor}; a constant if the shape is known. */
  default Output zerosLike(Output tensor, String name) {
    return ZerosLike.zerosLike(tf(), tensor, name);
  }

  /** As {@link #zerosLike(Output, String)}, under TF's default name. */
  default Output zerosLike(Output tensor) {
    return zerosLike(tensor, "zeros_like");
  }

  /** Adds ones of the shape and type of {@code tensor}; a constant if the shape is known. */
  default Output onesLike(Output tensor, String name) {
    return OnesLike.onesLike(tf(), tensor, name);
  }

  /** As {@link #onesLike(Output, String)}, under TF's default name. */
  default Output onesLike(Output tensor) {
    return onesLike(tensor, "ones_like");
  }

  /**
   * Adds {@code start, start + delta, …}, up to and without {@code limit}.
   *
   * @param start scalar; all three are of one type, which is the result's
   */
  default Output range(Output start, Output limit, Output delta, String name) {
    return Range.range(tf(), start, limit, delta, name);
  }

  /** As {@link #range(Output, Output, Output, String)}, under TF's default name. */
  default Output range(Output start, Output limit, Output delta) {
    return range(start, limit, delta, "range");
  }

  /** Adds int32 numbers {@code start, start + delta, …}, up to and without {@code limit}. */
  default Output range(int start, int limit, int delta, String name) {
    return Range.range(tf(), start, limit, delta, name);
  }

  /** As {@link #range(int, int, int, String)}, under TF's default name. */
  default Output range(int start, int limit, int delta) {
    return range(start, limit, delta, "range");
  }

  /** Adds {@code 0, 1, …, limit - 1} as int32. */
  default Output range(int limit) {
    return range(0, limit, 1);
  }

  /**
   * Adds {@code num} numbers from {@code start} to {@code stop}, evenly spaced, both included.
   *
   * @param start float or double scalar
   * @param num int32 or int64 scalar, at least 1
   */
  default Output linspace(Output start, Output stop, Output num, String name) {
    return LinSpace.linSpace(tf(), start, stop, num, name);
  }

  /** As {@link #linspace(Output, Output, Output, String)}, under TF's default name. */
  default Output linspace(Output start, Output stop, Output num) {
    return linspace(start, stop, num, "LinSpace");
  }

  /**
   * Adds vectors that are {@code on} at the index and {@code off} elsewhere; an index outside is
   * nowhere on.
   *
   * @param indices uint8, int32 or int64 of any shape
   * @param depth int32 scalar, the length of the vectors
   * @param on scalar of the result's type
   * @param off scalar of the result's type
   * @param axis the dimension of the result along which the vectors lie; -1 is the last
   */
  default Output oneHot(
      Output indices, Output depth, Output on, Output off, int axis, String name) {
    return OneHot.oneHot(tf(), indices, depth, on, off, axis, name);
  }

  /** As {@link #oneHot(Output, Output, Output, Output, int, String)}, under TF's default name. */
  default Output oneHot(Output indices, Output depth, Output on, Output off, int axis) {
    return oneHot(indices, depth, on, off, axis, "one_hot");
  }

  /**
   * Adds vectors of {@code depth} elements along the last dimension, 1 at the index, 0 elsewhere.
   */
  default Output oneHot(Output indices, int depth, DataType dtype, String name) {
    return OneHot.oneHot(tf(), indices, depth, dtype, -1, name);
  }

  /** As {@link #oneHot(Output, int, DataType, String)}, under TF's default name. */
  default Output oneHot(Output indices, int depth, DataType dtype) {
    return oneHot(indices, depth, dtype, "one_hot");
  }

  /** Adds float vectors that are 1 at the index and 0 elsewhere. */
  default Output oneHot(Output indices, int depth) {
    return oneHot(indices, depth, DataType.FLOAT);
  }
}
