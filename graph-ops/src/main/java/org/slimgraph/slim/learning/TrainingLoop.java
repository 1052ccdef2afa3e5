package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.slim.learning.TrainResult.Reason;
import org.slimgraph.summary.FileWriter;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * One training: prepares a session, runs steps until there is a reason to stop, saves. TF 1.15:
 * {@code train} in {@code contrib/slim/python/slim/learning.py} and the session manager.
 */
final class TrainingLoop {
  private static final System.Logger LOG = System.getLogger(Learning.class.getName());

  private final Output trainOp;
  private final TrainOptions options;
  private final Variable globalStep;
  private final List<Variable> globals;
  private final @Nullable Operation initOp;
  private final Operation localInitOp;
  private final Output uninitialized;
  private final Optional<Checkpoints> checkpoints;
  private final ImmutableList<Output> fetches;
  private final Optional<Output> summaryOp;

  private long step;
  private double loss = Double.NaN;
  private long savedStep = -1;
  private long savedMillis;
  private @Nullable Path savedPrefix;
  private long summaryMillis;
  private @Nullable FileWriter writer;

  TrainingLoop(Ops tf, Output trainOp, TrainOptions options) {
    this.trainOp = trainOp;
    this.options = options;
    this.globalStep = tf.getOrCreateGlobalStep();
    this.globals = tf.globalVariables();
    this.initOp = options.defaultInitOp ? tf.globalVariablesInitializer() : options.initOp;
    this.localInitOp =
        options.localInitOp == null ? tf.localVariablesInitializer() : options.localInitOp;
    this.uninitialized = tf.reportUninitializedVariables();
    this.checkpoints =
        options
            .logdir()
            .map(dir -> new Checkpoints(dir, options.maxToKeep, options.clock, globals));
    if (options.logdir == null && options.summaryOp != null) {
      throw SlimgraphException.invalidArgument("Cannot provide summary_op because logdir=None");
    }
    this.summaryOp =
        options.defaultSummaryOp ? tf.summary().mergeAll() : Optional.ofNullable(options.summaryOp);
    this.fetches = ImmutableList.<Output>builder().add(trainOp).addAll(options.fetches).build();
  }

  TrainResult run() throws IOException {
    long restartedAt = -1;
    while (true) {
      try (Session session = Session.open(trainOp.graph(), options.sessionConfig)) {
        prepare(session);
        openSummaries();
        options.onStart.accept(session);
        return train(session);
      } catch (SlimgraphException e) {
        // TF starts again from the last checkpoint; without progress since the last time that
        // would go on for ever.
        if (e.code() != ErrorCode.ABORTED || checkpoints.isEmpty() || restartedAt == step) {
          throw e;
        }
        restartedAt = step;
        LOG.log(Level.INFO, "Retrying training!");
      } finally {
        closeSummaries();
      }
    }
  }

  // Preparing

  private void prepare(Session session) throws IOException {
    Optional<Path> latest = checkpoints.isEmpty() ? Optional.empty() : checkpoints.get().latest();
    if (latest.isPresent()) {
      LOG.log(Level.INFO, "Restoring parameters from {0}", latest.get());
      checkpoints.get().restore(session, latest.get(), options.batches());
      savedPrefix = latest.get();
    } else {
      if (initOp != null) {
        session.run(initOp);
      }
      options.initFn.accept(session);
    }
    session.run(localInitOp);
    checkReady(session);
    step = currentStep(session);
    savedStep = latest.isPresent() ? step : -1;
    savedMillis = options.clock.millis();
  }

  private void checkReady(Session session) {
    byte[][] names = session.run(uninitialized).byteStrings();
    if (names.length > 0) {
      throw SlimgraphException.failedPrecondition(
          "Init operations did not make model ready.  Init op: %s, local_init_op: %s, error:"
              + " Variables not initialized: %s",
          initOp == null ? "None" : initOp.name(),
          localInitOp.name(),
          Arrays.stream(names)
              .map(name -> new String(name, StandardCharsets.UTF_8))
              .collect(Collectors.joining(", ")));
    }
  }

  private long currentStep(Session session) {
    Tensor value = session.run(globalStep.value());
    return switch (value.dataType()) {
      case INT32 -> value.ints()[0];
      default -> value.longs()[0];
    };
  }

  // Training

  private TrainResult train(Session session) throws IOException {
    while (true) {
      if (step >= options.numberOfSteps) {
        return finish(session, Reason.STEPS, position());
      }
      if (options.interrupted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        return finish(session, Reason.INTERRUPTED, position());
      }
      try (SafePoint before = SafePoint.before(session, stateful(), options.batches())) {
        Optional<Feeds> feeds =
            options.batches().isPresent()
                ? options.batches().get().next()
                : Optional.of(Feeds.none());
        if (feeds.isEmpty()) {
          return finish(session, Reason.END_OF_DATA, before.position());
        }
        StepReport report;
        try {
          report = step(session, feeds.get());
        } catch (SlimgraphException e) {
          before.restore();
          if (e.code() == ErrorCode.CANCELLED && Thread.currentThread().isInterrupted()) {
            return finish(session, Reason.INTERRUPTED, before.position());
          }
          if (e.code() == ErrorCode.OUT_OF_RANGE) {
            LOG.log(Level.INFO, "Caught OutOfRangeError. Stopping Training.");
            return finish(session, Reason.END_OF_DATA, before.position());
          }
          throw e.code() == ErrorCode.INVALID_ARGUMENT
              ? explained(session, feeds.get(), before, e)
              : e;
        }
        if (!Double.isFinite(report.loss())) {
          before.restore();
          throw explained(
              session,
              feeds.get(),
              before,
              SlimgraphException.invalidArgument(
                  "Loss is %s in step %d", report.loss(), report.step()));
        }
        step = report.step();
        loss = report.loss();
        summarizeIfDue(session, feeds.get());
        options.onStep.accept(report);
        if (options.stopWhen.test(report)) {
          LOG.log(Level.INFO, "Stopping Training.");
          return finish(session, Reason.STOPPED, position());
        }
      }
      saveIfDue(session);
    }
  }

  /** Returns all that a step may change. */
  private List<Variable> stateful() {
    List<Variable> variables = new ArrayList<>(globals);
    variables.addAll(Ops.on(trainOp.graph()).localVariables());
    return variables;
  }

  private StepReport step(Session session, Feeds feeds) {
    long start = System.nanoTime();
    List<Tensor> values = session.run(fetches, feeds);
    double seconds = (System.nanoTime() - start) / 1e9;
    long after = currentStep(session);
    if (after == step && options.numberOfSteps != Long.MAX_VALUE) {
      throw SlimgraphException.failedPrecondition(
          "The train op '%s' does not count '%s', so %d steps would never be reached;"
              + " createTrainOp counts it by default",
          trainOp.name(), globalStep.opName(), options.numberOfSteps);
    }
    double value = scalar(values.get(0));
    if (options.logEveryNSteps > 0 && after % options.logEveryNSteps == 0) {
      LOG.log(
          Level.INFO,
          () ->
              String.format(
                  Locale.ROOT,
                  "global step %d: loss = %.4f (%.3f sec/step)",
                  after,
                  value,
                  seconds));
    }
    return new StepReport(
        after, value, seconds, ImmutableList.copyOf(values.subList(1, values.size())));
  }

  private static double scalar(Tensor loss) {
    return switch (loss.dataType()) {
      case DOUBLE -> loss.doubles()[0];
      default -> loss.floats()[0];
    };
  }

  /** Returns {@code failure} with the operation that made the first value that is not finite. */
  private SlimgraphException explained(
      Session session, Feeds feeds, SafePoint before, SlimgraphException failure) {
    Optional<String> first;
    try {
      first = new NonFinite(session, feeds).find(trainOp);
    } catch (SlimgraphException e) {
      failure.addSuppressed(e);
      first = Optional.empty();
    } finally {
      before.restore();
    }
    return first.isEmpty()
        ? failure
        : SlimgraphException.of(
            ErrorCode.INVALID_ARGUMENT,
            String.format(
                Locale.ROOT, "%s%nStep %d: %s", failure.getMessage(), step + 1, first.get()),
            failure);
  }

  // Summaries

  private void openSummaries() throws IOException {
    if (summaryOp.isPresent() && options.logdir != null) {
      writer = FileWriter.open(options.logdir);
      writer.addGraph(trainOp.graph());
      summaryMillis = options.clock.millis();
    }
  }

  private void closeSummaries() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  /** Computes the summary in a run of its own, after which all is as before it. */
  private void summarizeIfDue(Session session, Feeds feeds) throws IOException {
    if (writer == null
        || summaryOp.isEmpty()
        || options.clock.millis() - summaryMillis < options.saveSummariesSecs * 1000) {
      return;
    }
    try (SafePoint before = SafePoint.before(session, stateful(), Optional.empty())) {
      writer.addSummary(session.run(summaryOp.get(), feeds), step);
      before.restore();
    }
    writer.flush();
    summaryMillis = options.clock.millis();
  }

  // Saving

  private Optional<Tensor> position() {
    return options.batches().map(Batches::position);
  }

  private void saveIfDue(Session session) throws IOException {
    boolean bySteps =
        options.saveIntervalSteps > 0 && step - Math.max(savedStep, 0) >= options.saveIntervalSteps;
    boolean byTime =
        options.saveIntervalSecs > 0
            && options.clock.millis() - savedMillis >= options.saveIntervalSecs * 1000;
    if (bySteps || byTime) {
      save(session, position());
    }
  }

  private void save(Session session, Optional<Tensor> position) throws IOException {
    if (checkpoints.isPresent() && step != savedStep) {
      savedPrefix = checkpoints.get().save(session, step, position);
      savedStep = step;
    }
    savedMillis = options.clock.millis();
  }

  private TrainResult finish(Session session, Reason reason, Optional<Tensor> position)
      throws IOException {
    // An interrupted thread can neither run a session nor write a file.
    boolean interrupted = Thread.interrupted();
    try {
      if (checkpoints.isPresent()) {
        LOG.log(Level.INFO, "Finished training! Saving model to disk.");
      }
      save(session, position);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return new TrainResult(loss, step, reason, Optional.ofNullable(savedPrefix));
  }
}
