package org.slimgraph.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.data.Dataset;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.data.ImageTransforms;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.slim.learning.Batches;
import org.slimgraph.slim.learning.StepReport;
import org.slimgraph.slim.learning.TrainOptions;
import org.slimgraph.slim.learning.TrainResult;
import org.slimgraph.summary.FileWriter;
import org.slimgraph.tensor.Tensor;

/** One training of {@link FashionNet}, with evaluations by the moving statistics on the way. */
final class Training {
  private static final int EVALUATION_BATCH = 250;
  private static final int SUMMARY_SECS = 5;

  private final TrainSettings settings;
  private final String[] args;
  private final BooleanSupplier stop;
  private final FashionMnist train;
  private final FashionMnist test;
  private final int steps;
  private final FashionNet net;
  private final Operation resetCounts;
  private final Progress progress;
  private @Nullable Session session;
  private @Nullable LossCurve curve;
  private @Nullable FileWriter events;
  private double bestAccuracy = -1;
  private int evaluationsSinceBest;

  Training(TrainSettings settings, PrintWriter out, String[] args, BooleanSupplier stop)
      throws IOException {
    this.settings = settings;
    this.args = args;
    this.stop = stop;
    Optional<Path> data = settings.data();
    this.train =
        data.isPresent() ? FashionMnist.read(data.get(), "train") : FashionMnist.training();
    this.test = data.isPresent() ? FashionMnist.read(data.get(), "t10k") : FashionMnist.test();
    if (settings.batch > train.count()) {
      throw new IllegalArgumentException(
          "--batch is " + settings.batch + ", but there are only " + train.count() + " images");
    }
    this.steps = settings.totalSteps(train.count());
    this.net =
        new FashionNet(
            settings.net, settings.seed, settings.learningRate, steps, settings.updateOps);
    this.resetCounts = net.tf.localVariablesInitializer();
    this.progress = new Progress(out, settings.json, steps, settings.batch);
  }

  TrainResult run() throws IOException {
    checkLogdir();
    progress.say(
        "%d images for training, %d for tests; net %s, batches of %d, %d steps",
        train.count(), test.count(), settings.net.label(), settings.batch, steps);
    try (DatasetIterator examples = examples().iterator()) {
      TrainResult result =
          net.slim.learning().train(net.trainOp, options -> configure(options, examples));
      report(result);
      return result;
    } finally {
      if (events != null) {
        events.close();
      }
      if (curve != null) {
        curve.write();
      }
    }
  }

  private void checkLogdir() throws IOException {
    Optional<Path> latest = CheckpointState.latestCheckpoint(settings.logdir);
    if (latest.isPresent() && !settings.resume) {
      throw new IllegalArgumentException(
          latest.get()
              + " is a checkpoint: --resume goes on from it, another --logdir begins anew");
    }
    if (latest.isEmpty() && settings.resume) {
      throw new IllegalArgumentException("--resume: there is no checkpoint in " + settings.logdir);
    }
  }

  /** Each pass shuffles anew; an image is mirrored by chance of its own. */
  private Dataset examples() {
    Dataset examples = train.dataset().shuffle(settings.seed);
    if (settings.augment) {
      examples = examples.augment(settings.seed, ImageTransforms.randomFlipLeftRight(0));
    }
    return examples.repeat().batch(settings.batch, true).prefetch(2);
  }

  private void configure(TrainOptions options, DatasetIterator examples) {
    options
        .logdir(settings.logdir)
        .numberOfSteps(steps)
        .logEveryNSteps(0)
        .saveIntervalSecs(settings.saveSecs)
        .saveSummariesSecs(SUMMARY_SECS)
        .batches(Batches.of(examples, net.images, net.labels))
        .fetches(List.of(net.batchAccuracy))
        .sessionConfig(SessionOptions.defaults().threads(settings.threads))
        .onStart(this::start)
        .onStep(this::step)
        .stopWhen(report -> settings.earlyStop > 0 && evaluationsSinceBest >= settings.earlyStop)
        .interrupted(stop);
  }

  private void start(Session started) {
    session = started;
    try {
      Output step = net.tf.getGlobalStep().orElseThrow().value();
      events = FileWriter.open(settings.logdir.resolve("eval"));
      curve = LossCurve.upTo(settings.logdir, started.run(step).longs()[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step(StepReport report) {
    if (curve != null) {
      curve.add(report.step(), report.loss());
    }
    progress.step(
        report.step(), report.loss(), report.fetched().get(0).floats()[0], report.seconds());
    if (report.step() % settings.evalSteps(train.count()) == 0 || report.step() == steps) {
      evaluate(report.step());
    }
  }

  private void evaluate(long step) {
    double accuracy = accuracy();
    progress.evaluation(step, accuracy);
    if (events != null) {
      try {
        events.addScalar("accuracy", (float) accuracy, step);
        events.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (accuracy > bestAccuracy) {
      bestAccuracy = accuracy;
      evaluationsSinceBest = 0;
    } else {
      evaluationsSinceBest++;
    }
  }

  private double accuracy() {
    if (session == null) {
      throw new IllegalStateException("there is no session");
    }
    session.run(resetCounts);
    try (DatasetIterator batches = test.dataset().batch(EVALUATION_BATCH, false).iterator()) {
      while (batches.hasNext()) {
        List<Tensor> batch = batches.next();
        session
            .runner()
            .feed(net.images, batch.get(0))
            .feed(net.labels, batch.get(1))
            .fetch(net.accuracy.updateOp())
            .run();
      }
    }
    return session.run(net.accuracy.value()).floats()[0];
  }

  private void report(TrainResult result) {
    String again =
        "./slimgraph train "
            + Stream.concat(
                    Arrays.stream(args).filter(arg -> !arg.equals("--resume")),
                    Stream.of("--resume"))
                .collect(Collectors.joining(" "));
    if (settings.json) {
      progress.line(
          "{\"event\": \"end\", \"reason\": \"%s\", \"step\": %d, \"loss\": %s,"
              + " \"best_test_accuracy\": %s, \"checkpoint\": \"%s\"}",
          result.reason(),
          result.step(),
          Double.isNaN(result.loss()) ? "null" : Double.toString(result.loss()),
          bestAccuracy < 0 ? "null" : Double.toString(bestAccuracy),
          result.checkpoint().map(Path::toString).orElse("").replace("\\", "\\\\"));
      return;
    }
    switch (result.reason()) {
      case STEPS, END_OF_DATA -> progress.say("Done at step %d.", result.step());
      case STOPPED ->
          progress.say(
              "Stopped early at step %d: no better accuracy than %.4f in %d evaluations.",
              result.step(), bestAccuracy, settings.earlyStop);
      case INTERRUPTED ->
          progress.say("Interrupted at step %d. To go on:%n  %s", result.step(), again);
    }
    result.checkpoint().ifPresent(prefix -> progress.say("Saved %s", prefix));
    progress.say("Loss curve: %s", settings.logdir.resolve("loss.svg"));
  }
}
