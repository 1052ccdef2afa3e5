package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Numbers from a start to a stop, evenly spaced, both included. TF: tf.linspace. */
final class LinSpace {
  static final OpSpec SPEC =
      OpSpec.of("LinSpace")
          .input("start: T")
          .input("stop: T")
          .input("num: Tidx")
          .output("output: T")
          .attr("T: {bfloat16, float, double}")
          .attr("Tidx: {int32, int64} = DT_INT32")
          .shape(LinSpace::infer)
          .notDifferentiable("TF takes its ends for constants")
          .kernel(attrs -> LinSpace::compute)
          .build();

  private LinSpace() {}

  private static List<Shape> infer(ShapeContext c) {
    for (int i = 0; i < 3; i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    return List.of(c.constant(2).map(n -> Shape.of(count(n))).orElse(Shape.ofRank(1)));
  }

  private static long count(Tensor number) {
    long count = Integers.at(number, 0);
    if (count <= 0) {
      throw SlimgraphException.invalidArgument("Requires num > 0: %d", count);
    }
    return count;
  }

  private static void compute(KernelContext context) {
    int count = Math.toIntExact(count(context.input(2)));
    Tensor out = context.output(0, Shape.of(count));
    double start = Elements.real(context.input(0), 0);
    double stop = Elements.real(context.input(1), 0);
    boolean isDouble = out.dataType() == DataType.DOUBLE;
    Elements.setReal(out, 0, start);
    double step = (stop - start) / Math.max(1, count - 1);
    float floatStep = ((float) stop - (float) start) / Math.max(1, count - 1);
    for (int i = 1; i < count; i++) {
      double value = isDouble ? start + step * i : (float) start + floatStep * i;
      Elements.setReal(out, i, value);
    }
  }

  static Output linSpace(Ops tf, Output start, Output stop, Output num, String name) {
    return tf.graph()
        .opBuilder("LinSpace", name)
        .input(start)
        .input(stop)
        .input(num)
        .build()
        .output(0);
  }
}
