package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
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

/** Merges slices of several tensors into one by index. TF: tf.dynamic_stitch. */
final class DynamicStitch {
  static final OpSpec SPEC = spec(OpSpec.of("DynamicStitch"));

  /** Leaves open which of several slices for one place wins; here, as above, the last. */
  static final OpSpec PARALLEL_SPEC = spec(OpSpec.of("ParallelDynamicStitch"));

  private DynamicStitch() {}

  private static OpSpec spec(OpSpec.Builder builder) {
    return builder
        .input("indices: N * int32")
        .input("data: N * T")
        .output("merged: T")
        .attr("N: int >= 1")
        .attr("T: type")
        .shape(DynamicStitch::infer)
        .gradient(DynamicStitch::gradient)
        .kernel(attrs -> DynamicStitch::compute)
        .build();
  }

  private static List<Shape> infer(ShapeContext c) {
    int count = c.inputCount() / 2;
    Shape extra = Shape.unknown();
    long size = 0;
    for (int i = 0; i < count; i++) {
      Optional<Tensor> indices = c.constant(i);
      size = indices.isEmpty() || size < 0 ? -1 : Math.max(size, maximum(indices.get()) + 1);
      Shape places = c.input(i);
      if (places.isRankKnown()) {
        Shape data = c.input(count + i);
        Dims.mustStartWith(data, places);
        extra = ShapeRules.merge(extra, data.slice(places.rank()));
      }
    }
    return List.of(Shape.of(size).concat(extra));
  }

  private static long maximum(Tensor indices) {
    long maximum = -1;
    for (int i = 0; i < indices.size(); i++) {
      maximum = Math.max(maximum, TensorStorage.ints(indices)[i]);
    }
    return maximum;
  }

  private static void compute(KernelContext context) {
    int count = context.inputCount() / 2;
    long size = 0;
    for (int i = 0; i < count; i++) {
      check(context, i, count);
      size = Math.max(size, maximum(context.input(i)) + 1);
    }
    Shape extra = context.shape(count).slice(context.shape(0).rank());
    Tensor out = context.output(0, Shape.of(size).concat(extra));
    // Places that no index names hold whatever was there in TF; here they are zero.
    Elements.zero(out);
    int slice = Integers.product(extra, 0, extra.rank());
    for (int i = 0; i < count; i++) {
      Tensor indices = context.input(i);
      Tensor data = context.input(count + i);
      for (int k = 0; k < indices.size(); k++) {
        int index = TensorStorage.ints(indices)[k];
        if (index < 0) {
          throw SlimgraphException.invalidArgument(
              "indices%s is out of range: it is %d", Integers.place(indices.shape(), k), index);
        }
        TensorStorage.copy(
            data.dataType(),
            TensorStorage.array(data),
            k * slice,
            TensorStorage.array(out),
            index * slice,
            slice);
      }
    }
  }

  private static void check(KernelContext context, int i, int count) {
    Shape indices = context.shape(i);
    Shape data = context.shape(count + i);
    if (data.rank() < indices.rank() || !data.slice(0, indices.rank()).equals(indices)) {
      throw SlimgraphException.invalidArgument(
          "data[%d].shape = %s does not start with indices[%d].shape = %s",
          i, data.toBrackets(), i, indices.toBrackets());
    }
    Shape extra = data.slice(indices.rank());
    Shape first = context.shape(count).slice(context.shape(0).rank());
    if (!extra.equals(first)) {
      throw SlimgraphException.invalidArgument(
          "Need data[0].shape[%d:] = data[%d].shape[%d:], got data[0].shape = %s, data[%d].shape ="
              + " %s",
          context.shape(0).rank(),
          i,
          indices.rank(),
          context.shape(count).toBrackets(),
          i,
          data.toBrackets());
    }
  }

  private static void gradient(GradientContext g) {
    int count = g.op().inputs().size() / 2;
    for (int i = 0; i < count; i++) {
      g.set(count + i, g.tf().gather(g.dy(0), g.input(i)));
    }
  }

  /** Adds a DynamicStitch or a ParallelDynamicStitch. */
  static Output build(Ops tf, String type, List<Output> indices, List<Output> data, String name) {
    return tf.graph().opBuilder(type, name).inputs(indices).inputs(data).build().output(0);
  }
}
