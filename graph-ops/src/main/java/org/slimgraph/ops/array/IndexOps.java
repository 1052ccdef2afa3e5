package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of ops that take and place elements by index or condition; part of {@link ArrayOps}. */
public interface IndexOps extends Builders {

  /**
   * Takes slices of {@code params} by index: {@code params[…, indices, …]}.
   *
   * @param indices int32 or int64 of any shape
   * @param axis the dimension that is indexed; negative counts from the end
   * @return the shape of {@code params} with that dimension replaced by the dimensions of indices
   */
  default Output gather(Output params, Output indices, int axis, String name) {
    return Gather.gather(tf(), params, indices, axis, 0, name);
  }

  /** As {@link #gather(Output, Output, int, String)}, under TF's default name. */
  default Output gather(Output params, Output indices, int axis) {
    return gather(params, indices, axis, "GatherV2");
  }

  /** Takes slices of {@code params} along its first dimension by index. */
  default Output gather(Output params, Output indices) {
    return gather(params, indices, 0);
  }

  /**
   * Takes slices of {@code params} by index vectors.
   *
   * @param indices int32 or int64 [..., depth]: each vector names a slice by its first places
   * @return [..., and the dimensions of params from the depth-th on]
   */
  default Output gatherNd(Output params, Output indices, String name) {
    return GatherNd.gatherNd(tf(), params, indices, name);
  }

  /** As {@link #gatherNd(Output, Output, String)}, under TF's default name. */
  default Output gatherNd(Output params, Output indices) {
    return gatherNd(params, indices, "GatherNd");
  }

  /**
   * Adds slices into zeros; slices for one place add up.
   *
   * @param indices int32 or int64 [..., depth]
   * @param updates [..., and the dimensions of shape from the depth-th on]
   * @param shape vector of the type of indices: the result's shape
   */
  default Output scatterNd(Output indices, Output updates, Output shape, String name) {
    return ScatterNd.scatterNd(tf(), indices, updates, shape, name);
  }

  /** As {@link #scatterNd(Output, Output, Output, String)}, under TF's default name. */
  default Output scatterNd(Output indices, Output updates, Output shape) {
    return scatterNd(indices, updates, shape, "ScatterNd");
  }

  /**
   * Copies {@code tensor} with slices replaced; of several for one place the last wins.
   *
   * @param indices int32 or int64 [..., depth]
   * @param updates [..., and the dimensions of tensor from the depth-th on]
   */
  default Output tensorScatterUpdate(Output tensor, Output indices, Output updates, String name) {
    return ScatterNd.build(tf(), "TensorScatterUpdate", tensor, indices, updates, name);
  }

  /** As {@link #tensorScatterUpdate(Output, Output, Output, String)}, under TF's default name. */
  default Output tensorScatterUpdate(Output tensor, Output indices, Output updates) {
    return tensorScatterUpdate(tensor, indices, updates, "TensorScatterUpdate");
  }

  /**
   * Copies {@code tensor} with slices added.
   *
   * @param indices int32 or int64 [..., depth]
   * @param updates [..., and the dimensions of tensor from the depth-th on]
   */
  default Output tensorScatterAdd(Output tensor, Output indices, Output updates, String name) {
    return ScatterNd.build(tf(), "TensorScatterAdd", tensor, indices, updates, name);
  }

  /** As {@link #tensorScatterAdd(Output, Output, Output, String)}, under TF's default name. */
  default Output tensorScatterAdd(Output tensor, Output indices, Output updates) {
    return tensorScatterAdd(tensor, indices, updates, "TensorScatterAdd");
  }

  /**
   * Copies {@code tensor} with slices subtracted.
   *
   * @param indices int32 or int64 [..., depth]
   * @param updates [..., and the dimensions of tensor from the depth-th on]
   */
  default Output tensorScatterSub(Output tensor, Output indices, Output updates, String name) {
    return ScatterNd.build(tf(), "TensorScatterSub", tensor, indices, updates, name);
  }

  /** As {@link #tensorScatterSub(Output, Output, Output, String)}, under TF's default name. */
  default Output tensorScatterSub(Output tensor, Output indices, Output updates) {
    return tensorScatterSub(tensor, indices, updates, "TensorScatterSub");
  }

  /**
   * Lists the places of the elements of {@code condition} that are true, or not zero.
   *
   * @return int64 [places, rank], in row-major order
   */
  default Output where(Output condition, String name) {
    return Where.where(tf(), condition, name);
  }

  /** As {@link #where(Output, String)}, under TF's default name. */
  default Output where(Output condition) {
    return where(condition, "Where");
  }

  /**
   * Takes elements from {@code x} where {@code condition} is true, else from {@code y}.
   *
   * @param condition bool, of the shape of x, or a scalar, or a vector that chooses rows
   * @param x of any type
   * @param y of the type and shape of x
   */
  default Output where(Output condition, Output x, Output y, String name) {
    return Select.where(tf(), condition, x, y, name);
  }

  /** As {@link #where(Output, Output, Output, String)}, under TF's default name. */
  default Output where(Output condition, Output x, Output y) {
    return where(condition, x, y, "Select");
  }

  /**
   * Takes elements from {@code x} where {@code condition} is true, else from {@code y}; the three
   * are broadcast.
   */
  default Output whereV2(Output condition, Output x, Output y, String name) {
    return SelectV2.where(tf(), condition, x, y, name);
  }

  /** As {@link #whereV2(Output, Output, Output, String)}, under TF's default name. */
  default Output whereV2(Output condition, Output x, Output y) {
    return whereV2(condition, x, y, "SelectV2");
  }

  /**
   * Merges slices: {@code merged[indices[m][i]] = data[m][i]}; of several for one place the last
   * wins.
   *
   * @param indices int32 tensors
   * @param data tensors whose shapes start with those of indices and end alike
   */
  default Output dynamicStitch(List<Output> indices, List<Output> data, String name) {
    return DynamicStitch.build(tf(), "DynamicStitch", indices, data, name);
  }

  /** As {@link #dynamicStitch(List, List, String)}, under TF's default name. */
  default Output dynamicStitch(List<Output> indices, List<Output> data) {
    return dynamicStitch(indices, data, "DynamicStitch");
  }

  /**
   * Deals the slices of {@code data} out to several tensors.
   *
   * @param partitions int32, for each slice the number of its tensor
   * @param numPartitions the number of tensors
   */
  default List<Output> dynamicPartition(
      Output data, Output partitions, int numPartitions, String name) {
    return DynamicPartition.dynamicPartition(tf(), data, partitions, numPartitions, name);
  }

  /** As {@link #dynamicPartition(Output, Output, int, String)}, under TF's default name. */
  default List<Output> dynamicPartition(Output data, Output partitions, int numPartitions) {
    return dynamicPartition(data, partitions, numPartitions, "DynamicPartition");
  }

  /**
   * Lists the distinct elements of a vector in order of appearance.
   *
   * @return the distinct elements, and for each element of {@code x} (int32) the place of its like
   */
  default List<Output> unique(Output x, String name) {
    return Unique.build(tf(), "Unique", x, name);
  }

  /** As {@link #unique(Output, String)}, under TF's default name. */
  default List<Output> unique(Output x) {
    return unique(x, "Unique");
  }

  /**
   * Lists the distinct elements of a vector in order of appearance.
   *
   * @return the distinct elements, for each element of {@code x} (int32) the place of its like, and
   *     how often each occurs (int32)
   */
  default List<Output> uniqueWithCounts(Output x, String name) {
    return Unique.build(tf(), "UniqueWithCounts", x, name);
  }

  /** As {@link #uniqueWithCounts(Output, String)}, under TF's default name. */
  default List<Output> uniqueWithCounts(Output x) {
    return uniqueWithCounts(x, "UniqueWithCounts");
  }

  /**
   * Lists the elements of the vector {@code x} that the vector {@code y} lacks.
   *
   * @return those elements, and their places in {@code x} (int32)
   */
  default List<Output> setdiff1d(Output x, Output y, String name) {
    return ListDiff.setdiff1d(tf(), x, y, org.slimgraph.tensor.DataType.INT32, name);
  }

  /** As {@link #setdiff1d(Output, Output, String)}, under TF's default name. */
  default List<Output> setdiff1d(Output x, Output y) {
    return setdiff1d(x, y, "ListDiff");
  }

  /**
   * Joins strings element by element; scalars go with every element.
   *
   * @param separator what stands between
   */
  default Output stringJoin(List<Output> inputs, String separator, String name) {
    return StringJoin.stringJoin(tf(), inputs, separator, name);
  }

  /** As {@link #stringJoin(List, String, String)}, under TF's default name. */
  default Output stringJoin(List<Output> inputs, String separator) {
    return stringJoin(inputs, separator, "StringJoin");
  }
}
