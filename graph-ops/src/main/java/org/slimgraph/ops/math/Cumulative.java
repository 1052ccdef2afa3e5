package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Running sums and products along an axis. TF: tf.cumsum, tf.cumprod. */
final class Cumulative {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          spec("Cumsum", Cumulative::sumGradient, false),
          spec("Cumprod", Cumulative::productGradient, true));

  private Cumulative() {}

  /** Walks along one line of an array: its elements are a stride apart. */
  interface Line<A> {
    void run(A x, A out, int begin, int stride, int count, boolean exclusive);
  }

  private static OpSpec spec(String type, Gradient gradient, boolean product) {
    KernelFactory floats = kernel(product ? Cumulative::floatProducts : Cumulative::floatSums);
    KernelFactory doubles = kernel(product ? Cumulative::doubleProducts : Cumulative::doubleSums);
    KernelFactory ints = kernel(product ? Cumulative::intProducts : Cumulative::intSums);
    KernelFactory longs = kernel(product ? Cumulative::longProducts : Cumulative::longSums);
    return OpSpec.of(type)
        .input("x: T")
        .input("axis: Tidx")
        .output("out: T")
        .attr("exclusive: bool = false")
        .attr("reverse: bool = false")
        .attr("T: numbertype")
        .attr("Tidx: {int32, int64} = int32")
        .shape(ShapeRules::unchanged)
        .gradient(gradient)
        .kernelAttr("T")
        .kernel(DataType.FLOAT, floats)
        .kernel(Widened.HALVES, Widened.of(floats))
        .kernel(DataType.DOUBLE, doubles)
        .kernel(DataType.INT32, ints)
        .kernel(Widened.SMALL_INTEGERS, Widened.of(ints))
        .kernel(DataType.INT64, longs)
        .build();
  }

  private static <A> KernelFactory kernel(Line<A> line) {
    return attrs -> {
      boolean exclusive = attrs.bool("exclusive");
      boolean reverse = attrs.bool("reverse");
      return (Kernel) c -> compute(line, exclusive, reverse, c);
    };
  }

  @SuppressWarnings("unchecked") // A is the array class of the type that the kernel is for.
  private static <A> void compute(
      Line<A> line, boolean exclusive, boolean reverse, KernelContext c) {
    Shape shape = c.shape(0);
    int rank = shape.rank();
    if (c.input(1).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "ScanOp: axis must be a scalar, not %s", c.shape(1).toBrackets());
    }
    long given = c.input(1).longs()[0];
    if (given < -rank || given >= rank) {
      throw SlimgraphException.invalidArgument(
          "ScanOp: Expected scan axis in the range [%d, %d), but got %d", -rank, rank, given);
    }
    int axis = (int) (given < 0 ? given + rank : given);
    Tensor out = c.output(0, shape);
    if (out.size() == 0) {
      return;
    }
    int count = (int) shape.dim(axis);
    int inner = (int) shape.slice(axis + 1).elementCount();
    int outer = out.size() / (count * inner);
    A x = (A) TensorStorage.array(c.input(0));
    A z = (A) TensorStorage.array(out);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int first = o * count * inner + i;
        int begin = reverse ? first + (count - 1) * inner : first;
        line.run(x, z, begin, reverse ? -inner : inner, count, exclusive);
      }
    }
  }

  private static void floatSums(
      float[] x, float[] out, int begin, int stride, int count, boolean exclusive) {
    float sum = 0;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      float next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private static void doubleSums(
      double[] x, double[] out, int begin, int stride, int count, boolean exclusive) {
    double sum = 0;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      double next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private static void intSums(
      int[] x, int[] out, int begin, int stride, int count, boolean exclusive) {
    int sum = 0;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      int next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private static void longSums(
      long[] x, long[] out, int begin, int stride, int count, boolean exclusive) {
    long sum = 0;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      long next = sum + x[at];
      out[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private static void floatProducts(
      float[] x, float[] out, int begin, int stride, int count, boolean exclusive) {
    float product = 1;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      float next = product * x[at];
      out[at] = exclusive ? product : next;
      product = next;
    }
  }

  private static void doubleProducts(
      double[] x, double[] out, int begin, int stride, int count, boolean exclusive) {
    double product = 1;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      double next = product * x[at];
      out[at] = exclusive ? product : next;
      product = next;
    }
  }

  private static void intProducts(
      int[] x, int[] out, int begin, int stride, int count, boolean exclusive) {
    int product = 1;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      int next = product * x[at];
      out[at] = exclusive ? product : next;
      product = next;
    }
  }

  private static void longProducts(
      long[] x, long[] out, int begin, int stride, int count, boolean exclusive) {
    long product = 1;
    for (int k = 0, at = begin; k < count; k++, at += stride) {
      long next = product * x[at];
      out[at] = exclusive ? product : next;
      product = next;
    }
  }

  private static void sumGradient(GradientContext g) {
    boolean exclusive = g.op().attrs().bool("exclusive");
    boolean reverse = g.op().attrs().bool("reverse");
    g.set(0, build(g.tf(), "Cumsum", g.dy(0), g.input(1), exclusive, !reverse, "Cumsum"));
  }

  private static void productGradient(GradientContext g) {
    Ops tf = g.tf();
    boolean exclusive = g.op().attrs().bool("exclusive");
    boolean reverse = g.op().attrs().bool("reverse");
    Output product = build(tf, "Cumprod", g.input(0), g.input(1), exclusive, reverse, "Cumprod");
    Output sums =
        build(tf, "Cumsum", tf.times(product, g.dy(0)), g.input(1), exclusive, !reverse, "Cumsum");
    g.set(0, tf.over(sums, g.input(0)));
  }

  static Output build(
      Ops tf, String type, Output x, Output axis, boolean exclusive, boolean reverse, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(x)
        .input(axis)
        .attr("exclusive", exclusive)
        .attr("reverse", reverse)
        .build()
        .output(0);
  }

  /** Python's cumsum and cumprod: the axis becomes the constant {@code name/axis}. */
  static Output build(
      Ops tf, String type, Output x, int axis, boolean exclusive, boolean reverse, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output constant = tf.constant(Tensor.scalar(axis), "axis");
      return build(tf, type, x, constant, exclusive, reverse, scope.name());
    }
  }
}
