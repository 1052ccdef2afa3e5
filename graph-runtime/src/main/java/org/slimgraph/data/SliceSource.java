package org.slimgraph.data;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Slices of tensors along the first dimension. */
final class SliceSource extends IndexedSource {
  private final ImmutableList<Tensor> components;

  SliceSource(ImmutableList<Tensor> components) {
    super(count(components));
    this.components = components;
  }

  private static long count(List<Tensor> components) {
    if (components.isEmpty()) {
      throw SlimgraphException.invalidArgument("A dataset needs at least one tensor");
    }
    for (Tensor component : components) {
      if (component.shape().rank() < 1
          || component.shape().dim(0) != components.get(0).shape().dim(0)) {
        throw SlimgraphException.invalidArgument(
            "Tensors of a dataset need the same first dimension, but their shapes are %s",
            Arrays.toString(components.stream().map(t -> t.shape().toBrackets()).toArray()));
      }
    }
    return components.get(0).shape().dim(0);
  }

  @Override
  List<Tensor> get(long index) {
    return components.stream().map(component -> slice(component, (int) index)).toList();
  }

  private static Tensor slice(Tensor tensor, int index) {
    Shape shape = tensor.shape().slice(1);
    int size = (int) shape.elementCount();
    Object array = TensorStorage.allocate(tensor.dataType(), size);
    TensorStorage.copy(
        tensor.dataType(), TensorStorage.array(tensor), index * size, array, 0, size);
    return TensorStorage.wrap(tensor.dataType(), shape, array);
  }
}
