package org.slimgraph.ops.math;

import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Half the sum of all squares, without a root. TF: tf.nn.l2_loss. */
final class L2Loss {
  static final OpSpec SPEC =
      OpSpec.of("L2Loss")
          .input("t: T")
          .output("output: T")
          .attr("T: {half, bfloat16, float, double}")
          .shape(ShapeRules::scalar)
          .gradient(L2Loss::gradient)
          .kernel(DataType.FLOAT, attrs -> L2Loss::floats)
          .kernel(Widened.HALVES, Widened.of(attrs -> L2Loss::floats))
          .kernel(DataType.DOUBLE, attrs -> L2Loss::doubles)
          .build();

  private L2Loss() {}

  private static void floats(KernelContext c) {
    float[] x = c.floats(0);
    // Four chains, so that additions do not wait for each other.
    double a = 0;
    double b = 0;
    double d = 0;
    double e = 0;
    int i = 0;
    for (; i + 3 < c.input(0).size(); i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      d += (double) x[i + 2] * x[i + 2];
      e += (double) x[i + 3] * x[i + 3];
    }
    for (; i < c.input(0).size(); i++) {
      a += (double) x[i] * x[i];
    }
    c.outputFloats(0, Shape.scalar())[0] = (float) ((a + b + (d + e)) / 2);
  }

  private static void doubles(KernelContext c) {
    double[] x = c.doubles(0);
    double sum = 0;
    for (int i = 0; i < c.input(0).size(); i++) {
      sum += x[i] * x[i];
    }
    c.outputDoubles(0, Shape.scalar())[0] = sum / 2;
  }

  private static void gradient(GradientContext g) {
    g.set(0, g.tf().times(g.input(0), g.dy(0)));
  }

  static Output l2Loss(Ops tf, Output t, String name) {
    return tf.graph().opBuilder("L2Loss", name).input(t).build().output(0);
  }
}
