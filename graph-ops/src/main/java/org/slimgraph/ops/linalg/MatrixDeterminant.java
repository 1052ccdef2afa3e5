package org.slimgraph.ops.linalg;

import java.util.List;
import org.slimgraph.cpu.LuDecomposition;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Determinants, and their signs and logarithms. TF: tf.linalg.det, tf.linalg.slogdet. */
final class MatrixDeterminant {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("MatrixDeterminant")
                  .input("input: T")
                  .output("output: T")
                  .attr("T: {half, float, double, complex64, complex128}")
                  .shape(c -> List.of(shape(c)))
                  .gradient(MatrixDeterminant::gradient),
              attrs -> MatrixDeterminant::compute)
          .build();

  static final OpSpec LOG_SPEC =
      MatrixBatch.kernels(
              OpSpec.of("LogMatrixDeterminant")
                  .input("input: T")
                  .output("sign: T")
                  .output("log_abs_determinant: T")
                  .attr("T: {half, float, double, complex64, complex128}")
                  .shape(c -> List.of(shape(c), shape(c)))
                  .gradient(MatrixDeterminant::logGradient),
              attrs -> MatrixDeterminant::computeLog)
          .build();

  private MatrixDeterminant() {}

  private static Shape shape(ShapeContext c) {
    return MatrixShapes.stack(MatrixShapes.square(c.input(0)));
  }

  /** A determinant as its sign and the logarithm of its absolute value. */
  private record SignAndLog(double sign, double log) {

    /** TF 1.x: what is not finite counts as 0, NaN too, except for an infinite determinant. */
    static SignAndLog of(LuDecomposition lu) {
      double log = lu.logAbsDeterminant();
      if (Double.isFinite(log)) {
        return new SignAndLog(lu.sign(), log);
      }
      return new SignAndLog(0, log > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }
  }

  private static void compute(KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor out = batch.output(0);
    batch.forEach(
        i -> {
          LuDecomposition lu = LuDecomposition.of(batch.read(0, i), n, batch.isSingle());
          SignAndLog determinant = SignAndLog.of(lu);
          batch.write(out, i, determinant.sign() * Math.exp(determinant.log()));
        });
  }

  private static void computeLog(KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor signs = batch.output(0);
    Tensor logs = batch.output(1);
    batch.forEach(
        i -> {
          LuDecomposition lu = LuDecomposition.of(batch.read(0, i), n, batch.isSingle());
          SignAndLog determinant = SignAndLog.of(lu);
          batch.write(signs, i, determinant.sign());
          batch.write(logs, i, determinant.log());
        });
  }

  private static void gradient(GradientContext g) {
    scaledInverse(g, g.tf().times(g.dy(0), g.output(0)));
  }

  /** The sign is constant between singular matrices, so that nothing flows through it. */
  private static void logGradient(GradientContext g) {
    scaledInverse(g, g.dy(1));
  }

  private static void scaledInverse(GradientContext g, Output factors) {
    Ops tf = g.tf();
    Output inverse = tf.linalg().inv(g.input(0), true, "MatrixInverse");
    Output shape = tf.concat(List.of(tf.shape(factors), tf.constant(new int[] {1, 1})), 0);
    g.set(0, tf.times(tf.reshape(factors, shape), inverse));
  }
}
