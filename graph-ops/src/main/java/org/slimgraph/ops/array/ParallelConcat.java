package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Joins tensors of one row each along the first dimension. TF: tf.parallel_stack. */
final class ParallelConcat {
  static final OpSpec SPEC =
      OpSpec.of("ParallelConcat")
          .input("values: N * T")
          .output("output: T")
          .attr("N: int >= 1")
          .attr("T: type")
          .attr("shape: shape")
          .shape(ParallelConcat::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> compute(context, attrs))
          .build();

  private ParallelConcat() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape shape = c.attrs().shape("shape");
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument("shape attr must be fully defined.");
    }
    Shape row = c.input(0);
    for (int i = 0; i < c.inputCount(); i++) {
      if (!c.input(i).isFullyDefined()) {
        throw SlimgraphException.invalidArgument("All input shapes must be fully defined.");
      }
      if (c.input(i).rank() < 1 || c.input(i).dim(0) != 1) {
        throw SlimgraphException.invalidArgument("Size of first dimension must be 1.");
      }
      row = ShapeRules.merge(row, c.input(i));
    }
    return List.of(ShapeRules.merge(shape, row.withDim(0, c.inputCount())));
  }

  private static void compute(KernelContext context, Attributes attrs) {
    Shape shape = attrs.shape("shape");
    Tensor out = context.output(0, shape);
    int count = context.inputCount();
    int row = out.size() / count;
    for (int i = 0; i < count; i++) {
      Tensor in = context.input(i);
      if (in.size() != row) {
        throw SlimgraphException.invalidArgument(
            "Value %d has shape %s, which is no row of %s",
            i, in.shape().toBrackets(), shape.toBrackets());
      }
      TensorStorage.copy(
          in.dataType(), TensorStorage.array(in), 0, TensorStorage.array(out), i * row, row);
    }
  }

  static Output stack(Ops tf, List<Output> values, String name) {
    if (values.isEmpty() || !values.get(0).shape().isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "parallelStack needs values of a fully defined shape");
    }
    try (var scope = tf.nameScope(name)) {
      List<Output> rows = new ArrayList<>();
      for (Output value : values) {
        rows.add(tf.expandDims(value, 0));
      }
      return tf.graph()
          .opBuilder("ParallelConcat", scope.name())
          .inputs(rows)
          .attr("shape", Shape.of(values.size()).concat(values.get(0).shape()))
          .build()
          .output(0);
    }
  }
}
