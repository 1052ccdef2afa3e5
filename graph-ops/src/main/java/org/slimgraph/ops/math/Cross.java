package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The cross products of vectors of three elements. TF: tf.cross, tf.linalg.cross. */
final class Cross {
  static final OpSpec SPEC =
      OpSpec.of("Cross")
          .input("a: T")
          .input("b: T")
          .output("product: T")
          .attr("T: realnumbertype")
          .shape(Cross::infer)
          .gradient(Cross::gradient)
          .kernel(DataType.FLOAT, attrs -> Cross::floats)
          .kernel(Widened.HALVES, Widened.of(attrs -> Cross::floats))
          .kernel(DataType.DOUBLE, attrs -> Cross::doubles)
          .kernel(DataType.INT32, attrs -> Cross::ints)
          .kernel(Widened.SMALL_INTEGERS, Widened.of(attrs -> Cross::ints))
          .kernel(DataType.INT64, attrs -> Cross::longs)
          .build();

  private Cross() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRankAtLeast(c.input(0), 1);
    ShapeRules.withRankAtLeast(c.input(1), 1);
    Shape shape = ShapeRules.merge(c.input(0), c.input(1));
    if (shape.isRankKnown()) {
      long size = shape.dim(-1);
      if (size >= 0 && size != 3) {
        throw SlimgraphException.invalidArgument("Dimension must be 3 but is %d", size);
      }
      shape = shape.slice(0, shape.rank() - 1).concat(Shape.of(3));
    }
    return List.of(shape);
  }

  private static Shape shape(KernelContext c) {
    Shape shape = c.shape(0);
    if (!shape.equals(c.shape(1))) {
      throw SlimgraphException.invalidArgument(
          "Both inputs must be of same shape: %s vs. %s",
          shape.toBrackets(), c.shape(1).toBrackets());
    }
    if (shape.rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Input must be at least 1D, not of shape %s", shape.toBrackets());
    }
    if (shape.dim(-1) != 3) {
      throw SlimgraphException.failedPrecondition(
          "Cross-products are only defined for 3-element vectors; the last dimension is %d",
          shape.dim(-1));
    }
    return shape;
  }

  private static void floats(KernelContext c) {
    float[] z = c.outputFloats(0, shape(c));
    float[] a = c.floats(0);
    float[] b = c.floats(1);
    for (int i = 0; i < c.input(0).size(); i += 3) {
      z[i] = a[i + 1] * b[i + 2] - a[i + 2] * b[i + 1];
      z[i + 1] = a[i + 2] * b[i] - a[i] * b[i + 2];
      z[i + 2] = a[i] * b[i + 1] - a[i + 1] * b[i];
    }
  }

  private static void doubles(KernelContext c) {
    double[] z = c.outputDoubles(0, shape(c));
    double[] a = c.doubles(0);
    double[] b = c.doubles(1);
    for (int i = 0; i < c.input(0).size(); i += 3) {
      z[i] = a[i + 1] * b[i + 2] - a[i + 2] * b[i + 1];
      z[i + 1] = a[i + 2] * b[i] - a[i] * b[i + 2];
      z[i + 2] = a[i] * b[i + 1] - a[i + 1] * b[i];
    }
  }

  private static void ints(KernelContext c) {
    int[] z = c.outputInts(0, shape(c));
    int[] a = c.ints(0);
    int[] b = c.ints(1);
    for (int i = 0; i < c.input(0).size(); i += 3) {
      z[i] = a[i + 1] * b[i + 2] - a[i + 2] * b[i + 1];
      z[i + 1] = a[i + 2] * b[i] - a[i] * b[i + 2];
      z[i + 2] = a[i] * b[i + 1] - a[i + 1] * b[i];
    }
  }

  private static void longs(KernelContext c) {
    long[] z = c.outputLongs(0, shape(c));
    long[] a = c.longs(0);
    long[] b = c.longs(1);
    for (int i = 0; i < c.input(0).size(); i += 3) {
      z[i] = a[i + 1] * b[i + 2] - a[i + 2] * b[i + 1];
      z[i + 1] = a[i + 2] * b[i] - a[i] * b[i + 2];
      z[i + 2] = a[i] * b[i + 1] - a[i + 1] * b[i];
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    g.set(0, tf.cross(g.input(1), g.dy(0)));
    g.set(1, tf.cross(g.dy(0), g.input(0)));
  }
}
