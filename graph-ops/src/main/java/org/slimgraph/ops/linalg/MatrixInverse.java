package org.slimgraph.ops.linalg;

import org.slimgraph.cpu.LuDecomposition;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Tensor;

/** Inverses, of the adjoint matrices if that is wanted. TF: tf.linalg.inv. */
final class MatrixInverse {
  static final OpSpec SPEC =
      MatrixBatch.kernels(
              OpSpec.of("MatrixInverse")
                  .input("input: T")
                  .output("output: T")
                  .attr("adjoint: bool = false")
                  .attr("T: " + MatrixBatch.TYPES)
                  .shape(MatrixShapes::squareUnchanged)
                  .gradient(MatrixInverse::gradient),
              MatrixInverse::kernel)
          .build();

  private MatrixInverse() {}

  private static Kernel kernel(Attributes attrs) {
    boolean adjoint = attrs.bool("adjoint");
    return c -> compute(adjoint, c);
  }

  private static void compute(boolean adjoint, KernelContext c) {
    MatrixBatch batch = MatrixBatch.of(c, 1);
    int n = batch.squareSize();
    Tensor out = batch.output(0, n, n);
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    batch.forEach(
        i -> {
          LuDecomposition lu = LuDecomposition.of(batch.read(0, i), n, batch.isSingle());
          if (!lu.isInvertible()) {
            throw SlimgraphException.invalidArgument("Input is not invertible.");
          }
          batch.write(out, i, lu.solve(identity, n, adjoint));
        });
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    boolean adjoint = g.op().attrs().bool("adjoint");
    Output inverse = g.output(0);
    if (adjoint) {
      // TF 1.15 gives the transpose of this, the formula of the plain inverse; TF 2 mended it.
      Output inner = tf.matmul(g.dy(0), inverse, o -> o.adjointA(true));
      g.set(0, tf.negate(tf.matmul(inverse, inner)));
      return;
    }
    Output inner = tf.matmul(g.dy(0), inverse, o -> o.adjointB(true));
    g.set(0, tf.negate(tf.matmul(inverse, inner, o -> o.adjointA(true))));
  }

  static Output inverse(Ops tf, Output input, boolean adjoint, String name) {
    return tf.graph()
        .opBuilder("MatrixInverse", name)
        .input(input)
        .attr("adjoint", adjoint)
        .build()
        .output(0);
  }
}
