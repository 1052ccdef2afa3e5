package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Ranges;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * The regularized incomplete beta function I<sub>x</sub>(a, b) of tensors of one shape, some of
 * which may be scalars. TF: tf.math.betainc.
 */
final class Betainc {
  static final OpSpec SPEC =
      OpSpec.of("Betainc")
          .input("a: T")
          .input("b: T")
          .input("x: T")
          .output("z: T")
          .attr("T: {float, double}")
          .shape(Betainc::infer)
          .gradient(Betainc::gradient)
          .kernel(DataType.FLOAT, attrs -> Betainc::floats)
          .kernel(DataType.DOUBLE, attrs -> Betainc::doubles)
          .build();

  private Betainc() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape shape = Shape.scalar();
    boolean unknown = false;
    for (int i = 0; i < 3; i++) {
      Shape each = c.input(i);
      unknown |= !each.isRankKnown();
      if (each.isRankKnown() && each.rank() > 0) {
        shape = shape.rank() == 0 ? each : ShapeRules.merge(shape, each);
      }
    }
    return List.of(unknown && shape.rank() == 0 ? Shape.unknown() : shape);
  }

  private static Shape shape(KernelContext c) {
    Shape shape = Shape.scalar();
    String shaped = "";
    for (int i = 0; i < 3; i++) {
      Shape each = c.shape(i);
      String name = "abx".substring(i, i + 1);
      if (each.rank() > 0 && shape.rank() > 0 && !each.equals(shape)) {
        throw SlimgraphException.invalidArgument(
            "Shapes of %s and %s are inconsistent: %s vs. %s",
            shaped, name, shape.toBrackets(), each.toBrackets());
      }
      if (each.rank() > 0 && shape.rank() == 0) {
        shape = each;
        shaped = name;
      }
    }
    return shape;
  }

  /** Returns by how much to move on in input {@code i} from element to element. */
  private static int step(KernelContext c, int i) {
    return c.shape(i).rank() == 0 ? 0 : 1;
  }

  private static void floats(KernelContext c) {
    float[] a = c.floats(0);
    float[] b = c.floats(1);
    float[] x = c.floats(2);
    Shape shape = shape(c);
    float[] z = c.outputFloats(0, shape);
    Ranges.run(
        (int) shape.elementCount(),
        c.parallel(),
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            z[i] =
                (float) IncompleteBeta.of(a[i * step(c, 0)], b[i * step(c, 1)], x[i * step(c, 2)]);
          }
        });
  }

  private static void doubles(KernelContext c) {
    double[] a = c.doubles(0);
    double[] b = c.doubles(1);
    double[] x = c.doubles(2);
    Shape shape = shape(c);
    double[] z = c.outputDoubles(0, shape);
    Ranges.run(
        (int) shape.elementCount(),
        c.parallel(),
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            z[i] = IncompleteBeta.of(a[i * step(c, 0)], b[i * step(c, 1)], x[i * step(c, 2)]);
          }
        });
  }

  /** TF 1.x: nothing flows to {@code a} and {@code b}. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output a = g.input(0);
    Output b = g.input(1);
    Output x = g.input(2);
    List<Output> axes = BroadcastSums.axes(tf, tf.shape(a), tf.shape(x));
    try (Scope scope = tf.controlDependencies(g.dy(0))) {
      Output logBeta = tf.minus(tf.plus(tf.lgamma(a), tf.lgamma(b)), tf.lgamma(tf.plus(a, b)));
      Output ofRest = tf.times(tf.minus(b, 1), tf.log1p(tf.negative(x)));
      Output ofX = tf.times(tf.minus(a, 1), tf.log(x));
      Output slope = tf.exp(tf.minus(tf.plus(ofRest, ofX), logBeta));
      Output sum = tf.reduceSum(tf.times(slope, g.dy(0)), axes.get(1));
      g.set(2, tf.reshape(sum, tf.shape(x)));
    }
  }

  static Output betainc(Ops tf, Output a, Output b, Output x, String name) {
    return tf.graph().opBuilder("Betainc", name).input(a).input(b).input(x).build().output(0);
  }
}
