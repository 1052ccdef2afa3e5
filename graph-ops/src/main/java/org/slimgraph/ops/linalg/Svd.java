package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.SingularValues;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Singular value decompositions. TF: tf.linalg.svd. */
final class Svd {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("Svd")
                  .input("input: T")
                  .output("s: T")
                  .output("u: T")
                  .output("v: T")
                  .attr("compute_uv: bool = true")
                  .attr("full_matrices: bool = false")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(Svd::infer)
                  .gradient(Svd::gradient),
              Svd::kernel)
          .build();

  private Svd() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 2);
    long rows = in.dim(-2);
    long columns = in.dim(-1);
    long inner = MatrixShapes.smaller(rows, columns);
    Shape stack = MatrixShapes.stack(in);
    Shape s = stack.concat(Shape.of(inner));
    if (!c.attrs().bool("compute_uv")) {
      return List.of(s, Shape.of(0), Shape.of(0));
    }
    boolean full = c.attrs().bool("full_matrices");
    return List.of(
        s,
        stack.concat(Shape.of(rows, full ? rows : inner)),
        stack.concat(Shape.of(columns, full ? columns : inner)));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean withVectors = attrs.bool("compute_uv");
    boolean full = attrs.bool("full_matrices");
    return c -> compute(withVectors, full, c);
  }

  private static void compute(boolean withVectors, boolean full, KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int rows = batch.rows(0);
    int columns = batch.columns(0);
    int inner = Math.min(rows, columns);
    int lefts = full ? rows : inner;
    int rights = full ? columns : inner;
    Tensor s = batch.output(0, inner);
    Tensor u = withVectors ? batch.output(1, rows, lefts) : c.output(1, Shape.of(0));
    Tensor v = withVectors ? batch.output(2, columns, rights) : c.output(2, Shape.of(0));
    batch.forEach(
        i -> {
          SingularValues svd =
              SingularValues.of(batch.read(0, i), rows, columns, full && withVectors);
          batch.write(s, i, matrix(1, inner, (row, k) -> svd.value(k)));
          if (withVectors) {
            batch.write(u, i, matrix(rows, lefts, svd::left));
            batch.write(v, i, matrix(columns, rights, svd::right));
          }
        });
  }

  /** Says what an element is. */
  private interface Elements {
    double at(int row, int column);
  }

  private static double[] matrix(int rows, int columns, Elements elements) {
    double[] matrix = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix[row * columns + column] = elements.at(row, column);
      }
    }
    return matrix;
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    if (g.op().attrs().bool("compute_uv")) {
      g.set(0, VectorsGradient.of(g).build());
      return;
    }
    List<Output> all = svd(tf, g.input(0), true, false, "Svd");
    Output right = tf.matmul(tf.matrixDiag(g.dy(0)), all.get(2), o -> o.adjointB(true));
    g.set(0, tf.matmul(all.get(1), right));
  }

  /**
   * What flows back from values and vectors of a matrix of m rows and n columns, m at most n.
   *
   * <p>TF: linalg_grad.py, _SvdGrad, after Townsend, 2016, Differentiating the singular value
   * decomposition.
   *
   * @param turned whether the decomposition is that of the transposed input
   */
  private record VectorsGradient(
      Ops tf,
      boolean turned,
      boolean full,
      long m,
      long n,
      Output s,
      Output u,
      Output v,
      Output ds,
      Output du,
      Output dv) {

    static VectorsGradient of(GradientContext g) {
      Shape shape = g.input(0).shape();
      long rows = shape.dim(-2);
      long columns = shape.dim(-1);
      if (rows < 0 || columns < 0) {
        throw SlimgraphException.unimplemented(
            "SVD gradient has not been implemented for input with unknown inner matrix shape.");
      }
      boolean full = g.op().attrs().bool("full_matrices");
      if (full && Math.abs(rows - columns) > 1) {
        throw SlimgraphException.unimplemented(
            "svd gradient is not implemented for abs(m - n) > 1 when full_matrices is True; the"
                + " input has the shape %s",
            shape.toBrackets());
      }
      boolean turned = rows > columns;
      int left = turned ? 2 : 1;
      int right = turned ? 1 : 2;
      return new VectorsGradient(
          g.tf(),
          turned,
          full,
          Math.min(rows, columns),
          Math.max(rows, columns),
          g.output(0),
          g.output(left),
          g.output(right),
          g.dy(0),
          g.dy(left),
          g.dy(right));
    }

    Output build() {
      try (Scope scope = tf.controlDependencies(ds, du, dv)) {
        Output v1 = full ? firstColumns(v, m) : v;
        Output dv1 = full ? firstColumns(dv, m) : dv;
        Output gradient = tf.matmul(u, tf.matmul(middle(v1, dv1), v1, o -> o.adjointB(true)));
        if (m < n) {
          gradient = tf.plus(gradient, outside(v1, dv1));
        }
        return turned ? tf.linalg().matrixTranspose(gradient) : gradient;
      }
    }

    private Output middle(Output v1, Output dv1) {
      Output squares = tf.square(s);
      Output gaps = tf.minus(tf.expandDims(squares, -2), tf.expandDims(squares, -1));
      Output f = tf.matrixSetDiag(tf.reciprocal(gaps), tf.zerosLike(s));
      Output values = tf.matrixDiag(s);
      Output ofU = tf.times(f, tf.matmul(u, du, o -> o.adjointA(true)));
      Output ofV = tf.times(f, tf.matmul(v1, dv1, o -> o.adjointA(true)));
      Output left = tf.matmul(tf.plus(ofU, tf.linalg().adjoint(ofU)), values);
      Output right = tf.matmul(values, tf.plus(ofV, tf.linalg().adjoint(ofV)));
      return tf.plus(tf.plus(tf.matrixDiag(ds), left), right);
    }

    /** What flows through the part of the space that no value belongs to. */
    private Output outside(Output v1, Output dv1) {
      Output turnedDv1 = tf.linalg().matrixTranspose(dv1);
      Output inside = tf.matmul(tf.matmul(turnedDv1, v1), v1, o -> o.adjointB(true));
      Output rest = tf.minus(turnedDv1, inside);
      if (full) {
        Output v2 = lastColumns(v);
        Output ofV2 = tf.matmul(v1, lastColumns(dv), o -> o.adjointA(true));
        rest = tf.minus(rest, tf.matmul(ofV2, v2, o -> o.adjointB(true)));
      }
      Output inverse = tf.matmul(u, tf.matrixDiag(tf.reciprocal(s)));
      return tf.matmul(inverse, rest);
    }

    private Output firstColumns(Output x, long count) {
      int[] size = new int[x.shape().rank()];
      java.util.Arrays.fill(size, -1);
      size[size.length - 1] = (int) count;
      return tf.slice(x, tf.constant(new int[size.length]), tf.constant(size));
    }

    private Output lastColumns(Output x) {
      int rank = x.shape().rank();
      int[] begin = new int[rank];
      begin[rank - 1] = (int) m;
      int[] size = new int[rank];
      java.util.Arrays.fill(size, -1);
      return tf.slice(x, tf.constant(begin), tf.constant(size));
    }
  }

  static List<Output> svd(
      Ops tf, Output input, boolean withVectors, boolean fullMatrices, String name) {
    return tf.graph()
        .opBuilder("Svd", name)
        .input(input)
        .attr("compute_uv", withVectors)
        .attr("full_matrices", fullMatrices)
        .build()
        .outputs();
  }
}
