package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.variables.Variable;

/** Options of {@link Evaluation}, with TF's defaults. Not thread-safe. */
public final class EvaluationOptions {
  int numEvals = 1;
  ImmutableList<GraphElement> evalOps = ImmutableList.of();
  ImmutableList<Output> finalOps = ImmutableList.of();
  @Nullable ImmutableList<Variable> variablesToRestore;
  @Nullable Batches batches;
  SessionOptions sessionConfig = SessionOptions.defaults();
  Duration interval = Duration.ofSeconds(60);
  long maxNumberOfEvaluations = Long.MAX_VALUE;
  @Nullable Duration timeout;
  Clock clock = Clock.systemUTC();
  Pause pause = EvaluationOptions::await;

  EvaluationOptions() {}

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {

    /** Returns after {@code duration}. */
    void pause(Duration duration) throws InterruptedException;
  }

  private static void await(Duration duration) throws InterruptedException {
    // Nobody counts down: the latch is only waited for.
    if (new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("The pause ended before its time");
    }
  }

  /** Sets how often the eval ops run; with batches, at most. Default: 1. */
  public EvaluationOptions numEvals(int times) {
    this.numEvals = times;
    return this;
  }

  /** Sets what runs batch by batch, such as the updates of metrics. Default: nothing. */
  public EvaluationOptions evalOps(List<? extends GraphElement> ops) {
    this.evalOps = ImmutableList.copyOf(ops);
    return this;
  }

  /** Sets whose values are returned at the end, such as those of metrics. Default: none. */
  public EvaluationOptions finalOps(List<Output> ops) {
    this.finalOps = ImmutableList.copyOf(ops);
    return this;
  }

  /** Sets the variables that the checkpoint gives values to. Default: all global variables. */
  public EvaluationOptions variablesToRestore(List<Variable> variables) {
    this.variablesToRestore = ImmutableList.copyOf(variables);
    return this;
  }

  /**
   * Sets what the eval ops are fed; every evaluation begins where it stands now. Default: nothing.
   */
  public EvaluationOptions batches(Batches batches) {
    this.batches = batches;
    return this;
  }

  /** Sets how the session runs. */
  public EvaluationOptions sessionConfig(SessionOptions options) {
    this.sessionConfig = options;
    return this;
  }

  /** Sets the least time between the starts of evaluations in a loop. Default: 60 seconds. */
  public EvaluationOptions evalInterval(Duration interval) {
    this.interval = interval;
    return this;
  }

  /** Sets after how many evaluations a loop ends. Default: none. */
  public EvaluationOptions maxNumberOfEvaluations(long number) {
    this.maxNumberOfEvaluations = number;
    return this;
  }

  /** Sets how long a loop waits for a new checkpoint before it ends. Default: for ever. */
  public EvaluationOptions timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** Sets the clock that a loop goes by, and what waits. Default: those of the system. */
  public EvaluationOptions clock(Clock clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
    return this;
  }

  Optional<Batches> batches() {
    return Optional.ofNullable(batches);
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }
}
