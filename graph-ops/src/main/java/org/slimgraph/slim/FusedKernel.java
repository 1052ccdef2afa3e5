package org.slimgraph.slim;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;

/** The fused op as batch_norm calls it, in training and in inference. */
final class FusedKernel {
  private FusedKernel() {}

  /**
   * What the op gives.
   *
   * @param outputs the normalised inputs
   * @param moments in training the mean of the batch, [channels], and its variance times n/(n−1),
   *     [channels]: Bessel's correction, which the outputs are not normalised with
   */
  record Result(Output outputs, Moments moments) {}

  /** Adds the op, or, if only a run knows whether the layer trains, a conditional on two. */
  static Result build(
      Ops tf,
      Output inputs,
      Output gamma,
      Output beta,
      MovingStatistics moving,
      BatchNormOptions options) {
    List<Output> all =
        options.isTraining.chooseAll(
            tf,
            () -> train(tf, inputs, gamma, beta, options),
            () -> infer(tf, inputs, gamma, beta, moving, options));
    return new Result(all.get(0), new Moments(all.get(1), all.get(2)));
  }

  private static List<Output> train(
      Ops tf, Output inputs, Output gamma, Output beta, BatchNormOptions options) {
    return tf.nn()
        .fusedBatchNorm(
            inputs, gamma, beta, o -> o.epsilon(options.epsilon).dataFormat(options.dataFormat));
  }

  private static List<Output> infer(
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
                    .moments(moving.mean().value(), moving.variance().value()));
  }
}
