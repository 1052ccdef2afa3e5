package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Joins tensors along a dimension. TF: tf.concat. */
final class Concat {
  /** TF's first form, which takes the axis before the values. */
  static final OpSpec SPEC =
      OpSpec.of("Concat")
          .input("concat_dim: int32")
          .input("values: N * T")
          .output("output: T")
          .attr("N: int >= 2")
          .attr("T: type")
          .shape(c -> infer(c, 1, 0))
          .partialValue(c -> Vectors.joined(c, 1, c.inputCount()))
          .gradient(g -> gradient(g, 1, 0))
          .kernel(attrs -> context -> compute(context, 1, 0))
          .build();

  static final OpSpec V2_SPEC =
      OpSpec.of("ConcatV2")
          .input("values: N * T")
          .input("axis: Tidx")
          .output("output: T")
          .attr("N: int >= 2")
          .attr("T: type")
          .attr("Tidx: {int32, int64} = DT_INT32")
          .shape(c -> infer(c, 0, c.inputCount() - 1))
          .partialValue(c -> Vectors.joined(c, 0, c.inputCount() - 1))
          .gradient(g -> gradient(g, 0, g.op().inputs().size() - 1))
          .kernel(attrs -> context -> compute(context, 0, context.inputCount() - 1))
          .build();

  private Concat() {}

  private static List<Shape> infer(ShapeContext c, int first, int axisInput) {
    ShapeRules.withRank(c.input(axisInput), 0);
    int count = c.inputCount() - 1;
    Optional<Tensor> axis = c.constant(axisInput);
    if (axis.isEmpty()) {
      return List.of(sameRank(c, first, count));
    }
    for (int i = first; i < first + count; i++) {
      refuseScalar(c.input(i));
    }
    int at = Math.toIntExact(Integers.at(axis.get(), 0));
    int minRank = at < 0 ? -at : at + 1;
    Shape last = c.input(first + count - 1);
    ShapeRules.withRankAtLeast(last, minRank);
    Shape before = before(last, at);
    Shape after = after(last, at);
    long middle = last.dim(at);
    for (int i = first + count - 2; i >= first; i--) {
      Shape in = c.input(i);
      ShapeRules.withRankAtLeast(in, minRank);
      before = ShapeRules.merge(before(in, at), before);
      middle = Dims.add(in.dim(at), middle);
      after = ShapeRules.merge(after(in, at), after);
    }
    return List.of(before.concat(Shape.of(middle)).concat(after));
  }

  private static Shape sameRank(ShapeContext c, int first, int count) {
    for (int i = first; i < first + count; i++) {
      int rank = c.input(i).rank();
      refuseScalar(c.input(i));
      if (rank > 0) {
        return Shape.ofRank(rank);
      }
    }
    return Shape.unknown();
  }

  private static void refuseScalar(Shape in) {
    if (in.rank() == 0) {
      throw SlimgraphException.invalidArgument("Can't concatenate scalars (use tf.stack instead)");
    }
  }

  private static Shape before(Shape in, int axis) {
    return axis < 0 && !in.isRankKnown() ? Shape.unknown() : in.slice(0, axis);
  }

  private static Shape after(Shape in, int axis) {
    return axis == -1 ? Shape.scalar() : in.slice(axis + 1);
  }

  private static void compute(KernelContext context, int first, int axisInput) {
    int count = context.inputCount() - 1;
    Tensor axisTensor = context.input(axisInput);
    if (axisTensor.size() != 1) {
      throw SlimgraphException.invalidArgument(
          "axis must be a scalar, but is of shape %s", axisTensor.shape().toBrackets());
    }
    Shape shape = context.shape(first);
    long given = Integers.at(axisTensor, 0);
    int axis = (int) (given < 0 ? given + shape.rank() : given);
    if (axis < 0 || axis >= shape.rank()) {
      throw SlimgraphException.invalidArgument(
          "ConcatOp : Expected concatenating dimensions in the range [%d, %d), but got %d",
          -shape.rank(), shape.rank(), given);
    }
    long joined = 0;
    for (int i = 0; i < count; i++) {
      Shape in = context.shape(first + i);
      check(shape, in, i, axis);
      joined += in.dim(axis);
    }
    join(context, first, axis, context.output(0, shape.withDim(axis, joined)));
  }

  private static void check(Shape shape, Shape in, int i, int axis) {
    if (in.rank() != shape.rank()) {
      throw SlimgraphException.invalidArgument(
          "ConcatOp : Ranks of all input tensors should match: shape[0] = %s vs. shape[%d] = %s",
          shape.toBrackets(), i, in.toBrackets());
    }
    for (int d = 0; d < shape.rank(); d++) {
      if (d != axis && in.dim(d) != shape.dim(d)) {
        throw SlimgraphException.invalidArgument(
            "ConcatOp : Dimensions of inputs should match: shape[0] = %s vs. shape[%d] = %s",
            shape.toBrackets(), i, in.toBrackets());
      }
    }
  }

  /** Copies the rows of all inputs in turn; a row is what lies from the axis inwards. */
  private static void join(KernelContext context, int first, int axis, Tensor out) {
    int count = context.inputCount() - 1;
    int outer = Integers.product(out.shape(), 0, axis);
    int outRow = Integers.product(out.shape(), axis, out.shape().rank());
    int at = 0;
    for (int i = first; i < first + count; i++) {
      Tensor in = context.input(i);
      int row = Integers.product(in.shape(), axis, in.shape().rank());
      View.copyRows(in, row, 0, out, outRow, at, outer, row, context.parallel());
      at += row;
    }
  }

  private static void gradient(GradientContext g, int first, int axisInput) {
    Ops tf = g.tf();
    int count = g.op().inputs().size() - 1;
    List<Output> values = g.op().inputs().subList(first, first + count);
    List<Output> shapes = shapes(tf, values);
    Output axis = g.input(axisInput);
    List<Output> offsets = ConcatOffset.concatOffset(tf, axis, shapes, "ConcatOffset");
    for (int i = 0; i < count; i++) {
      g.set(first + i, tf.slice(g.dy(0), offsets.get(i), shapes.get(i)));
    }
  }

  /** Constants if all shapes are known, else one ShapeN for all, as in Python. */
  private static List<Output> shapes(Ops tf, List<Output> values) {
    if (values.stream().allMatch(value -> value.shape().isFullyDefined())) {
      return values.stream().map(tf::shape).toList();
    }
    return tf.shapeN(values);
  }

  static Output concat(Ops tf, List<Output> values, Output axis, String name) {
    if (values.size() == 1) {
      return tf.identity(values.get(0), name);
    }
    return tf.graph().opBuilder("ConcatV2", name).inputs(values).input(axis).build().output(0);
  }

  static Output concat(Ops tf, List<Output> values, int axis, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      if (values.size() == 1) {
        return tf.identity(values.get(0), scope.name());
      }
      return concat(tf, values, tf.constant(Tensor.scalar(axis), "axis"), scope.name());
    }
  }
}
