package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.SymmetricEigen;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Eigenvalues in rising order, and eigenvectors, of symmetric matrices; their lower triangle alone
 * is read. TF: tf.linalg.eigh, tf.linalg.eigvalsh.
 */
final class SelfAdjointEigV2 {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("SelfAdjointEigV2")
                  .input("input: T")
                  .output("e: T")
                  .output("v: T")
                  .attr("compute_v: bool = true")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(SelfAdjointEigV2::infer)
                  .gradient(SelfAdjointEigV2::gradient),
              SelfAdjointEigV2::kernel)
          .build();

  private SelfAdjointEigV2() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = MatrixShapes.square(c.input(0));
    Shape values = in.isRankKnown() ? in.slice(0, in.rank() - 1) : in;
    return List.of(values, c.attrs().bool("compute_v") ? in : Shape.of(0));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean withVectors = attrs.bool("compute_v");
    return c -> compute(withVectors, c);
  }

  private static void compute(boolean withVectors, KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor values = batch.output(0, n);
    Tensor vectors = withVectors ? batch.output(1, n, n) : c.output(1, Shape.of(0));
    batch.forEach(
        i -> {
          SymmetricEigen eigen = SymmetricEigen.of(batch.read(0, i), n, batch.isSingle());
          double[] e = new double[n];
          double[] v = new double[n * n];
          for (int k = 0; k < n; k++) {
            e[k] = eigen.value(k);
            for (int row = 0; row < n; row++) {
              v[row * n + k] = eigen.vector(row, k);
            }
          }
          batch.write(values, i, e);
          if (withVectors) {
            batch.write(vectors, i, v);
          }
        });
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    boolean withVectors = g.op().attrs().bool("compute_v");
    Output middle = tf.matrixDiag(g.dy(0));
    Output v;
    if (withVectors) {
      Output e = g.output(0);
      v = g.output(1);
      Output gaps = tf.minus(tf.expandDims(e, -2), tf.expandDims(e, -1));
      Output f = tf.matrixSetDiag(tf.reciprocal(gaps), tf.zerosLike(e));
      middle = tf.plus(middle, tf.times(f, tf.matmul(v, g.dy(1), o -> o.adjointA(true))));
    } else {
      v = eig(tf, g.input(0), true, "SelfAdjointEigV2").get(1);
    }
    Output vectors = v;
    Output whole = tf.matmul(vectors, tf.matmul(middle, vectors, o -> o.adjointB(true)));
    // The forward op reads the lower triangle only, and so the gradient is given to it.
    whole = tf.matrixBandPart(tf.plus(whole, tf.linalg().adjoint(whole)), -1, 0);
    g.set(0, tf.matrixSetDiag(whole, tf.times(0.5, tf.matrixDiagPart(whole))));
  }

  static List<Output> eig(Ops tf, Output input, boolean withVectors, String name) {
    return tf.graph()
        .opBuilder("SelfAdjointEigV2", name)
        .input(input)
        .attr("compute_v", withVectors)
        .build()
        .outputs();
  }
}
