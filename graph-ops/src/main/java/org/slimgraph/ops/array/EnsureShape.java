package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** Passes its input on if it has the stated shape. TF: tf.ensure_shape. */
final class EnsureShape {
  static final OpSpec SPEC =
      OpSpec.of("EnsureShape")
          .input("input: T")
          .output("output: T")
          .attr("shape: shape")
          .attr("T: type")
          .shape(EnsureShape::infer)
          .gradient(g -> g.set(0, g.dy(0)))
          .traits(traits -> traits.alias(0))
          .kernel(EnsureShape::kernel)
          .build();

  private EnsureShape() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape wanted = c.attrs().shape("shape");
    // TF 1.x: takes the unknown rank, -1, for one that the input must have.
    if (!wanted.isRankKnown() && c.input(0).isRankKnown()) {
      throw SlimgraphException.invalidArgument(
          "Shape must be rank -1 but is rank %d; there is nothing to ensure without a rank,"
              + " pass the tensor on as it is",
          c.input(0).rank());
    }
    return List.of(ShapeRules.merge(wanted, c.input(0)));
  }

  private static Kernel kernel(Attributes attrs) {
    Shape wanted = attrs.shape("shape");
    return context -> {
      if (!wanted.isCompatibleWith(context.shape(0))) {
        throw SlimgraphException.invalidArgument(
            "Shape of tensor %s %s is not compatible with expected shape %s.",
            context.name(), context.shape(0).toBrackets(), wanted.toBrackets());
      }
      context.setOutput(0, context.input(0));
    };
  }

  static Output ensureShape(Ops tf, Output x, Shape shape, String name) {
    return tf.graph()
        .opBuilder("EnsureShape", name)
        .input(x)
        .attr("shape", shape)
        .build()
        .output(0);
  }
}
