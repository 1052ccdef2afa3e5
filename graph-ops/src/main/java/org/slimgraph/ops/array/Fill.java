package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** A tensor of one repeated value. TF: tf.fill. */
final class Fill {
  static final OpSpec SPEC =
      OpSpec.of("Fill")
          .input("dims: index_type")
          .input("value: T")
          .output("output: T")
          .attr("T: type")
          .attr("index_type: {int32, int64} = DT_INT32")
          .shape(Fill::infer)
          .gradient(Fill::gradient)
          .kernelAttr("T")
          .kernel(attrs -> Fill::compute)
          .build();

  /** Larger constants of one value are built as Fill, to keep graphs small; TF's bound. */
  private static final long SMALL = 1000;

  private Fill() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 0);
    return List.of(c.constantShape(0));
  }

  private static void compute(KernelContext context) {
    Tensor dims = context.input(0);
    Tensor value = context.input(1);
    if (dims.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "dims must be a vector, got shape %s", dims.shape().toBrackets());
    }
    if (value.shape().rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "value must be a scalar, got shape %s", value.shape().toBrackets());
    }
    Tensor out = context.output(0, Integers.shape(dims));
    Elements.fill(
        out.dataType(), TensorStorage.array(out), 0, out.size(), TensorStorage.array(value), 0);
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output axes = tf.range(tf.constant(0), tf.rank(g.dy(0)), tf.constant(1));
    g.set(1, tf.reduceSum(g.dy(0), axes));
  }

  static Output fill(Ops tf, Output dims, Output value, String name) {
    return tf.graph().opBuilder("Fill", name).input(dims).input(value).build().output(0);
  }

  /** A constant, or a Fill where that would be large, as tf.zeros and tf.ones build them. */
  static Output filled(Ops tf, Shape shape, Tensor value, String name) {
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "A constant needs a fully defined shape, not %s; use fill with a shape tensor", shape);
    }
    if (shape.elementCount() < SMALL) {
      Tensor tensor =
          TensorStorage.wrap(
              value.dataType(),
              shape,
              TensorStorage.allocate(value.dataType(), (int) shape.elementCount()));
      Elements.fill(
          value.dataType(),
          TensorStorage.array(tensor),
          0,
          tensor.size(),
          TensorStorage.array(value),
          0);
      return tf.constant(tensor, name);
    }
    try (NameScope scope = tf.nameScope(name)) {
      Output dims = tf.constant(Integers.vector(shape), "shape_as_tensor");
      return fill(tf, dims, tf.constant(value, "Const"), scope.name());
    }
  }

  static Output filled(Ops tf, Output shape, Tensor value, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return fill(tf, shape, tf.constant(value, "Const"), scope.name());
    }
  }

  static Tensor one(DataType type) {
    return TensorStorage.wrap(type, Shape.scalar(), Elements.one(type));
  }
}
