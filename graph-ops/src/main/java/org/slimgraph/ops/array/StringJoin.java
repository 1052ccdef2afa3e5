package org.slimgraph.ops.array;

import com.google.common.primitives.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Joins strings element by element. TF: tf.string_join. */
final class StringJoin {
  static final OpSpec SPEC =
      OpSpec.of("StringJoin")
          .input("inputs: N * string")
          .output("output: string")
          .attr("N: int >= 1")
          .attr("separator: string = ''")
          .shape(StringJoin::infer)
          .notDifferentiable("strings have no derivative")
          .kernel(StringJoin::kernel)
          .build();

  private StringJoin() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape all = Shape.unknown();
    boolean onlyScalars = true;
    for (int i = 0; i < c.inputCount(); i++) {
      Shape in = c.input(i);
      onlyScalars &= in.rank() == 0;
      all = in.rank() == 0 ? all : ShapeRules.merge(all, in);
    }
    return List.of(onlyScalars ? Shape.scalar() : all);
  }

  private static Kernel kernel(Attributes attrs) {
    byte[] separator = attrs.string("separator").getBytes(StandardCharsets.UTF_8);
    return context -> {
      Shape shape = Shape.scalar();
      for (int i = 0; i < context.inputCount(); i++) {
        Shape in = context.shape(i);
        if (in.rank() != 0 && shape.rank() != 0 && !in.equals(shape)) {
          throw SlimgraphException.invalidArgument(
              "Input shapes do not match: %s vs. %s", shape.toBrackets(), in.toBrackets());
        }
        shape = in.rank() != 0 ? in : shape;
      }
      Tensor out = context.output(0, shape);
      for (int k = 0; k < out.size(); k++) {
        TensorStorage.strings(out)[k] = join(context, k, separator);
      }
    };
  }

  private static byte[] join(KernelContext context, int k, byte[] separator) {
    byte[][] parts = new byte[2 * context.inputCount() - 1][];
    for (int i = 0; i < context.inputCount(); i++) {
      Tensor in = context.input(i);
      parts[2 * i] = TensorStorage.strings(in)[in.shape().rank() == 0 ? 0 : k];
      if (i > 0) {
        parts[2 * i - 1] = separator;
      }
    }
    return Bytes.concat(parts);
  }

  static Output stringJoin(Ops tf, List<Output> inputs, String separator, String name) {
    return tf.graph()
        .opBuilder("StringJoin", name)
        .inputs(inputs)
        .attr("separator", separator)
        .build()
        .output(0);
  }
}
