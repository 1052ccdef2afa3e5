package org.slimgraph.slim;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** The fused op as batch_norm calls it, in training and in inference. */
final class FusedKernel {
  private FusedKernel() {}

  /**
   * What the op gives in training.
   *
   * @param outputs the normalised inputs
   * @param mean the mean of the batch, [channels]
   * @param variance the variance of the batch times n/(n−1), [channels]: Bessel's correction, which
   *     the outputs are not normalised with
   */
  record Result(Output outputs, Output mean, Output variance) {}

  static Result train(Ops tf, Output inputs, Output gamma, Output beta, BatchNormOptions options) {
    List<Output> all =
        tf.nn()
            .fusedBatchNorm(
                inputs,
                gamma,
                beta,
                o -> o.epsilon(options.epsilon).dataFormat(options.dataFormat));
    return new Result(all.get(0), all.get(1), all.get(2));
  }

  static Output infer(
      Ops tf,
      Output inputs,
      Output gamma,
      Output beta,
      MovingStatistics moving,
      BatchNormOptions options) {
    return tf.nn()
        .fusedBatchNorm(
            inputs,
            gamma,
            beta,
            o ->
                o.epsilon(options.epsilon)
                    .dataFormat(options.dataFormat)
                    .isTraining(false)
                    .moments(moving.mean().value(), moving.variance().value()))
        .get(0);
  }
}
