package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Tensors that are zero off a diagonal. TF: tf.diag, tf.diag_part. */
final class Diag {
  static final OpSpec SPEC =
      OpSpec.of("Diag")
          .input("diagonal: T")
          .output("output: T")
          .attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
          .shape(c -> List.of(c.input(0).concat(c.input(0))))
          .gradient(g -> g.set(0, g.tf().diagPart(g.dy(0))))
          .kernel(attrs -> Diag::compute)
          .build();

  static final OpSpec PART_SPEC =
      OpSpec.of("DiagPart")
          .input("input: T")
          .output("diagonal: T")
          .attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
          .shape(c -> List.of(half(c.input(0))))
          .gradient(g -> g.set(0, g.tf().diag(g.dy(0))))
          .kernel(attrs -> Diag::computePart)
          .build();

  private Diag() {}

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    if (in.shape().rank() < 1) {
      throw SlimgraphException.invalidArgument("Input must be at least rank 1, got 0");
    }
    Tensor out = context.output(0, in.shape().concat(in.shape()));
    Elements.zero(out);
    View.of(in.size())
        .to(View.of(in.size(), in.size()).diagonal(), in.dataType())
        .run(in, out, context.parallel());
  }

  private static Shape half(Shape in) {
    if (!in.isRankKnown()) {
      return in;
    }
    if (in.rank() % 2 != 0 || in.rank() == 0) {
      throw SlimgraphException.invalidArgument(
          "Input must have even and non-zero rank, input rank is %d", in.rank());
    }
    int half = in.rank() / 2;
    for (int i = 0; i < half && in.isFullyDefined(); i++) {
      if (in.dim(i) != in.dim(half + i)) {
        throw SlimgraphException.invalidArgument(
            "Invalid shape %s: dimensions %d and %d do not match.", in.toBrackets(), i, half + i);
      }
    }
    return ShapeRules.merge(in.slice(0, half), in.slice(half));
  }

  private static void computePart(KernelContext context) {
    Tensor in = context.input(0);
    Shape shape = half(in.shape());
    Tensor out = context.output(0, shape);
    int size = out.size();
    View.of(size, size)
        .diagonal()
        .to(View.of(size), in.dataType())
        .run(in, out, context.parallel());
  }

  /** Adds an op of one input and one output. */
  static Output build(Ops tf, String type, Output input, String name) {
    return tf.graph().opBuilder(type, name).input(input).build().output(0);
  }
}
