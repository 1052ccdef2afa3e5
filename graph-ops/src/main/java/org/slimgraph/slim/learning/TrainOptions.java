package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;

/** Options of {@link Learning#train}, with TF's defaults. Not thread-safe. */
public final class TrainOptions {
  @Nullable Path logdir;
  long numberOfSteps = Long.MAX_VALUE;
  int logEveryNSteps = 1;
  long saveIntervalSecs = 600;
  long saveIntervalSteps;
  int maxToKeep = 5;
  boolean defaultSummaryOp = true;
  @Nullable Output summaryOp;
  long saveSummariesSecs = 600;
  boolean defaultInitOp = true;
  @Nullable Operation initOp;
  @Nullable Operation localInitOp;
  Consumer<Session> initFn = session -> {};
  @Nullable Batches batches;
  ImmutableList<Output> fetches = ImmutableList.of();
  Consumer<StepReport> onStep = report -> {};
  Consumer<Session> onStart = session -> {};
  Predicate<StepReport> stopWhen = report -> false;
  BooleanSupplier interrupted = () -> false;
  SessionOptions sessionConfig = SessionOptions.defaults();
  Clock clock = Clock.systemUTC();

  TrainOptions() {}

  /**
   * Sets the folder of the checkpoints. A training whose folder has one goes on from the latest.
   * Default: none, nothing is saved.
   */
  public TrainOptions logdir(Path logdir) {
    this.logdir = logdir;
    return this;
  }

  /**
   * Sets the global step at which training ends. Default: none, training ends with its data.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is not positive
   */
  public TrainOptions numberOfSteps(long steps) {
    if (steps <= 0) {
      throw SlimgraphException.invalidArgument(
          "`number_of_steps` must be either None or a positive number, not %d", steps);
    }
    this.numberOfSteps = steps;
    return this;
  }

  /** Sets every how many steps the loss is logged. Default: 1. */
  public TrainOptions logEveryNSteps(int steps) {
    this.logEveryNSteps = steps;
    return this;
  }

  /** Sets every how many seconds a checkpoint is saved; 0 for only at the end. Default: 600. */
  public TrainOptions saveIntervalSecs(long seconds) {
    this.saveIntervalSecs = seconds;
    return this;
  }

  /** Sets every how many steps a checkpoint is saved as well. Default: 0, never. */
  public TrainOptions saveIntervalSteps(long steps) {
    this.saveIntervalSteps = steps;
    return this;
  }

  /** Sets how many of the latest checkpoints are kept; 0 for all. Default: 5. */
  public TrainOptions maxToKeep(int checkpoints) {
    this.maxToKeep = checkpoints;
    return this;
  }

  /**
   * Sets the summary that is written to an event file in the logdir; null for none. It is computed
   * behind a step, from the batch of that step, and changes nothing. Default: all of SUMMARIES.
   */
  public TrainOptions summaryOp(@Nullable Output summaryOp) {
    this.defaultSummaryOp = false;
    this.summaryOp = summaryOp;
    return this;
  }

  /** Sets every how many seconds the summary is written; 0 for each step. Default: 600. */
  public TrainOptions saveSummariesSecs(long seconds) {
    this.saveSummariesSecs = seconds;
    return this;
  }

  /**
   * Sets what runs first when there is no checkpoint; null for nothing. Default: the initializer of
   * all global variables.
   */
  public TrainOptions initOp(@Nullable Operation initOp) {
    this.defaultInitOp = false;
    this.initOp = initOp;
    return this;
  }

  /** Sets what runs before the first step in any case. Default: that of all local variables. */
  public TrainOptions localInitOp(Operation localInitOp) {
    this.localInitOp = localInitOp;
    return this;
  }

  /** Sets what is called after the init op when there is no checkpoint. Default: nothing. */
  public TrainOptions initFn(Consumer<Session> initFn) {
    this.initFn = initFn;
    return this;
  }

  /** Sets what each step is fed. Default: nothing. */
  public TrainOptions batches(Batches batches) {
    this.batches = batches;
    return this;
  }

  /** Sets tensors whose values the reports of steps have. Default: none. */
  public TrainOptions fetches(List<Output> fetches) {
    this.fetches = ImmutableList.copyOf(fetches);
    return this;
  }

  /** Sets what is called when the session is ready, before the first step. Default: nothing. */
  public TrainOptions onStart(Consumer<Session> onStart) {
    this.onStart = onStart;
    return this;
  }

  /** Sets what is called after each step. Default: nothing. */
  public TrainOptions onStep(Consumer<StepReport> onStep) {
    this.onStep = onStep;
    return this;
  }

  /** Sets what ends the training early. Default: nothing. */
  public TrainOptions stopWhen(Predicate<StepReport> stopWhen) {
    this.stopWhen = stopWhen;
    return this;
  }

  /**
   * Sets what says that the user wants to stop; asked between steps, as is the thread's interrupt.
   * Training then saves and ends.
   */
  public TrainOptions interrupted(BooleanSupplier interrupted) {
    this.interrupted = interrupted;
    return this;
  }

  /** Sets how the session runs. */
  public TrainOptions sessionConfig(SessionOptions options) {
    this.sessionConfig = options;
    return this;
  }

  /** Sets the clock that the intervals go by. Default: that of the system. */
  public TrainOptions clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  Optional<Path> logdir() {
    return Optional.ofNullable(logdir);
  }

  Optional<Batches> batches() {
    return Optional.ofNullable(batches);
  }
}
