package org.slimgraph.slim.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.Event;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.slim.learning.TrainResult.Reason;
import org.slimgraph.summary.EventFileReader;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** The training loop: preparing, stopping, saving, going on, failing. */
class TrainTest {
  @TempDir Path temporary;

  private Path logdir() {
    return temporary.resolve("logdir");
  }

  static void assertSameCheckpoint(Path want, Path got) throws IOException {
    CheckpointReader a = CheckpointReader.open(want);
    CheckpointReader b = CheckpointReader.open(got);
    assertEquals(
        a.entries().stream().map(CheckpointEntry::name).toList(),
        b.entries().stream().map(CheckpointEntry::name).toList());
    for (CheckpointEntry entry : a.entries()) {
      assertArrayEquals(a.read(entry.name()).bytes(), b.read(entry.name()).bytes(), entry.name());
    }
  }

  @Test
  void train_goesOnBitForBit() throws IOException {
    TrainResult whole = new NoisyNet().train(temporary.resolve("whole"), 40, o -> {});
    assertEquals(40, whole.step());
    assertEquals(Reason.STEPS, whole.reason());
    for (int steps : new int[] {1, 9, 23}) {
      new NoisyNet().train(logdir(), steps, o -> {});
    }
    TrainResult resumed = new NoisyNet().train(logdir(), 40, o -> {});
    assertEquals(whole.loss(), resumed.loss());
    assertSameCheckpoint(whole.checkpoint().orElseThrow(), resumed.checkpoint().orElseThrow());
  }

  @Test
  void checkpoint_hasOwnEntriesBesideTheVariables() throws IOException {
    NoisyNet net = new NoisyNet();
    TrainResult result = net.train(logdir(), 3, o -> {});
    CheckpointReader checkpoint = CheckpointReader.open(result.checkpoint().orElseThrow());
    for (Variable variable : net.tf.globalVariables()) {
      assertTrue(checkpoint.entry(variable.opName()).isPresent(), variable.opName());
    }
    assertArrayEquals(new long[] {0, 24}, checkpoint.read("_slimgraph/batches").longs());
    assertTrue(
        checkpoint.entries().stream()
            .anyMatch(entry -> entry.name().startsWith("_slimgraph/random/random_normal")));
    assertEquals(3, checkpoint.read("global_step").longs()[0]);
  }

  @Test
  void train_keepsTheLatestCheckpoints() throws IOException {
    new NoisyNet().train(logdir(), 10, o -> o.saveIntervalSteps(2).maxToKeep(3));
    CheckpointState state =
        CheckpointState.read(logdir().resolve(CheckpointState.FILE_NAME)).orElseThrow();
    assertEquals("model.ckpt-10", state.latest());
    assertEquals(List.of("model.ckpt-6", "model.ckpt-8", "model.ckpt-10"), state.all());
    try (Stream<Path> files = Files.list(logdir())) {
      assertEquals(7, files.count());
    }
  }

  @Test
  void train_savesByTheClock() throws IOException {
    FakeClock clock = new FakeClock();
    List<String> saved = new ArrayList<>();
    new NoisyNet()
        .train(
            logdir(),
            9,
            o ->
                o.clock(clock)
                    .saveIntervalSecs(30)
                    .onStep(
                        report -> {
                          clock.pass(Duration.ofSeconds(10));
                          latest().ifPresent(saved::add);
                        }));
    assertEquals(List.of("model.ckpt-3", "model.ckpt-6"), saved.stream().distinct().toList());
    assertEquals("model.ckpt-9", latest().orElseThrow());
  }

  private Optional<String> latest() {
    try {
      return CheckpointState.latestCheckpoint(logdir()).map(path -> path.getFileName().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void l76_endOfData_endsTrainingAndSaves() throws IOException {
    NoisyNet net = new NoisyNet();
    Batches three = new FewBatches(net, 3);
    TrainResult result =
        net.slim
            .learning()
            .train(net.trainOp, o -> o.logdir(logdir()).batches(three).logEveryNSteps(0));
    assertEquals(Reason.END_OF_DATA, result.reason());
    assertEquals(3, result.step());
    assertTrue(Files.exists(logdir().resolve("model.ckpt-3.index")));
    assertTrue(Files.exists(logdir().resolve("model.ckpt-3.data-00000-of-00001")));
  }

  /** Gives a few batches of the net's examples, then none. */
  private static final class FewBatches implements Batches {
    private final Batches all;
    private int left;

    FewBatches(NoisyNet net, int count) {
      this.all = Batches.of(NoisyNet.examples(), net.images, net.labels);
      this.left = count;
    }

    @Override
    public Optional<Feeds> next() {
      return left-- > 0 ? all.next() : Optional.empty();
    }

    @Override
    public Tensor position() {
      return all.position();
    }

    @Override
    public void restore(Tensor position) {
      all.restore(position);
    }
  }

  @Test
  void l76_outOfRangeInTheGraph_endsTrainingAndSaves() throws IOException {
    Separable net = new Separable();
    Output loss = net.logistic();
    Variable epoch = net.tf.variable(Tensor.scalar(0), o -> o.trainable(false).name("epoch"));
    Output counted =
        net.graph
            .opBuilder("CountUpTo", "count")
            .input(epoch.ref())
            .attr("limit", 300)
            .build()
            .output(0);
    Output limited = net.tf.withDependencies(List.of(counted), loss);
    Output trainOp = net.slim.learning().createTrainOp(limited, net.tf.train().gradientDescent(1));
    TrainResult result =
        net.slim.learning().train(trainOp, o -> o.logdir(logdir()).logEveryNSteps(0));
    assertEquals(Reason.END_OF_DATA, result.reason());
    assertTrue(result.loss() < .015, "loss " + result.loss());
    assertTrue(Files.exists(logdir().resolve("model.ckpt-300.index")));
  }

  @Test
  void train_logsAsTensorFlow() throws IOException {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(Learning.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      new NoisyNet().train(logdir(), 4, o -> o.logEveryNSteps(2));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    List<String> steps = lines.stream().filter(line -> line.startsWith("global step")).toList();
    assertEquals(2, steps.size());
    assertTrue(
        steps.get(0).matches("global step 2: loss = \\d\\.\\d{4} \\(\\d+\\.\\d{3} sec/step\\)"),
        steps.get(0));
    assertTrue(lines.contains("Finished training! Saving model to disk."));
  }

  @Test
  void stopWhen_endsTrainingAndSaves() throws IOException {
    TrainResult result =
        new NoisyNet().train(logdir(), 100, o -> o.stopWhen(report -> report.step() == 5));
    assertEquals(Reason.STOPPED, result.reason());
    assertEquals("model.ckpt-5", latest().orElseThrow());
  }

  @Test
  void interrupted_savesAndGoesOnBitForBit() throws IOException {
    TrainResult whole = new NoisyNet().train(temporary.resolve("whole"), 12, o -> {});
    TrainResult stopped =
        new NoisyNet()
            .train(
                logdir(),
                12,
                o ->
                    o.onStep(
                        report -> {
                          if (report.step() == 4) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    assertTrue(Thread.interrupted(), "the flag stays for the caller");
    assertEquals(Reason.INTERRUPTED, stopped.reason());
    assertEquals(4, stopped.step());
    TrainResult resumed = new NoisyNet().train(logdir(), 12, o -> {});
    assertSameCheckpoint(whole.checkpoint().orElseThrow(), resumed.checkpoint().orElseThrow());
  }

  @Test
  void interruptedInsideAStep_savesTheStateBeforeIt() throws IOException {
    TrainResult whole = new NoisyNet().train(temporary.resolve("whole"), 12, o -> {});
    int[] batches = {0};
    NoisyNet net = new NoisyNet();
    Batches examples = Batches.of(NoisyNet.examples(), net.images, net.labels);
    Batches interrupting =
        new Batches() {
          @Override
          public Optional<Feeds> next() {
            if (++batches[0] == 6) {
              Thread.currentThread().interrupt();
            }
            return examples.next();
          }

          @Override
          public Tensor position() {
            return examples.position();
          }

          @Override
          public void restore(Tensor position) {
            examples.restore(position);
          }
        };
    TrainResult stopped = net.train(logdir(), 12, o -> o.batches(interrupting));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.INTERRUPTED, stopped.reason());
    assertEquals(5, stopped.step());
    TrainResult resumed = new NoisyNet().train(logdir(), 12, o -> {});
    assertSameCheckpoint(whole.checkpoint().orElseThrow(), resumed.checkpoint().orElseThrow());
  }

  @Test
  void nan_namesTheFirstOperationAndKeepsTheStateBefore() {
    for (boolean check : new boolean[] {true, false}) {
      Separable net = new Separable();
      Variable v = net.tf.variable(Tensor.of(Shape.of(2), new float[] {3, 5}), o -> o.name("v"));
      Output step = net.tf.cast(net.tf.getOrCreateGlobalStep().value(), DataType.FLOAT);
      // The second element of the logarithm's argument turns negative in the third step.
      Output room = net.tf.minus(net.tf.constant(new float[] {9, 1.5f}), step);
      Output loss = net.tf.reduceSum(net.tf.times(v.value(), net.tf.log(room, "room_log")));
      Output trainOp =
          net.slim
              .learning()
              .createTrainOp(loss, net.tf.train().gradientDescent(.1), o -> o.checkNumerics(check));
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () ->
                  net.slim
                      .learning()
                      .train(
                          trainOp,
                          o ->
                              o.logdir(logdir().resolve("" + check))
                                  .numberOfSteps(9)
                                  .saveIntervalSteps(1)
                                  .logEveryNSteps(0)));
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      String message = e.getMessage();
      assertTrue(
          message.contains(
              "Step 3: The first operation whose value is not finite is Log 'room_log': output"
                  + " room_log:0 float [2] has 1 NaN and 0 infinite values, finite ones from"
                  + " 1.94591 to 1.94591"),
          message);
      assertTrue(
          message.contains(
              "input  sub:0 float [2] has 0 NaN and 0 infinite values, finite ones"
                  + " from -0.500000 to 7.00000"),
          message);
      assertTrue(message.contains("TrainTest.java:"), message);
    }
  }

  @Test
  void summaries_areWrittenAndChangeNothing() throws IOException {
    TrainResult without = new NoisyNet().train(temporary.resolve("without"), 4, o -> {});
    NoisyNet net = new NoisyNet();
    net.tf.summary().scalar("loss", net.trainOp.operation().input(0));
    TrainResult with = net.train(logdir(), 4, o -> o.saveSummariesSecs(0));
    assertSameCheckpoint(without.checkpoint().orElseThrow(), with.checkpoint().orElseThrow());
    Path file;
    try (Stream<Path> files = Files.list(logdir())) {
      file =
          files
              .filter(path -> path.getFileName().toString().startsWith("events.out.tfevents."))
              .findFirst()
              .orElseThrow();
    }
    List<Long> steps = new ArrayList<>();
    boolean graph = false;
    for (Event event : EventFileReader.readAll(file)) {
      graph |= event.hasGraphDef();
      if (event.hasSummary()) {
        steps.add(event.getStep());
      }
    }
    assertTrue(graph);
    assertEquals(List.of(1L, 2L, 3L, 4L), steps);
  }

  @Test
  void l77_summaryWithoutLogdir_isRefused() {
    Separable net = new Separable();
    Output loss = net.logistic();
    Output summary = net.tf.summary().scalar("loss", loss);
    Output trainOp = net.slim.learning().createTrainOp(loss, net.tf.train().gradientDescent(1));
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> net.slim.learning().train(trainOp, o -> o.summaryOp(summary)));
    assertTrue(e.getMessage().contains("Cannot provide summary_op because logdir=None"));
  }

  @Test
  void l77_initOpNull_isNotReady() {
    NoisyNet net = new NoisyNet();
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> net.train(logdir(), 3, o -> o.initOp(null)));
    assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
    assertTrue(
        e.getMessage()
            .contains(
                "Init operations did not make model ready.  Init op: None, local_init_op: init,"
                    + " error: Variables not initialized: "),
        e.getMessage());
    assertTrue(e.getMessage().contains("Conv/weights"), e.getMessage());
  }

  @Test
  void l77_initFn_runsOnlyWithoutACheckpoint() throws IOException {
    int[] calls = {0};
    for (int steps = 1; steps <= 2; steps++) {
      new NoisyNet().train(logdir(), steps, o -> o.initFn(session -> calls[0]++));
    }
    assertEquals(1, calls[0]);
  }

  @Test
  void l77_numberOfSteps_mustBePositive() {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> new NoisyNet().train(logdir(), 0, o -> {}));
    assertTrue(
        e.getMessage().contains("`number_of_steps` must be either None or a positive number"));
  }

  @Test
  void train_withoutLogdir_savesNothing() throws IOException {
    Separable net = new Separable();
    Output trainOp =
        net.slim.learning().createTrainOp(net.logistic(), net.tf.train().gradientDescent(1));
    TrainResult result =
        net.slim.learning().train(trainOp, o -> o.numberOfSteps(2).logEveryNSteps(0));
    assertEquals(2, result.step());
    assertFalse(result.checkpoint().isPresent());
  }

  @Test
  void train_trainOpThatCountsNothing_isRefused() {
    Separable net = new Separable();
    Output trainOp =
        net.slim
            .learning()
            .createTrainOp(
                net.logistic(), net.tf.train().gradientDescent(1), o -> o.globalStep(null));
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> net.slim.learning().train(trainOp, o -> o.numberOfSteps(2).logEveryNSteps(0)));
    assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
    assertTrue(e.getMessage().contains("does not count 'global_step'"), e.getMessage());
  }

  @Test
  void evaluateOnce_usesTheCheckpointAndFreshCounts() throws IOException {
    Separable net = new Separable();
    Output trainOp =
        net.slim.learning().createTrainOp(net.logistic(), net.tf.train().gradientDescent(1));
    TrainResult result =
        net.slim
            .learning()
            .train(trainOp, o -> o.logdir(logdir()).numberOfSteps(5).logEveryNSteps(0));
    var mean = net.tf.metrics().mean(net.tf.trainableVariables("weights").get(0).value());
    for (int i = 0; i < 2; i++) {
      List<Tensor> values =
          net.slim
              .evaluation()
              .evaluateOnce(
                  result.checkpoint().orElseThrow(),
                  o ->
                      o.numEvals(3)
                          .evalOps(List.of(mean.updateOp()))
                          .finalOps(
                              List.of(
                                  mean.value(),
                                  net.graph.output("mean/count/read:0"),
                                  net.tf.getGlobalStep().orElseThrow().value())));
      float[] weights =
          CheckpointReader.open(result.checkpoint().orElseThrow()).read("weights").floats();
      assertEquals(
          (weights[0] + weights[1] + weights[2] + weights[3]) / 4,
          values.get(0).floats()[0],
          1e-6f);
      assertEquals(12f, values.get(1).floats()[0]);
      assertEquals(5L, values.get(2).longs()[0]);
    }
  }

  @Test
  void evaluationLoop_evaluatesNewCheckpointsUntilTheTimeout() throws IOException {
    NoisyNet net = new NoisyNet();
    net.train(logdir(), 2, o -> {});
    Output step = net.tf.getGlobalStep().orElseThrow().value();
    FakeClock clock = new FakeClock();
    List<Duration> pauses = new ArrayList<>();
    List<Tensor> last =
        net.slim
            .evaluation()
            .evaluationLoop(
                logdir(),
                o ->
                    o.finalOps(List.of(step))
                        .timeout(Duration.ofSeconds(3))
                        .clock(
                            clock,
                            duration -> {
                              pauses.add(duration);
                              clock.pass(duration);
                              if (pauses.size() == 2) {
                                trainOn();
                              }
                            }))
            .orElseThrow();
    assertEquals(4L, last.get(0).longs()[0]);
    Duration minute = Duration.ofSeconds(60);
    Duration second = Duration.ofSeconds(1);
    assertEquals(List.of(minute, second, minute, second, second, second), pauses);
  }

  private void trainOn() {
    try {
      new NoisyNet().train(logdir(), 4, o -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void evaluationLoop_noCheckpoint_isEmptyAfterTheTimeout() throws IOException {
    NoisyNet net = new NoisyNet();
    FakeClock clock = new FakeClock();
    assertTrue(
        net.slim
            .evaluation()
            .evaluationLoop(
                logdir(), o -> o.timeout(Duration.ofSeconds(2)).clock(clock, clock::pass))
            .isEmpty());
    assertEquals(2, clock.instant().getEpochSecond());
  }

  @Test
  void session_afterAFailedStep_isAsBefore() {
    NoisyNet net = new NoisyNet();
    try (Session session = Session.open(net.graph)) {
      session.run(net.tf.globalVariablesInitializer());
      List<Variable> variables = net.tf.globalVariables();
      List<Output> reads = variables.stream().map(Variable::value).toList();
      List<Tensor> want = session.run(reads, Feeds.none());
      Batches batches = Batches.of(NoisyNet.examples(), net.images, net.labels);
      float first;
      try (SafePoint before = SafePoint.before(session, variables, Optional.of(batches))) {
        Feeds feeds = batches.next().orElseThrow();
        first = session.run(net.trainOp, feeds).floats()[0];
        before.restore();
        List<Tensor> got = session.run(reads, Feeds.none());
        for (int i = 0; i < want.size(); i++) {
          assertArrayEquals(want.get(i).bytes(), got.get(i).bytes(), variables.get(i).opName());
        }
        assertEquals(first, session.run(net.trainOp, feeds).floats()[0]);
      }
    }
  }
}
