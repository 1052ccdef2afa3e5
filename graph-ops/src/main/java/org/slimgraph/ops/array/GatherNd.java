package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Takes slices of a tensor by index vectors. TF: tf.gather_nd. */
final class GatherNd {
  static final OpSpec SPEC =
      OpSpec.of("GatherNd")
          .input("params: Tparams")
          .input("indices: Tindices")
          .output("output: Tparams")
          .attr("Tparams: type")
          .attr("Tindices: {int32, int64}")
          .shape(GatherNd::infer)
          .gradient(GatherNd::gradient)
          .kernelAttr("Tparams")
          .kernel(attrs -> GatherNd::compute)
          .build();

  private GatherNd() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape params = c.input(0);
    Shape indices = c.input(1);
    ShapeRules.withRankAtLeast(indices, 1);
    if (!params.isRankKnown() || !indices.isRankKnown() || indices.dim(-1) < 0) {
      return List.of(Shape.unknown());
    }
    if (indices.dim(-1) > params.rank()) {
      throw SlimgraphException.invalidArgument(
          "indices.shape[-1] must be <= params.rank, but saw indices shape: %s and params shape:"
              + " %s",
          indices.toBrackets(), params.toBrackets());
    }
    return List.of(gathered(params, indices));
  }

  private static Shape gathered(Shape params, Shape indices) {
    return indices.slice(0, indices.rank() - 1).concat(params.slice((int) indices.dim(-1)));
  }

  private static void compute(KernelContext context) {
    Tensor params = context.input(0);
    Tensor indices = context.input(1);
    if (params.shape().rank() == 0) {
      throw SlimgraphException.invalidArgument("params must be at least a vector");
    }
    if (indices.shape().rank() == 0) {
      throw SlimgraphException.invalidArgument("indices must be at least a vector");
    }
    if (indices.shape().dim(-1) > params.shape().rank()) {
      throw SlimgraphException.invalidArgument(
          "index innermost dimension length must be <= params rank; saw: %d vs. %d",
          indices.shape().dim(-1), params.shape().rank());
    }
    IndexVectors places = new IndexVectors(indices, params.shape());
    if (places.count() > 0 && params.size() == 0) {
      throw SlimgraphException.invalidArgument(
          "Requested more than 0 entries, but params is empty.  Params shape: %s",
          params.shape().toBrackets());
    }
    Tensor out = context.output(0, gathered(params.shape(), indices.shape()));
    for (int i = 0; i < places.count(); i++) {
      TensorStorage.copy(
          params.dataType(),
          TensorStorage.array(params),
          places.offset(i, "does not index into param shape"),
          TensorStorage.array(out),
          i * places.slice(),
          places.slice());
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output indices = g.input(1);
    Output shape = tf.shape(g.input(0), indices.dataType());
    if (indices.shape().rank() == 2 && indices.shape().dim(1) == 1) {
      Output rows = tf.squeeze(indices, new int[] {-1});
      g.set(0, new IndexedSlices(g.dy(0), rows, shape));
    } else {
      g.set(0, tf.scatterNd(indices, g.dy(0), shape));
    }
  }

  static Output gatherNd(Ops tf, Output params, Output indices, String name) {
    return tf.graph().opBuilder("GatherNd", name).input(params).input(indices).build().output(0);
  }
}
