package org.slimgraph.slim.learning;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.train.GradientAndVariable;
import org.slimgraph.train.Optimizer;

/** The builders of {@code slim.learning}; users call {@code slim.learning()}. */
public final class Learning {
  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public Learning(Ops tf) {
    this.tf = tf;
  }

  /** Adds a train op, as {@link #createTrainOp(Output, Optimizer, Consumer)}. */
  public Output createTrainOp(Output totalLoss, Optimizer optimizer) {
    return createTrainOp(totalLoss, optimizer, o -> {});
  }

  /**
   * Adds an operation that makes one step of training: it runs the updates of UPDATE_OPS, computes
   * the gradients and applies them. Both the updates and the step are done when the value is there;
   * neither waits for the other.
   *
   * <p>UPDATE_OPS is read now: updates of layers that are built later do not run. The result joins
   * TRAIN_OP.
   *
   * @param totalLoss what becomes smaller, such as {@code tf.losses().getTotalLoss()}
   * @return the value of {@code totalLoss} before the step
   * @throws SlimgraphException INVALID_ARGUMENT if there are no variables to train, one of them is
   *     not trainable, or none has a gradient
   */
  public Output createTrainOp(
      Output totalLoss, Optimizer optimizer, Consumer<? super TrainOpOptions> set) {
    TrainOpOptions options = new TrainOpOptions();
    set.accept(options);
    return new TrainOp(tf, options).build(totalLoss, optimizer);
  }

  /**
   * Multiplies the gradients of some variables.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there are no multipliers, or a variable that has
   *     one has no gradient
   */
  public List<GradientAndVariable> multiplyGradients(
      List<GradientAndVariable> gradients, GradientMultipliers multipliers) {
    return TrainOp.multiply(tf, gradients, multipliers);
  }

  /** Scales down each gradient whose own norm is above {@code maxNorm}. */
  public List<GradientAndVariable> clipGradientNorms(
      List<GradientAndVariable> gradients, double maxNorm) {
    return TrainOp.clip(tf, gradients, maxNorm);
  }

  /**
   * Adds a histogram {@code NAME/gradient} and a scalar {@code NAME/gradient_norm} for each
   * variable that has a gradient.
   */
  public List<Output> addGradientsSummaries(List<GradientAndVariable> gradients) {
    return TrainOp.summarize(tf, gradients);
  }

  /**
   * Runs {@code trainOp} step by step: restores the latest checkpoint of the logdir, or else runs
   * the init op; then trains until the number of steps is reached, the data end, or it is told to
   * stop; then saves.
   *
   * <p>A training that goes on from a checkpoint continues bit for bit: the checkpoint has the
   * variables, where the batches stood and where the random streams of the graph's operations
   * stood. Local variables begin anew.
   *
   * <p>A step that fails or is interrupted half-way leaves the session, and what is saved, as
   * before it. A loss that is not finite ends the training with an error that names the first
   * operation whose value is not.
   *
   * <p>The calls of the options run on the calling thread. Adds the global step, if there is none,
   * and initializers to the graph.
   *
   * @param trainOp as {@link #createTrainOp} makes it
   * @throws SlimgraphException FAILED_PRECONDITION if variables are uninitialised after the init
   *     op; INVALID_ARGUMENT if the loss is not finite; NOT_FOUND if the checkpoint lacks a
   *     variable
   * @throws IOException if a checkpoint cannot be read or written
   */
  public TrainResult train(Output trainOp, Consumer<? super TrainOptions> set) throws IOException {
    TrainOptions options = new TrainOptions();
    set.accept(options);
    return new TrainingLoop(tf, trainOp, options).run();
  }
}
