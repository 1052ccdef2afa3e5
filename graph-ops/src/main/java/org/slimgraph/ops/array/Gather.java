package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Takes slices of a tensor by index. TF: tf.gather. */
final class Gather {
  static final OpSpec SPEC =
      OpSpec.of("Gather")
          .input("params: Tparams")
          .input("indices: Tindices")
          .output("output: Tparams")
          .attr("validate_indices: bool = true")
          .attr("Tparams: type")
          .attr("Tindices: {int32, int64}")
          .shape(Gather::infer)
          .partialValue(c -> known(c, 0))
          .gradient(Gather::rows)
          .kernelAttr("Tparams")
          .kernel(attrs -> context -> compute(context, 0, 0))
          .build();

  static final OpSpec V2_SPEC =
      OpSpec.of("GatherV2")
          .input("params: Tparams")
          .input("indices: Tindices")
          .input("axis: Taxis")
          .output("output: Tparams")
          .attr("batch_dims: int = 0")
          .attr("Tparams: type")
          .attr("Tindices: {int32, int64}")
          .attr("Taxis: {int32, int64}")
          .shape(Gather::inferV2)
          .partialValue(c -> known(c, c.attrs().integer("batch_dims")))
          .gradient(Gather::gradientV2)
          .kernelAttr("Tparams")
          .kernel(Gather::kernelV2)
          .build();

  private Gather() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 1);
    return List.of(c.input(1).concat(c.input(0).slice(1)));
  }

  private static List<Shape> inferV2(ShapeContext c) {
    Shape params = c.input(0);
    Shape indices = c.input(1);
    ShapeRules.withRankAtLeast(params, 1);
    ShapeRules.withRank(c.input(2), 0);
    Optional<Tensor> axis = c.constant(2);
    if (!params.isRankKnown() || !indices.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    int batch = batchDims(c.attrs().integer("batch_dims"), indices);
    if (axis.isEmpty()) {
      return List.of(Shape.ofRank(params.rank() + indices.rank() - 1 - batch));
    }
    long given = Integers.at(axis.get(), 0);
    ShapeRules.withRankAtLeast(params, (int) (given < 0 ? -given : given + 1));
    int at = (int) (given < 0 ? given + params.rank() : given);
    if (at < batch) {
      throw SlimgraphException.invalidArgument(
          "batch_dims (%d) must be less than or equal to axis (%d).", batch, at);
    }
    return List.of(gathered(params, indices, at, batch));
  }

  private static int batchDims(long given, Shape indices) {
    if (given < -indices.rank() || given > indices.rank()) {
      throw SlimgraphException.invalidArgument(
          "Expected batch_dims in the range [%d, %d], but got %d",
          -indices.rank(), indices.rank(), given);
    }
    return (int) (given < 0 ? given + indices.rank() : given);
  }

  private static Shape gathered(Shape params, Shape indices, int axis, int batch) {
    return params.slice(0, axis).concat(indices.slice(batch)).concat(params.slice(axis + 1));
  }

  private static Optional<Shape> known(ShapeContext c, long batch) {
    Optional<Shape> params = Vectors.input(c, 0);
    Optional<Tensor> indices = c.constant(1);
    if (params.isEmpty()
        || batch != 0
        || c.input(0).rank() != 1
        || indices.isEmpty()
        || indices.get().shape().rank() > 1) {
      return Optional.empty();
    }
    long[] elements = indices.get().longs();
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] < 0 || elements[i] >= params.get().rank()) {
        return Optional.empty();
      }
      elements[i] = params.get().dim((int) elements[i]);
    }
    return Optional.of(Shape.of(elements));
  }

  private static Kernel kernelV2(Attributes attrs) {
    long batchDims = attrs.integer("batch_dims");
    return context -> {
      int rank = context.shape(0).rank();
      long axis = Integers.at(context.input(2), 0);
      if (axis < -rank || axis >= rank) {
        throw SlimgraphException.invalidArgument(
            "Expected axis in the range [%d, %d), but got %d", -rank, rank, axis);
      }
      int batch = batchDims(batchDims, context.shape(1));
      compute(context, (int) (axis < 0 ? axis + rank : axis), batch);
    };
  }

  private static void compute(KernelContext context, int axis, int batch) {
    Shape shape = context.shape(0);
    Shape indices = context.shape(1);
    if (shape.rank() == 0) {
      throw SlimgraphException.invalidArgument("params must be at least 1 dimensional");
    }
    if (batch > axis) {
      throw SlimgraphException.invalidArgument(
          "batch_dims (%d) must be less than or equal to axis (%d).", batch, axis);
    }
    if (!indices.slice(0, batch).equals(shape.slice(0, batch))) {
      throw SlimgraphException.invalidArgument(
          "params.shape[0:%d] %s should be equal to indices.shape[0:%d] %s",
          batch, shape.toBrackets(), batch, indices.toBrackets());
    }
    copy(context, axis, batch, context.output(0, gathered(shape, indices, axis, batch)));
  }

  private static void copy(KernelContext context, int axis, int batch, Tensor out) {
    Tensor params = context.input(0);
    Tensor indices = context.input(1);
    Shape shape = params.shape();
    int limit = (int) shape.dim(axis);
    int batches = Integers.product(shape, 0, batch);
    int outer = Integers.product(shape, batch, axis);
    int inner = Integers.product(shape, axis + 1, shape.rank());
    int count = batches == 0 ? 0 : indices.size() / batches;
    for (int i = 0; i < indices.size(); i++) {
      long index = Integers.at(indices, i);
      if (index < 0 || index >= limit) {
        throw SlimgraphException.invalidArgument(
            "indices%s = %d is not in [0, %d)", Integers.place(indices.shape(), i), index, limit);
      }
    }
    int at = 0;
    for (int o = 0; o < batches * outer && inner > 0; o++) {
      int firstIndex = o / Math.max(1, outer) * count;
      for (int i = 0; i < count; i++) {
        int index = (int) Integers.at(indices, firstIndex + i);
        TensorStorage.copy(
            params.dataType(),
            TensorStorage.array(params),
            (o * limit + index) * inner,
            TensorStorage.array(out),
            at,
            inner);
        at += inner;
      }
    }
  }

  /** The gradient along axis 0: rows at the indices, nothing elsewhere. */
  private static void rows(GradientContext g) {
    Ops tf = g.tf();
    Output params = g.input(0);
    Output shape = tf.shape(params);
    Output count = tf.expandDims(tf.size(g.input(1)), 0);
    Output inner = StridedSlice.from(tf, shape, 1);
    Output values = tf.reshape(g.dy(0), tf.concat(List.of(count, inner), 0));
    Output indices = tf.reshape(g.input(1), count);
    g.set(0, new IndexedSlices(values, indices, shape));
  }

  private static void gradientV2(GradientContext g) {
    Optional<Tensor> axis = g.tf().graph().constantValue(g.input(2));
    if (g.op().attrs().integer("batch_dims") != 0) {
      throw SlimgraphException.unimplemented(
          "The gradient of GatherV2 with batch_dims is not built; gather from a reshaped tensor");
    }
    if (axis.isPresent() && Integers.at(axis.get(), 0) == 0) {
      rows(g);
    } else if (axis.isPresent() && g.input(0).shape().isRankKnown()) {
      long at = Integers.at(axis.get(), 0);
      int rank = g.input(0).shape().rank();
      scatterAlong(g, (int) (at < 0 ? at + rank : at), rank);
    } else {
      throw SlimgraphException.unimplemented(
          "The gradient of GatherV2 needs a constant axis and params of known rank");
    }
  }

  /** Brings the axis to the front, adds up rows, brings the axis back. */
  private static void scatterAlong(GradientContext g, int axis, int rank) {
    Ops tf = g.tf();
    Output shape = tf.shape(g.input(0));
    Output count = tf.expandDims(tf.size(g.input(1)), 0);
    int[] toFront = new int[rank];
    int[] back = new int[rank];
    for (int i = 0; i < rank; i++) {
      toFront[i] = i == 0 ? axis : i <= axis ? i - 1 : i;
      back[i] = i == axis ? 0 : i < axis ? i + 1 : i;
    }
    List<Output> parts = new ArrayList<>();
    if (axis > 0) {
      parts.add(tf.slice(shape, new int[] {0}, new int[] {axis}));
    }
    parts.add(count);
    if (axis < rank - 1) {
      parts.add(StridedSlice.from(tf, shape, axis + 1));
    }
    Output values = tf.transpose(tf.reshape(g.dy(0), tf.concat(parts, 0)), toFront);
    Output indices = tf.reshape(g.input(1), count);
    Output rows = tf.gather(shape, tf.constant(axis));
    g.set(0, tf.transpose(tf.unsortedSegmentSum(values, indices, rows), back));
  }

  static Output gather(Ops tf, Output params, Output indices, Output axis, int batch, String name) {
    return tf.graph()
        .opBuilder("GatherV2", name)
        .input(params)
        .input(indices)
        .input(axis)
        .attr("batch_dims", batch)
        .build()
        .output(0);
  }

  static Output gather(Ops tf, Output params, Output indices, int axis, int batch, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output at = tf.constant(Tensor.scalar(axis), "axis");
      return gather(tf, params, indices, at, batch, scope.name());
    }
  }
}
