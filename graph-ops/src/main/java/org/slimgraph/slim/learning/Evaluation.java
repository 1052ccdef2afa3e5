package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;

/**
 * Evaluations of checkpoints, {@code slim.evaluation}; users call {@code slim.evaluation()}. The
 * local variables, such as the counts of metrics, begin anew in each.
 */
public final class Evaluation {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Ops tf;

  /** Creates the evaluations of the graph of {@code tf}. */
  public Evaluation(Ops tf) {
    this.tf = tf;
  }

  /**
   * Restores {@code checkpoint}, runs the eval ops some times and returns the values of the final
   * ops.
   *
   * @throws SlimgraphException NOT_FOUND if there is no such checkpoint or it lacks a variable
   * @throws IOException if it cannot be read
   */
  public List<Tensor> evaluateOnce(Path checkpoint, Consumer<? super EvaluationOptions> set)
      throws IOException {
    EvaluationOptions options = new EvaluationOptions();
    set.accept(options);
    return new Prepared(options).evaluate(checkpoint);
  }

  /**
   * Evaluates each new checkpoint that appears in {@code folder}, until enough were, none has come
   * for the timeout, or the thread is interrupted.
   *
   * @return the values of the final ops for the last of them; empty if there was none
   * @throws IOException if a checkpoint cannot be read
   */
  public Optional<List<Tensor>> evaluationLoop(Path folder, Consumer<? super EvaluationOptions> set)
      throws IOException {
    EvaluationOptions options = new EvaluationOptions();
    set.accept(options);
    Prepared prepared = new Prepared(options);
    Optional<List<Tensor>> values = Optional.empty();
    Optional<Path> last = Optional.empty();
    try {
      for (long i = 0; i < options.maxNumberOfEvaluations; i++) {
        Optional<Path> next = awaitNew(folder, last, options);
        if (next.isEmpty()) {
          break;
        }
        last = next;
        Instant start = options.clock.instant();
        values = Optional.of(prepared.evaluate(next.get()));
        Duration left = options.interval.minus(Duration.between(start, options.clock.instant()));
        if (i + 1 < options.maxNumberOfEvaluations && left.compareTo(Duration.ZERO) > 0) {
          options.pause.pause(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return values;
  }

  private static Optional<Path> awaitNew(
      Path folder, Optional<Path> last, EvaluationOptions options)
      throws IOException, InterruptedException {
    Instant start = options.clock.instant();
    while (true) {
      Optional<Path> latest = CheckpointState.latestCheckpoint(folder);
      if (latest.isPresent() && !latest.equals(last)) {
        return latest;
      }
      Instant nextLook = options.clock.instant().plus(BETWEEN_LOOKS);
      if (options.timeout().isPresent() && nextLook.isAfter(start.plus(options.timeout().get()))) {
        return Optional.empty();
      }
      options.pause.pause(BETWEEN_LOOKS);
    }
  }

  /** What evaluations with the same options share: their part of the graph. */
  private final class Prepared {
    private final EvaluationOptions options;
    private final Operation localInit = tf.localVariablesInitializer();
    private final Optional<Tensor> start;

    Prepared(EvaluationOptions options) {
      this.options = options;
      this.start = options.batches().map(Batches::position);
    }

    List<Tensor> evaluate(Path checkpoint) throws IOException {
      try (Session session = Session.open(tf.graph(), options.sessionConfig)) {
        Checkpoints.restoreVariables(
            session,
            CheckpointReader.open(checkpoint),
            options.variablesToRestore == null
                ? ImmutableList.copyOf(tf.globalVariables())
                : options.variablesToRestore);
        session.run(localInit);
        options.batches().ifPresent(batches -> batches.restore(start.orElseThrow()));
        if (!options.evalOps.isEmpty()) {
          runEvalOps(session);
        }
        return session.run(options.finalOps, Feeds.none());
      }
    }

    private void runEvalOps(Session session) {
      for (int i = 0; i < options.numEvals; i++) {
        Optional<Feeds> feeds =
            options.batches().isPresent()
                ? options.batches().get().next()
                : Optional.of(Feeds.none());
        if (feeds.isEmpty()) {
          return;
        }
        var runner = session.runner();
        feeds.get().values().forEach(runner::feed);
        for (GraphElement op : options.evalOps) {
          runner.target(op);
        }
        runner.run();
      }
    }
  }
}
