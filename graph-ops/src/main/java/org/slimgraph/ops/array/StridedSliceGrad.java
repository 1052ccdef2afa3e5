package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Puts a slice back into zeros of the sliced tensor's shape. */
final class StridedSliceGrad {
  static final OpSpec SPEC =
      OpSpec.of("StridedSliceGrad")
          .input("shape: Index")
          .input("begin: Index")
          .input("end: Index")
          .input("strides: Index")
          .input("dy: T")
          .output("output: T")
          .attr("T: type")
          .attr("Index: {int32, int64}")
          .attr("begin_mask: int = 0")
          .attr("end_mask: int = 0")
          .attr("ellipsis_mask: int = 0")
          .attr("new_axis_mask: int = 0")
          .attr("shrink_axis_mask: int = 0")
          .shape(StridedSliceGrad::infer)
          .gradient(StridedSliceGrad::gradient)
          .kernel(StridedSliceGrad::kernel)
          .build();

  private StridedSliceGrad() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    return List.of(c.constantShape(0));
  }

  private static Kernel kernel(Attributes attrs) {
    return context -> {
      Shape shape = Integers.shape(context.input(0));
      Tensor dy = context.input(4);
      SliceSpec spec =
          SliceSpec.of(
              attrs,
              shape,
              Optional.of(context.input(1)),
              Optional.of(context.input(2)),
              context.input(3));
      if (!spec.shape().equals(dy.shape())) {
        throw SlimgraphException.invalidArgument(
            "shape of dy was %s instead of %s", dy.shape().toBrackets(), spec.shape().toBrackets());
      }
      Tensor out = context.output(0, shape);
      Elements.zero(out);
      View.of(spec.processing())
          .to(spec.view(View.of(shape)), dy.dataType())
          .run(dy, out, context.parallel());
    };
  }

  private static void gradient(GradientContext g) {
    g.set(
        4,
        SliceSpec.copyMasks(g.op(), g.tf().graph().opBuilder("StridedSlice", "StridedSlice"))
            .input(g.dy(0))
            .input(g.input(1))
            .input(g.input(2))
            .input(g.input(3))
            .build()
            .output(0));
  }
}
