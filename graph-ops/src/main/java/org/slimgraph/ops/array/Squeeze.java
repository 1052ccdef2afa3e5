package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** Drops dimensions of size 1. TF: tf.squeeze. */
final class Squeeze {
  static final OpSpec SPEC =
      OpSpec.of("Squeeze")
          .input("input: T")
          .output("output: T")
          .attr("T: type")
          .attr("squeeze_dims: list(int) >= 0 = []")
          .shape(Squeeze::infer)
          .partialValue(Vectors::unchanged)
          .gradient(Reshape::backToInput)
          .traits(traits -> traits.alias(0))
          .kernel(Squeeze::kernel)
          .build();

  private Squeeze() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    if (!in.isRankKnown()) {
      return List.of(in);
    }
    long[] axes = c.attrs().integers("squeeze_dims");
    for (long axis : axes) {
      if (axis < -in.rank() || axis >= in.rank()) {
        throw SlimgraphException.invalidArgument(
            "squeeze_dims[%d] not in [%d,%d).", 0, -in.rank(), in.rank());
      }
    }
    for (int i = 0; axes.length == 0 && i < in.rank(); i++) {
      if (in.dim(i) < 0) {
        return List.of(Shape.unknown());
      }
    }
    return List.of(squeezed(in, axes));
  }

  private static Shape squeezed(Shape in, long[] axes) {
    boolean[] drop = new boolean[in.rank()];
    for (long axis : axes) {
      drop[(int) (axis < 0 ? axis + in.rank() : axis)] = true;
    }
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      if (drop[i] && in.dim(i) != 1 && in.dim(i) >= 0) {
        throw SlimgraphException.invalidArgument(
            "Can not squeeze dim[%d], expected a dimension of 1, got %d", i, in.dim(i));
      }
      if (!drop[i] && (axes.length > 0 || in.dim(i) != 1)) {
        kept.add(in.dim(i));
      }
    }
    return Shape.of(kept);
  }

  private static Kernel kernel(Attributes attrs) {
    long[] axes = attrs.integers("squeeze_dims");
    return context -> {
      Shape in = context.shape(0);
      for (long axis : axes) {
        if (axis < -in.rank() || axis >= in.rank()) {
          throw SlimgraphException.invalidArgument(
              "Tried to squeeze dim index %d for tensor with %d dimensions.", axis, in.rank());
        }
      }
      context.setOutput(0, context.input(0).reshaped(squeezed(in, axes)));
    };
  }

  static Output squeeze(Ops tf, Output input, int[] axis, String name) {
    return tf.graph()
        .opBuilder("Squeeze", name)
        .input(input)
        .attr("squeeze_dims", axis)
        .build()
        .output(0);
  }
}
