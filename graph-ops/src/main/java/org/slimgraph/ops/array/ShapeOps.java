package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * Builders of ops that pass elements on under another shape or order, or say the shape; part of
 * {@link ArrayOps}.
 */
public interface ShapeOps extends Builders {

  /** Adds an operation that passes {@code input} on; it waits for the control inputs in force. */
  default Output identity(Output input, String name) {
    return Identity.identity(tf(), input, name);
  }

  /** As {@link #identity(Output, String)}, under TF's default name. */
  default Output identity(Output input) {
    return identity(input, "Identity");
  }

  /** Adds an operation that passes {@code input} on and no gradient back. */
  default Output stopGradient(Output input, String name) {
    return StopGradient.stopGradient(tf(), input, name);
  }

  /** As {@link #stopGradient(Output, String)}, under TF's default name. */
  default Output stopGradient(Output input) {
    return stopGradient(input, "StopGradient");
  }

  /**
   * Adds an operation that passes {@code input} on and refuses to be differentiated.
   *
   * @param message why
   */
  default Output preventGradient(Output input, String message, String name) {
    return PreventGradient.preventGradient(tf(), input, message, name);
  }

  /** As {@link #preventGradient(Output, String, String)}, under TF's default name. */
  default Output preventGradient(Output input, String message) {
    return preventGradient(input, message, "PreventGradient");
  }

  /**
   * Adds an operation that passes {@code tensor} on, or fails the run if an element is NaN or
   * infinite.
   *
   * @param message what the error says first
   */
  default Output checkNumerics(Output tensor, String message, String name) {
    return CheckNumerics.checkNumerics(tf(), tensor, message, name);
  }

  /** As {@link #checkNumerics(Output, String, String)}, under TF's default name. */
  default Output checkNumerics(Output tensor, String message) {
    return checkNumerics(tensor, message, "CheckNumerics");
  }

  /**
   * Adds an operation that passes {@code x} on, or fails the run if it has another shape.
   *
   * @param shape the shape; unknown sizes fit any
   */
  default Output ensureShape(Output x, Shape shape, String name) {
    return EnsureShape.ensureShape(tf(), x, shape, name);
  }

  /** As {@link #ensureShape(Output, Shape, String)}, under TF's default name. */
  default Output ensureShape(Output x, Shape shape) {
    return ensureShape(x, shape, "EnsureShape");
  }

  /**
   * Adds the bytes of {@code input} as elements of {@code type}; a last dimension appears or goes
   * where the sizes of the types differ.
   */
  default Output bitcast(Output input, DataType type, String name) {
    return Bitcast.bitcast(tf(), input, type, name);
  }

  /** As {@link #bitcast(Output, DataType, String)}, under TF's default name. */
  default Output bitcast(Output input, DataType type) {
    return bitcast(input, type, "Bitcast");
  }

  /**
   * Adds the shape of {@code input} as a vector; a constant if it is fully known.
   *
   * @param outType INT32 or INT64
   */
  default Output shape(Output input, DataType outType, String name) {
    return ShapeOp.shape(tf(), input, outType, name);
  }

  /** As {@link #shape(Output, DataType, String)}, under TF's default name. */
  default Output shape(Output input, DataType outType) {
    return shape(input, outType, "Shape");
  }

  /** Adds the shape of {@code input} as an int32 vector; a constant if it is fully known. */
  default Output shape(Output input) {
    return shape(input, DataType.INT32);
  }

  /** Adds the shapes of several tensors as int32 vectors. */
  default List<Output> shapeN(List<Output> inputs, String name) {
    return ShapeOp.shapeN(tf(), inputs, DataType.INT32, name);
  }

  /** As {@link #shapeN(List, String)}, under TF's default name. */
  default List<Output> shapeN(List<Output> inputs) {
    return shapeN(inputs, "ShapeN");
  }

  /**
   * Adds the number of elements of {@code input}, a scalar; a constant if it is known.
   *
   * @param outType INT32 or INT64
   */
  default Output size(Output input, DataType outType, String name) {
    return Size.size(tf(), input, outType, name);
  }

  /** As {@link #size(Output, DataType, String)}, under TF's default name. */
  default Output size(Output input, DataType outType) {
    return size(input, outType, "Size");
  }

  /** Adds the number of elements of {@code input}, an int32 scalar; a constant if it is known. */
  default Output size(Output input) {
    return size(input, DataType.INT32);
  }

  /** Adds the number of dimensions of {@code input}, an int32 scalar; a constant if it is known. */
  default Output rank(Output input, String name) {
    return Rank.rank(tf(), input, name);
  }

  /** As {@link #rank(Output, String)}, under TF's default name. */
  default Output rank(Output input) {
    return rank(input, "Rank");
  }

  /**
   * Adds the elements of {@code tensor} under another shape.
   *
   * @param shape int32 or int64 vector; one size may be -1, which stands for what is left
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the element counts are known
   *     and differ
   */
  default Output reshape(Output tensor, Output shape, String name) {
    return Reshape.reshape(tf(), tensor, shape, name);
  }

  /** As {@link #reshape(Output, Output, String)}, under TF's default name. */
  default Output reshape(Output tensor, Output shape) {
    return reshape(tensor, shape, "Reshape");
  }

  /**
   * Adds the elements of {@code tensor} under another shape.
   *
   * @param shape the shape; one size may be -1, which stands for what is left
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the element counts are known
   *     and differ
   */
  default Output reshape(Output tensor, Shape shape, String name) {
    return Reshape.reshape(tf(), tensor, shape, name);
  }

  /** As {@link #reshape(Output, Shape, String)}, under TF's default name. */
  default Output reshape(Output tensor, Shape shape) {
    return reshape(tensor, shape, "Reshape");
  }

  /**
   * Adds {@code input} without dimensions of size 1.
   *
   * @param axis the dimensions to drop, negative ones counted from the end; none drops all of size
   *     1
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if one of them is known to have
   *     another size
   */
  default Output squeeze(Output input, int[] axis, String name) {
    return Squeeze.squeeze(tf(), input, axis, name);
  }

  /** As {@link #squeeze(Output, int[], String)}, under TF's default name. */
  default Output squeeze(Output input, int[] axis) {
    return squeeze(input, axis, "Squeeze");
  }

  /** Adds {@code input} without its dimensions of size 1. */
  default Output squeeze(Output input) {
    return squeeze(input, new int[0]);
  }

  /**
   * Adds {@code input} with a dimension of size 1 before dimension {@code axis}.
   *
   * @param axis int32 or int64 scalar, from {@code -rank - 1} to {@code rank}
   */
  default Output expandDims(Output input, Output axis, String name) {
    return ExpandDims.expandDims(tf(), input, axis, name);
  }

  /** As {@link #expandDims(Output, Output, String)}, under TF's default name. */
  default Output expandDims(Output input, Output axis) {
    return expandDims(input, axis, "ExpandDims");
  }

  /**
   * Adds {@code input} with a dimension of size 1 before dimension {@code axis}.
   *
   * @param axis from {@code -rank - 1} to {@code rank}
   */
  default Output expandDims(Output input, int axis, String name) {
    return ExpandDims.expandDims(tf(), input, axis, name);
  }

  /** As {@link #expandDims(Output, int, String)}, under TF's default name. */
  default Output expandDims(Output input, int axis) {
    return expandDims(input, axis, "ExpandDims");
  }

  /**
   * Adds {@code x} with its dimensions in another order.
   *
   * @param perm int32 or int64 vector: dimension i of the result is dimension {@code perm[i]} of
   *     {@code x}
   */
  default Output transpose(Output x, Output perm, String name) {
    return Transpose.transpose(tf(), x, perm, false, name);
  }

  /** As {@link #transpose(Output, Output, String)}, under TF's default name. */
  default Output transpose(Output x, Output perm) {
    return transpose(x, perm, "transpose");
  }

  /**
   * Adds {@code x} with its dimensions in another order.
   *
   * @param perm dimension i of the result is dimension {@code perm[i]} of {@code x}
   */
  default Output transpose(Output x, int[] perm, String name) {
    return Transpose.transpose(tf(), x, perm, name);
  }

  /** As {@link #transpose(Output, int[], String)}, under TF's default name. */
  default Output transpose(Output x, int[] perm) {
    return transpose(x, perm, "transpose");
  }

  /** Adds {@code x}, of known rank, with its dimensions in reverse order. */
  default Output transpose(Output x, String name) {
    return Transpose.transpose(tf(), x, name);
  }

  /** As {@link #transpose(Output, String)}, under TF's default name. */
  default Output transpose(Output x) {
    return transpose(x, "transpose");
  }

  /**
   * Adds the inverse of a permutation.
   *
   * @param x int32 or int64 vector that holds 0, 1, … in some order
   */
  default Output invertPermutation(Output x, String name) {
    return InvertPermutation.invertPermutation(tf(), x, name);
  }

  /** As {@link #invertPermutation(Output, String)}, under TF's default name. */
  default Output invertPermutation(Output x) {
    return invertPermutation(x, "InvertPermutation");
  }

  /**
   * Adds {@code input} broadcast to a shape.
   *
   * @param shape int32 or int64 vector
   */
  default Output broadcastTo(Output input, Output shape, String name) {
    return BroadcastTo.broadcastTo(tf(), input, shape, name);
  }

  /** As {@link #broadcastTo(Output, Output, String)}, under TF's default name. */
  default Output broadcastTo(Output input, Output shape) {
    return broadcastTo(input, shape, "BroadcastTo");
  }

  /**
   * Adds the shape to which two shapes broadcast.
   *
   * @param shapeX int32 or int64 vector
   * @param shapeY vector of the same type
   */
  default Output broadcastDynamicShape(Output shapeX, Output shapeY, String name) {
    return BroadcastArgs.broadcastDynamicShape(tf(), shapeX, shapeY, name);
  }

  /** As {@link #broadcastDynamicShape(Output, Output, String)}, under TF's default name. */
  default Output broadcastDynamicShape(Output shapeX, Output shapeY) {
    return broadcastDynamicShape(shapeX, shapeY, "BroadcastArgs");
  }

  /**
   * Adds {@code input} with elements moved along axes; what leaves at one end comes back at the
   * other.
   *
   * @param shift int32 or int64, by how many places; a scalar or a vector
   * @param axis int32 or int64, along which dimension; one for each shift, negative ones count from
   *     the end
   */
  default Output roll(Output input, Output shift, Output axis, String name) {
    return Roll.roll(tf(), input, shift, axis, name);
  }

  /** As {@link #roll(Output, Output, Output, String)}, under TF's default name. */
  default Output roll(Output input, Output shift, Output axis) {
    return roll(input, shift, axis, "Roll");
  }

  /**
   * Adds {@code tensor} with dimensions turned round.
   *
   * @param axis int32 or int64 vector of dimensions; negative ones count from the end
   */
  default Output reverse(Output tensor, Output axis, String name) {
    return Reverse.reverse(tf(), tensor, axis, name);
  }

  /** As {@link #reverse(Output, Output, String)}, under TF's default name. */
  default Output reverse(Output tensor, Output axis) {
    return reverse(tensor, axis, "ReverseV2");
  }

  /**
   * Adds {@code tensor} with dimensions turned round.
   *
   * @param axis the dimensions; negative ones count from the end
   */
  default Output reverse(Output tensor, int[] axis, String name) {
    return Reverse.reverse(tf(), tensor, axis, name);
  }

  /** As {@link #reverse(Output, int[], String)}, under TF's default name. */
  default Output reverse(Output tensor, int[] axis) {
    return reverse(tensor, axis, "ReverseV2");
  }

  /**
   * Adds {@code input} with the first places of each sequence turned round.
   *
   * @param seqLengths int32 or int64 vector: how many places of each sequence
   * @param seqAxis the dimension along which sequences lie
   * @param batchAxis the dimension that counts the sequences
   */
  default Output reverseSequence(
      Output input, Output seqLengths, int seqAxis, int batchAxis, String name) {
    return ReverseSequence.reverseSequence(tf(), input, seqLengths, seqAxis, batchAxis, name);
  }

  /** As {@link #reverseSequence(Output, Output, int, int, String)}, under TF's default name. */
  default Output reverseSequence(Output input, Output seqLengths, int seqAxis, int batchAxis) {
    return reverseSequence(input, seqLengths, seqAxis, batchAxis, "ReverseSequence");
  }
}
