package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of ops that cut, join, pad and repeat; part of {@link ArrayOps}. */
public interface SliceOps extends Builders {

  /**
   * Joins {@code values} along a dimension.
   *
   * @param values tensors of one type, equal in all other dimensions
   * @param axis int32 or int64 scalar; negative counts from the end
   */
  default Output concat(List<Output> values, Output axis, String name) {
    return Concat.concat(tf(), values, axis, name);
  }

  /** As {@link #concat(List, Output, String)}, under TF's default name. */
  default Output concat(List<Output> values, Output axis) {
    return concat(values, axis, "concat");
  }

  /**
   * Joins {@code values} along a dimension.
   *
   * @param values tensors of one type, equal in all other dimensions
   * @param axis the dimension; negative counts from the end
   */
  default Output concat(List<Output> values, int axis, String name) {
    return Concat.concat(tf(), values, axis, name);
  }

  /** As {@link #concat(List, int, String)}, under TF's default name. */
  default Output concat(List<Output> values, int axis) {
    return concat(values, axis, "concat");
  }

  /**
   * Joins {@code values}, of one type and shape, along a new dimension.
   *
   * @param axis where the new dimension goes; negative counts from the end
   */
  default Output stack(List<Output> values, int axis, String name) {
    return Pack.stack(tf(), values, axis, name);
  }

  /** As {@link #stack(List, int, String)}, under TF's default name. */
  default Output stack(List<Output> values, int axis) {
    return stack(values, axis, "stack");
  }

  /** Joins {@code values}, of one type and shape, along a new first dimension. */
  default Output stack(List<Output> values) {
    return stack(values, 0);
  }

  /**
   * Joins {@code values}, of one type and fully defined shape, along a new first dimension. TF:
   * tf.parallel_stack.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if a shape is not fully defined
   */
  default Output parallelStack(List<Output> values) {
    return parallelStack(values, "parallel_stack");
  }

  /** As {@link #parallelStack(List)}. */
  default Output parallelStack(List<Output> values, String name) {
    return ParallelConcat.stack(tf(), values, name);
  }

  /**
   * Cuts {@code value} into its parts along a dimension, which goes.
   *
   * @param num the size of that dimension
   * @param axis the dimension; negative counts from the end
   */
  default List<Output> unstack(Output value, int num, int axis, String name) {
    return Unpack.unstack(tf(), value, num, axis, name);
  }

  /** As {@link #unstack(Output, int, int, String)}, under TF's default name. */
  default List<Output> unstack(Output value, int num, int axis) {
    return unstack(value, num, axis, "unstack");
  }

  /**
   * Cuts {@code value} into its parts along a dimension of known size, which goes.
   *
   * @param axis the dimension; negative counts from the end
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if its size is not known
   */
  default List<Output> unstack(Output value, int axis, String name) {
    return Unpack.unstack(tf(), value, axis, name);
  }

  /** As {@link #unstack(Output, int, String)}, under TF's default name. */
  default List<Output> unstack(Output value, int axis) {
    return unstack(value, axis, "unstack");
  }

  /** Cuts {@code value} into its parts along the first dimension, which goes. */
  default List<Output> unstack(Output value) {
    return unstack(value, 0);
  }

  /**
   * Cuts {@code value} into equal parts along a dimension.
   *
   * @param numSplit the number of parts, which must divide the dimension
   * @param axis the dimension; negative counts from the end
   */
  default List<Output> split(Output value, int numSplit, int axis, String name) {
    return Split.split(tf(), value, numSplit, axis, name);
  }

  /** As {@link #split(Output, int, int, String)}, under TF's default name. */
  default List<Output> split(Output value, int numSplit, int axis) {
    return split(value, numSplit, axis, "split");
  }

  /**
   * Cuts {@code value} into parts along a dimension.
   *
   * @param sizes the parts' sizes; one may be -1, which stands for what is left
   * @param axis the dimension; negative counts from the end
   */
  default List<Output> split(Output value, int[] sizes, int axis, String name) {
    return SplitV.splitV(tf(), value, sizes, axis, name);
  }

  /** As {@link #split(Output, int[], int, String)}, under TF's default name. */
  default List<Output> split(Output value, int[] sizes, int axis) {
    return split(value, sizes, axis, "split");
  }

  /**
   * Cuts a box out of {@code input}.
   *
   * @param begin int32 or int64 vector, the box's first place
   * @param size vector of the same type, the box's sizes; -1 reaches to the end
   */
  default Output slice(Output input, Output begin, Output size, String name) {
    return Slice.slice(tf(), input, begin, size, name);
  }

  /** As {@link #slice(Output, Output, Output, String)}, under TF's default name. */
  default Output slice(Output input, Output begin, Output size) {
    return slice(input, begin, size, "Slice");
  }

  /**
   * Cuts a box out of {@code input}.
   *
   * @param begin the box's first place
   * @param size the box's sizes; -1 reaches to the end
   */
  default Output slice(Output input, int[] begin, int[] size, String name) {
    return Slice.slice(tf(), input, begin, size, name);
  }

  /** As {@link #slice(Output, int[], int[], String)}, under TF's default name. */
  default Output slice(Output input, int[] begin, int[] size) {
    return slice(input, begin, size, "Slice");
  }

  /**
   * Cuts out what Python's {@code input[begin:end:strides]} does.
   *
   * @param begin int32 or int64 vector
   * @param end vector of the same type
   * @param strides vector of the same type, without zeros
   * @param masks entries with a special meaning
   */
  default Output stridedSlice(
      Output input, Output begin, Output end, Output strides, SliceMasks masks, String name) {
    return StridedSlice.stridedSlice(tf(), input, begin, end, strides, masks, name);
  }

  /**
   * As {@link #stridedSlice(Output, Output, Output, Output, SliceMasks, String)}, under TF's
   * default name.
   */
  default Output stridedSlice(
      Output input, Output begin, Output end, Output strides, SliceMasks masks) {
    return stridedSlice(input, begin, end, strides, masks, "StridedSlice");
  }

  /**
   * Cuts out what Python's {@code input[begin:end:strides]} does.
   *
   * @param masks entries with a special meaning
   */
  default Output stridedSlice(
      Output input, int[] begin, int[] end, int[] strides, SliceMasks masks, String name) {
    return StridedSlice.stridedSlice(tf(), input, begin, end, strides, masks, name);
  }

  /**
   * As {@link #stridedSlice(Output, int[], int[], int[], SliceMasks, String)}, under TF's default
   * name.
   */
  default Output stridedSlice(
      Output input, int[] begin, int[] end, int[] strides, SliceMasks masks) {
    return stridedSlice(input, begin, end, strides, masks, "strided_slice");
  }

  /** Cuts out what Python's {@code input[begin:end:strides]} does. */
  default Output stridedSlice(Output input, int[] begin, int[] end, int[] strides) {
    return stridedSlice(input, begin, end, strides, SliceMasks.none());
  }

  /**
   * Surrounds {@code tensor} with zeros.
   *
   * @param paddings int32 or int64 [rank, 2]: how many before and after along each dimension
   */
  default Output pad(Output tensor, Output paddings, String name) {
    return Pad.pad(tf(), tensor, paddings, name);
  }

  /** As {@link #pad(Output, Output, String)}, under TF's default name. */
  default Output pad(Output tensor, Output paddings) {
    return pad(tensor, paddings, "Pad");
  }

  /**
   * Surrounds {@code tensor} with zeros.
   *
   * @param paddings for each dimension, how many before and after
   */
  default Output pad(Output tensor, int[][] paddings, String name) {
    return Pad.pad(tf(), tensor, paddings, name);
  }

  /** As {@link #pad(Output, int[][], String)}, under TF's default name. */
  default Output pad(Output tensor, int[][] paddings) {
    return pad(tensor, paddings, "Pad");
  }

  /**
   * Surrounds {@code tensor} with {@code constantValue}.
   *
   * @param paddings int32 or int64 [rank, 2]: how many before and after along each dimension
   * @param constantValue scalar of the tensor's type
   */
  default Output pad(Output tensor, Output paddings, Output constantValue, String name) {
    return Pad.padV2(tf(), tensor, paddings, constantValue, name);
  }

  /** As {@link #pad(Output, Output, Output, String)}, under TF's default name. */
  default Output pad(Output tensor, Output paddings, Output constantValue) {
    return pad(tensor, paddings, constantValue, "PadV2");
  }

  /**
   * Surrounds {@code tensor} with its mirror image.
   *
   * @param paddings for each dimension, how many before and after
   * @param mode whether the edge itself is repeated
   */
  default Output pad(Output tensor, int[][] paddings, MirrorMode mode, String name) {
    return MirrorPad.mirrorPad(tf(), tensor, paddings, mode.name(), name);
  }

  /** As {@link #pad(Output, int[][], MirrorMode, String)}, under TF's default name. */
  default Output pad(Output tensor, int[][] paddings, MirrorMode mode) {
    return pad(tensor, paddings, mode, "MirrorPad");
  }

  /**
   * Repeats {@code input} along its dimensions.
   *
   * @param multiples int32 or int64 vector: how many times along each dimension
   */
  default Output tile(Output input, Output multiples, String name) {
    return Tile.tile(tf(), input, multiples, name);
  }

  /** As {@link #tile(Output, Output, String)}, under TF's default name. */
  default Output tile(Output input, Output multiples) {
    return tile(input, multiples, "Tile");
  }

  /**
   * Repeats {@code input} along its dimensions.
   *
   * @param multiples how many times along each dimension
   */
  default Output tile(Output input, int[] multiples, String name) {
    return Tile.tile(tf(), input, multiples, name);
  }

  /** As {@link #tile(Output, int[], String)}, under TF's default name. */
  default Output tile(Output input, int[] multiples) {
    return tile(input, multiples, "Tile");
  }
}
