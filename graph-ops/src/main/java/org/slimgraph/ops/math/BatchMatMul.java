package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.cpu.BroadcastPlan;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The products of stacks of matrices, BatchMatMul of equal stacks and BatchMatMulV2 of stacks that
 * broadcast. TF: tf.matmul of more than two dimensions.
 */
final class BatchMatMul {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(spec("BatchMatMul"), spec("BatchMatMulV2"));

  private BatchMatMul() {}

  private static OpSpec spec(String type) {
    boolean broadcasts = type.equals("BatchMatMulV2");
    return OpSpec.of(type)
        .input("x: T")
        .input("y: T")
        .output("output: T")
        .attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
        .attr("adj_x: bool = false")
        .attr("adj_y: bool = false")
        .shape(c -> infer(broadcasts, c))
        .gradient(broadcasts ? BatchMatMul::broadcastGradient : BatchMatMul::gradient)
        .kernel(DataType.FLOAT, kernel(MatrixProduct.FLOATS, broadcasts))
        .kernel(Widened.HALVES, Widened.of(kernel(MatrixProduct.FLOATS, broadcasts)))
        .kernel(DataType.DOUBLE, kernel(MatrixProduct.DOUBLES, broadcasts))
        .kernel(DataType.INT32, kernel(MatrixProduct.INTS, broadcasts))
        .kernel(DataType.INT64, kernel(MatrixProduct.LONGS, broadcasts))
        .build();
  }

  private static List<Shape> infer(boolean broadcasts, ShapeContext c) {
    Shape x = c.input(0);
    Shape y = c.input(1);
    ShapeRules.withRankAtLeast(x, 2);
    ShapeRules.withRankAtLeast(y, 2);
    int inX = c.attrs().bool("adj_x") ? -2 : -1;
    int inY = c.attrs().bool("adj_y") ? -1 : -2;
    ShapeRules.mergeDim(x.dim(inX), y.dim(inY));
    Shape batch =
        broadcasts
            ? ShapeRules.broadcast(stack(x), stack(y))
            : ShapeRules.merge(stack(x), stack(y));
    return List.of(batch.concat(Shape.of(x.dim(-3 - inX), y.dim(-3 - inY))));
  }

  /** Returns the dimensions before those of the matrices. */
  private static Shape stack(Shape shape) {
    return shape.isRankKnown() ? shape.slice(0, shape.rank() - 2) : shape;
  }

  private static KernelFactory kernel(MatrixProduct product, boolean broadcasts) {
    return attrs -> {
      boolean adjointX = attrs.bool("adj_x");
      boolean adjointY = attrs.bool("adj_y");
      return (Kernel) c -> compute(product, broadcasts, adjointX, adjointY, c);
    };
  }

  private static void compute(
      MatrixProduct product, boolean broadcasts, boolean adjX, boolean adjY, KernelContext c) {
    Shape x = c.shape(0);
    Shape y = c.shape(1);
    checkStacks(x, y, broadcasts);
    int inX = adjX ? -2 : -1;
    int inY = adjY ? -1 : -2;
    if (x.dim(inX) != y.dim(inY)) {
      throw SlimgraphException.invalidArgument(
          "%s mismatched shapes: %s vs. %s",
          broadcasts ? "In[0]" : "In[0] and In[1]", x.toBrackets(), y.toBrackets());
    }
    int rows = (int) x.dim(-3 - inX);
    int columns = (int) y.dim(-3 - inY);
    int depth = (int) x.dim(inX);
    var sizes = new MatrixProduct.Sizes(adjX, adjY, rows, columns, depth);
    Shape stack = Broadcasting.shape(stack(x), stack(y));
    Tensor out = c.output(0, stack.concat(Shape.of(rows, columns)));
    BroadcastPlan plan = Broadcasting.plan(stack(x), stack(y));
    for (int run = 0; run < plan.runs(); run++) {
      BroadcastPlan.Cursor cursor = plan.cursor(run);
      for (int i = 0; i < plan.runLength(); i++) {
        int xMatrix = cursor.offset(0) + i * plan.runStride(0);
        int yMatrix = cursor.offset(1) + i * plan.runStride(1);
        int outMatrix = run * plan.runLength() + i;
        product.run(
            c,
            sizes,
            xMatrix * rows * depth,
            yMatrix * depth * columns,
            out,
            outMatrix * rows * columns);
      }
    }
  }

  private static void checkStacks(Shape x, Shape y, boolean broadcasts) {
    if (x.rank() < 2 || y.rank() < 2) {
      int input = x.rank() < 2 ? 0 : 1;
      throw SlimgraphException.invalidArgument(
          "In[%d] ndims must be >= 2: %d", input, (input == 0 ? x : y).rank());
    }
    if (!broadcasts && !stack(x).equals(stack(y))) {
      throw SlimgraphException.invalidArgument(
          "In[0] and In[1] must have compatible batch dimensions: %s vs. %s",
          x.toBrackets(), y.toBrackets());
    }
  }

  private static void gradient(GradientContext g) {
    g.set(0, gradientOfX(g));
    g.set(1, gradientOfY(g));
  }

  private static Output gradientOfX(GradientContext g) {
    boolean adjX = g.op().attrs().bool("adj_x");
    boolean adjY = g.op().attrs().bool("adj_y");
    return adjX
        ? product(g, g.input(1), g.dy(0), adjY, true)
        : product(g, g.dy(0), g.input(1), false, !adjY);
  }

  private static Output gradientOfY(GradientContext g) {
    boolean adjX = g.op().attrs().bool("adj_x");
    boolean adjY = g.op().attrs().bool("adj_y");
    return adjY
        ? product(g, g.dy(0), g.input(0), true, adjX)
        : product(g, g.input(0), g.dy(0), !adjX, false);
  }

  /** Sums over the stack dimensions that were broadcast, where the shapes do not rule that out. */
  private static void broadcastGradient(GradientContext g) {
    Shape x = g.input(0).shape();
    Shape y = g.input(1).shape();
    Output dx = gradientOfX(g);
    Output dy = gradientOfY(g);
    if (x.isFullyDefined() && y.isFullyDefined() && stack(x).equals(stack(y))) {
      g.set(0, dx);
      g.set(1, dy);
      return;
    }
    Ops tf = g.tf();
    Output shapeX = tf.shape(g.input(0));
    Output shapeY = tf.shape(g.input(1));
    List<Output> axes = BroadcastSums.axes(tf, stackShape(tf, shapeX), stackShape(tf, shapeY));
    g.set(0, tf.reshape(tf.reduceSum(dx, axes.get(0)), shapeX));
    g.set(1, tf.reshape(tf.reduceSum(dy, axes.get(1)), shapeY));
  }

  private static Output stackShape(Ops tf, Output shape) {
    Output begin = tf.constant(new int[] {0});
    return tf.slice(shape, begin, tf.minus(tf.shape(shape), 2));
  }

  private static Output product(GradientContext g, Output x, Output y, boolean adjX, boolean adjY) {
    return product(g.tf(), g.op().type(), x, y, adjX, adjY, g.op().type());
  }

  static Output product(
      Ops tf, String type, Output x, Output y, boolean adjX, boolean adjY, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(x)
        .input(y)
        .attr("adj_x", adjX)
        .attr("adj_y", adjY)
        .build()
        .output(0);
  }
}
