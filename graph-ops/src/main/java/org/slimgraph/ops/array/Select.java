package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Takes each element, or each row, from one of two tensors. TF: tf.where with three arguments. */
final class Select {
  static final OpSpec SPEC =
      OpSpec.of("Select")
          .input("condition: bool")
          .input("t: T")
          .input("e: T")
          .output("output: T")
          .attr("T: type")
          .shape(Select::infer)
          .gradient(Select::gradient)
          .kernel(attrs -> Select::compute)
          .build();

  private Select() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape condition = c.input(0);
    Shape data = ShapeRules.merge(c.input(1), c.input(2));
    if (!condition.isRankKnown() || !data.isRankKnown() || condition.rank() == 0) {
      return List.of(data);
    }
    if (condition.rank() > 1 || data.rank() == 0) {
      return List.of(ShapeRules.merge(data, condition));
    }
    return List.of(data.withDim(0, ShapeRules.mergeDim(data.dim(0), condition.dim(0))));
  }

  private static void compute(KernelContext context) {
    Shape condition = context.shape(0);
    Shape then = context.shape(1);
    if (condition.rank() == 1 && then.rank() != 1) {
      checkRows(condition, then);
    } else if (condition.rank() != 0) {
      checkSame(context, condition, 1);
      checkSame(context, condition, 2);
    }
    if (!then.equals(context.shape(2))) {
      throw SlimgraphException.invalidArgument(
          "'then' and 'else' must have the same size.  but received: %s vs. %s",
          then.toBrackets(), context.shape(2).toBrackets());
    }
    if (condition.rank() == 0) {
      boolean chosen = context.booleans(0)[0];
      Elements.copy(context.input(chosen ? 1 : 2), context.output(0, then));
    } else {
      choose(context, Integers.product(then, condition.rank(), then.rank()));
    }
  }

  private static void checkRows(Shape condition, Shape then) {
    if (then.rank() == 0) {
      throw SlimgraphException.invalidArgument(
          "'then' must be at least a vector, but saw shape: %s", then.toBrackets());
    }
    if (then.dim(0) != condition.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "Number of batches of 'then' must match size of 'cond', but saw: %d vs. %d",
          then.dim(0), condition.dim(0));
    }
  }

  private static void checkSame(KernelContext context, Shape condition, int input) {
    if (!context.shape(input).equals(condition)) {
      throw SlimgraphException.invalidArgument(
          "Inputs to operation %s of type Select must have the same size and shape.  Input 0: %s"
              + " != input %d: %s",
          context.name(), condition.toBrackets(), input, context.shape(input).toBrackets());
    }
  }

  /** Copies runs of rows on which the condition is the same. */
  private static void choose(KernelContext context, int row) {
    boolean[] condition = context.booleans(0);
    int rows = context.input(0).size();
    Tensor out = context.output(0, context.shape(1));
    int begin = 0;
    while (begin < rows) {
      int end = begin + 1;
      while (end < rows && condition[end] == condition[begin]) {
        end++;
      }
      TensorStorage.copy(
          out.dataType(),
          TensorStorage.array(context.input(condition[begin] ? 1 : 2)),
          begin * row,
          TensorStorage.array(out),
          begin * row,
          (end - begin) * row);
      begin = end;
    }
  }

  private static void gradient(GradientContext g) {
    Output zeros = g.tf().zerosLike(g.input(1));
    g.set(1, g.tf().where(g.input(0), g.dy(0), zeros));
    g.set(2, g.tf().where(g.input(0), zeros, g.dy(0)));
  }

  static Output where(Ops tf, Output condition, Output x, Output y, String name) {
    return tf.graph()
        .opBuilder("Select", name)
        .input(condition)
        .input(x)
        .input(y)
        .build()
        .output(0);
  }
}
