package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.InvalidArgumentException;
import org.slimgraph.error.SlimgraphException;
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

/** Adds slices into zeros, or into a copy of a tensor. TF: tf.scatter_nd, tf.tensor_scatter_*. */
final class ScatterNd {
  /** What becomes of the slice that is there. */
  private enum Mode {
    UPDATE,
    ADD,
    SUBTRACT
  }

  static final OpSpec SPEC =
      OpSpec.of("ScatterNd")
          .input("indices: Tindices")
          .input("updates: T")
          .input("shape: Tindices")
          .output("output: T")
          .attr("T: type")
          .attr("Tindices: {int32, int64}")
          .shape(ScatterNd::infer)
          .gradient(g -> g.set(1, g.tf().gatherNd(g.dy(0), g.input(0))))
          .kernel(attrs -> ScatterNd::compute)
          .build();

  static final OpSpec UPDATE_SPEC =
      OpSpec.of("TensorScatterUpdate")
          .input("tensor: T")
          .input("indices: Tindices")
          .input("updates: T")
          .output("output: T")
          .attr("T: type")
          .attr("Tindices: {int32, int64}")
          .shape(ScatterNd::inferInto)
          .gradient(ScatterNd::updateGradient)
          .kernel(attrs -> context -> into(context, Mode.UPDATE))
          .build();

  static final OpSpec ADD_SPEC = adding(OpSpec.of("TensorScatterAdd"));

  /** The same as TensorScatterAdd but for the types it takes. */
  static final OpSpec NON_ALIASING_ADD_SPEC =
      OpSpec.of("ScatterNdNonAliasingAdd")
          .input("input: T")
          .input("indices: Tindices")
          .input("updates: T")
          .output("output: T")
          .attr(
              "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, uint16, complex128, half, uint32, uint64, bool}")
          .attr("Tindices: {int32, int64}")
          .shape(ScatterNd::inferInto)
          .gradient(ScatterNd::addGradient)
          .kernel(attrs -> context -> into(context, Mode.ADD))
          .build();

  static final OpSpec SUB_SPEC =
      OpSpec.of("TensorScatterSub")
          .input("tensor: T")
          .input("indices: Tindices")
          .input("updates: T")
          .output("output: T")
          .attr("T: type")
          .attr("Tindices: {int32, int64}")
          .shape(ScatterNd::inferInto)
          .gradient(ScatterNd::subtractGradient)
          .kernel(attrs -> context -> into(context, Mode.SUBTRACT))
          .build();

  private ScatterNd() {}

  private static OpSpec adding(OpSpec.Builder builder) {
    return builder
        .input("tensor: T")
        .input("indices: Tindices")
        .input("updates: T")
        .output("output: T")
        .attr("T: type")
        .attr("Tindices: {int32, int64}")
        .shape(ScatterNd::inferInto)
        .gradient(ScatterNd::addGradient)
        .kernel(attrs -> context -> into(context, Mode.ADD))
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(2), 1);
    Shape shape = c.constantShape(2);
    check(c.input(0), c.input(1), shape);
    return List.of(shape);
  }

  private static List<Shape> inferInto(ShapeContext c) {
    check(c.input(1), c.input(2), c.input(0));
    return List.of(c.input(0));
  }

  private static void check(Shape indices, Shape updates, Shape shape) {
    ShapeRules.withRankAtLeast(indices, 1);
    if (shape.elementCount() == 0 && (indices.elementCount() > 0 || updates.elementCount() > 0)) {
      throw SlimgraphException.invalidArgument(
          "Indices and updates specified for empty output shape %s; indices have shape %s, updates"
              + " %s",
          shape.toBrackets(), indices.toBrackets(), updates.toBrackets());
    }
    if (!indices.isRankKnown()
        || !updates.isRankKnown()
        || !shape.isRankKnown()
        || indices.dim(-1) < 0) {
      return;
    }
    int outer = indices.rank() - 1;
    int depth = (int) Math.min(indices.dim(-1), shape.rank());
    merge(
        "The outer %d dimensions of indices.shape=%s must match the outer %d dimensions of"
            + " updates.shape=%s: %s",
        indices.slice(0, outer), indices, updates.slice(0, outer), updates);
    merge(
        "The inner %d dimensions of output.shape=%s must match the inner %d dimensions of"
            + " updates.shape=%s: %s",
        shape.slice(depth), shape, updates.slice(outer), updates);
  }

  private static void merge(String message, Shape a, Shape ofA, Shape b, Shape ofB) {
    try {
      ShapeRules.merge(a, b);
    } catch (InvalidArgumentException e) {
      throw SlimgraphException.invalidArgument(
          message, a.rank(), ofA.toBrackets(), b.rank(), ofB.toBrackets(), e.getMessage());
    }
  }

  private static void compute(KernelContext context) {
    Tensor indices = context.input(0);
    Tensor updates = context.input(1);
    Shape shape = Integers.shape(context.input(2));
    check(indices.shape(), updates.shape(), shape);
    Tensor out = context.output(0, shape);
    Elements.zero(out);
    scatter(indices, updates, out, Mode.ADD);
  }

  private static void into(KernelContext context, Mode mode) {
    Tensor base = context.input(0);
    check(context.shape(1), context.shape(2), base.shape());
    Tensor out = context.output(0, base.shape());
    Elements.copy(base, out);
    scatter(context.input(1), context.input(2), out, mode);
  }

  private static void scatter(Tensor indices, Tensor updates, Tensor out, Mode mode) {
    IndexVectors places = new IndexVectors(indices, out.shape());
    DataType type = out.dataType();
    Object from = TensorStorage.array(updates);
    Object to = TensorStorage.array(out);
    for (int i = 0; i < places.count(); i++) {
      int target = places.offset(i, "does not index into shape");
      int source = i * places.slice();
      switch (mode) {
        case UPDATE -> TensorStorage.copy(type, from, source, to, target, places.slice());
        case ADD -> Elements.add(type, 1, from, source, to, target, places.slice());
        case SUBTRACT -> Elements.add(type, -1, from, source, to, target, places.slice());
      }
    }
  }

  private static void updateGradient(GradientContext g) {
    Ops tf = g.tf();
    Output zeros = tf.zerosLike(g.input(2));
    g.set(0, build(tf, "TensorScatterUpdate", g.dy(0), g.input(1), zeros, "TensorScatterUpdate"));
    g.set(2, tf.gatherNd(g.dy(0), g.input(1)));
  }

  private static void addGradient(GradientContext g) {
    g.set(0, g.tf().identity(g.dy(0)));
    g.set(2, g.tf().gatherNd(g.dy(0), g.input(1)));
  }

  private static void subtractGradient(GradientContext g) {
    g.set(0, g.tf().identity(g.dy(0)));
    g.set(2, g.tf().negative(g.tf().gatherNd(g.dy(0), g.input(1))));
  }

  static Output scatterNd(Ops tf, Output indices, Output updates, Output shape, String name) {
    return tf.graph()
        .opBuilder("ScatterNd", name)
        .input(indices)
        .input(updates)
        .input(shape)
        .build()
        .output(0);
  }

  /** Adds one of the ops that scatter into a copy. */
  static Output build(
      Ops tf, String type, Output tensor, Output indices, Output updates, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(tensor)
        .input(indices)
        .input(updates)
        .build()
        .output(0);
  }
}
