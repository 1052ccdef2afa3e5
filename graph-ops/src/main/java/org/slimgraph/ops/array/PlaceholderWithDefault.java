package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** A value that runs may feed; without a feed, the input. TF: tf.placeholder_with_default. */
final class PlaceholderWithDefault {
  static final OpSpec SPEC =
      OpSpec.of("PlaceholderWithDefault")
          .input("input: dtype")
          .output("output: dtype")
          .attr("dtype: type")
          .attr("shape: shape")
          .shape(PlaceholderWithDefault::infer)
          .gradient(g -> g.set(0, g.dy(0)))
          .traits(traits -> traits.alias(0))
          .mayBeFed()
          .kernel(attrs -> context -> context.setOutput(0, context.input(0)))
          .build();

  private PlaceholderWithDefault() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape shape = c.attrs().shape("shape");
    ShapeRules.merge(c.input(0), shape);
    return List.of(shape);
  }

  static Output placeholderWithDefault(Ops tf, Output input, Shape shape, String name) {
    return tf.graph()
        .opBuilder("PlaceholderWithDefault", name)
        .input(input)
        .attr("shape", shape)
        .build()
        .output(0);
  }
}
