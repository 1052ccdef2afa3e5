package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Reads elements of an array of tensors as the rows of one tensor, and writes them from it. TF:
 * TensorArray.gather and stack, TensorArray.scatter and unstack.
 */
final class TensorArrayRows {
  static final OpSpec GATHER =
      OpSpec.of("TensorArrayGatherV3")
          .input("handle: resource")
          .input("indices: int32")
          .input("flow_in: float")
          .output("value: dtype")
          .attr("dtype: type")
          .attr("element_shape: shape = { unknown_rank: true }")
          .stateful()
          .shape(TensorArrayRows::inferGather)
          .gradient(TensorArrayRows::gradientOfGather)
          .kernel(TensorArrayRows::gather)
          .build();

  static final OpSpec SCATTER =
      OpSpec.of("TensorArrayScatterV3")
          .input("handle: resource")
          .input("indices: int32")
          .input("value: T")
          .input("flow_in: float")
          .output("flow_out: float")
          .attr("T: type")
          .stateful()
          .shape(TensorArrayRows::inferScatter)
          .gradient(TensorArrayRows::gradientOfScatter)
          .kernel(attrs -> TensorArrayRows::scatter)
          .build();

  private TensorArrayRows() {}

  private static List<Shape> inferGather(ShapeContext c) {
    Shape indices = ShapeRules.withRank(c.input(1), 1);
    TensorArrayV3.flowOnly(c);
    Shape element = TensorArrayV3.elementShape(c).orElse(c.attrs().shape("element_shape"));
    return List.of(indices.concat(element));
  }

  private static List<Shape> inferScatter(ShapeContext c) {
    Shape indices = ShapeRules.withRank(c.input(1), 1);
    Shape value = c.input(2);
    ShapeRules.withRankAtLeast(value, 1);
    if (value.isRankKnown()) {
      ShapeRules.mergeDim(indices.dim(0), value.dim(0));
      TensorArrayV3.elementShape(c).ifPresent(shape -> ShapeRules.merge(shape, value.slice(1)));
    }
    return TensorArrayV3.flowOnly(c);
  }

  private static Kernel gather(Attributes attrs) {
    Shape known = attrs.shape("element_shape");
    return context -> {
      TensorArrayStore array = TensorArrayStore.of(context);
      Tensor indices = vector(context, 1, "indices");
      int count = indices.size();
      if (count == 0) {
        Shape element = array.elementShape().isFullyDefined() ? array.elementShape() : known;
        if (!element.isFullyDefined()) {
          throw SlimgraphException.invalidArgument(
              "TensorArray has size zero, but element shape %s is not fully defined. Currently"
                  + " only static shapes are supported when packing zero-size TensorArrays.",
              element.toBrackets());
        }
        context.output(0, Shape.of(0).concat(element));
        return;
      }
      int[] rows = TensorStorage.ints(indices);
      Tensor first = array.read(rows[0], context.outputType(0));
      Tensor all = context.output(0, Shape.of(count).concat(first.shape()));
      put(first, all, 0);
      for (int i = 1; i < count; i++) {
        Tensor row = array.read(rows[i], context.outputType(0));
        if (!row.shape().equals(first.shape())) {
          throw SlimgraphException.invalidArgument(
              "TensorArray has inconsistent shapes.  Index 0 has shape: %s but index %d has shape:"
                  + " %s",
              first.shape().toBrackets(), i, row.shape().toBrackets());
        }
        put(row, all, i);
      }
    };
  }

  private static void put(Tensor row, Tensor all, int i) {
    TensorStorage.copy(
        row.dataType(),
        TensorStorage.array(row),
        0,
        TensorStorage.array(all),
        i * row.size(),
        row.size());
  }

  private static void scatter(KernelContext context) {
    TensorArrayStore array = TensorArrayStore.of(context);
    Tensor indices = vector(context, 1, "indices");
    Tensor value = context.input(2);
    if (value.shape().rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Expected value to be at least a vector, but received shape: %s",
          value.shape().toBrackets());
    }
    if (indices.size() != value.shape().dim(0)) {
      throw SlimgraphException.invalidArgument(
          "Expected len(indices) == values.shape[0], but saw: %d vs. %d",
          indices.size(), value.shape().dim(0));
    }
    int[] rows = TensorStorage.ints(indices);
    Shape element = value.shape().slice(1);
    int size = (int) element.elementCount();
    for (int i = 0; i < indices.size(); i++) {
      array.write(rows[i], TensorArrayStore.copy(value, i * size, element));
    }
    TensorArrayV3.passFlow(context, 0);
  }

  static Tensor vector(KernelContext context, int input, String name) {
    Tensor vector = context.input(input);
    if (vector.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "Expected %s to be a vector, but received shape: %s", name, vector.shape().toBrackets());
    }
    return vector;
  }

  private static void gradientOfGather(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.input(2));
    g.set(2, gradients.scatter(g.input(1), g.dy(0)).flow());
  }

  private static void gradientOfScatter(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.dy(0));
    g.set(2, gradients.gather(g.input(1)));
    g.set(3, g.dy(0));
  }
}
