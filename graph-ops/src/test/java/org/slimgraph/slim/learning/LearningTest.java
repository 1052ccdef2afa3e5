package org.slimgraph.slim.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.GradientAndVariable;
import org.slimgraph.train.Optimizer;
import org.slimgraph.variables.Variable;

/** Train ops: what runs with a step, what it returns, names, collections, messages. */
class LearningTest {
  private final Separable net = new Separable();

  private Optimizer descent(double rate) {
    return net.tf.train().gradientDescent(rate);
  }

  /** Runs the train op {@code steps} times in a new session and hands the session over. */
  private void train(Output trainOp, int steps, Consumer<Session> then) {
    Operation init = net.tf.globalVariablesInitializer();
    try (Session session = Session.open(net.graph)) {
      session.run(init);
      for (int i = 0; i < steps; i++) {
        session.run(trainOp);
      }
      then.accept(session);
    }
  }

  private float[] read(Session session, String variable) {
    return session.run(net.graph.output(variable + "/read:0")).floats();
  }

  private static void assertClose(double[] want, double factor, float[] got) {
    for (int i = 0; i < want.length; i++) {
      assertEquals(want[i] * factor, got[i], 1e-5, "feature " + i);
    }
  }

  @Test
  void l68_createTrainOp_runsUpdateOps() {
    Output trainOp = net.slim.learning().createTrainOp(net.normalised(), descent(1));
    train(
        trainOp,
        10,
        session -> {
          double[][] moments = net.moments();
          assertClose(moments[0], 1, read(session, "BatchNorm/moving_mean"));
          assertClose(moments[1], 16.0 / 15, read(session, "BatchNorm/moving_variance"));
        });
  }

  @Test
  void l69_createTrainOp_emptyUpdateOps_warnsAndRunsNone() {
    Output loss = net.normalised();
    List<String> warnings = new ArrayList<>();
    Output trainOp;
    try (var log = new Listening(warnings)) {
      trainOp = net.slim.learning().createTrainOp(loss, descent(1), o -> o.updateOps(List.of()));
    }
    assertEquals(
        List.of(
            "update_ops in create_train_op does not contain all the update_ops in"
                + " GraphKeys.UPDATE_OPS"),
        warnings);
    train(
        trainOp,
        10,
        session -> {
          assertArrayEquals(new float[4], read(session, "BatchNorm/moving_mean"));
          assertArrayEquals(new float[] {1, 1, 1, 1}, read(session, "BatchNorm/moving_variance"));
        });
  }

  @Test
  void createTrainOp_allUpdateOps_doesNotWarn() {
    List<String> warnings = new ArrayList<>();
    Output loss = net.normalised();
    List<GraphElement> more = new ArrayList<>(net.tf.collection(GraphKeys.UPDATE_OPS));
    more.add(net.tf.noOp("more"));
    try (var log = new Listening(warnings)) {
      net.slim.learning().createTrainOp(loss, descent(1), o -> o.updateOps(more));
    }
    assertEquals(List.of(), warnings);
    assertTrue(
        net.graph
            .operation("update_barrier")
            .controlInputs()
            .contains(net.graph.operation("more")));
  }

  @Test
  void l70_createTrainOp_countsSteps() {
    Output trainOp = net.slim.learning().createTrainOp(net.logistic(), descent(1));
    Variable globalStep = net.tf.getGlobalStep().orElseThrow();
    train(trainOp, 10, session -> assertEquals(10L, session.run(globalStep.value()).longs()[0]));
  }

  @Test
  void l70_createTrainOp_noGlobalStep_countsNothing() {
    Output loss = net.logistic();
    Variable globalStep = net.tf.getOrCreateGlobalStep();
    Output trainOp = net.slim.learning().createTrainOp(loss, descent(1), o -> o.globalStep(null));
    train(trainOp, 10, session -> assertEquals(0L, session.run(globalStep.value()).longs()[0]));
  }

  @Test
  void l71_createTrainOp_isRecorded() {
    Output trainOp = net.slim.learning().createTrainOp(net.logistic(), descent(1));
    assertTrue(net.tf.collection(GraphKeys.TRAIN_OP).contains((GraphElement) trainOp));
  }

  @Test
  void createTrainOp_hasTheNamesOfTensorFlow() {
    Output trainOp =
        net.slim
            .learning()
            .createTrainOp(
                net.normalised(),
                descent(1),
                o ->
                    o.clipGradientNorm(1)
                        .gradientMultipliers(new GradientMultipliers().put("weights", 2)));
    assertEquals("train_op/control_dependency:0", trainOp.name());
    Operation checked = trainOp.operation().input(0).operation();
    assertEquals("train_op/CheckNumerics", checked.name());
    assertEquals("control_dependency:0", checked.input(0).name());
    assertEquals(
        List.of(net.graph.operation("update_barrier")),
        net.graph.operation("control_dependency").controlInputs());
    assertEquals(
        "total_loss", net.graph.operation("control_dependency").input(0).operation().name());
    assertEquals(
        net.graph.operation("multiply_grads/mul").input(0).operation().type(),
        net.graph.operation("gradients/MatMul_grad/tuple/control_dependency_1").type());
    assertTrue(net.graph.findOperation("clip_grads/clip_by_norm").isPresent());
    assertTrue(net.graph.findOperation("clip_grads/clip_by_norm_1").isPresent());
    assertEquals(
        List.of("GradientDescent"),
        trainOp.operation().controlInputs().stream().map(Operation::name).toList());
  }

  @Test
  void createTrainOp_returnsTheLossBeforeTheStep() {
    Output loss = net.logistic();
    Output trainOp = net.slim.learning().createTrainOp(loss, descent(1));
    Operation init = net.tf.globalVariablesInitializer();
    try (Session session = Session.open(net.graph)) {
      session.run(init);
      for (int i = 0; i < 3; i++) {
        float before = session.run(loss).floats()[0];
        assertEquals(before, session.run(trainOp).floats()[0]);
        assertTrue(session.run(loss).floats()[0] < before);
      }
    }
  }

  @Test
  void createTrainOp_lossIsNan_fails() {
    Variable v = net.tf.variable(Tensor.scalar(1f));
    Output bad = net.tf.log(net.tf.times(v.value(), -1));
    Output trainOp = net.slim.learning().createTrainOp(bad, descent(1));
    Operation init = net.tf.globalVariablesInitializer();
    try (Session session = Session.open(net.graph)) {
      session.run(init);
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> session.run(trainOp));
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      assertTrue(
          e.getMessage().contains("LossTensor is inf or nan : Tensor had NaN"), e.getMessage());
    }
  }

  @Test
  void l72_multiplyGradients() {
    Variable variable = net.tf.variable(Tensor.of(Shape.of(3), new float[3]));
    Output gradient = net.tf.constant(new float[] {1, 2, 3});
    List<GradientAndVariable> pairs = List.of(GradientAndVariable.of(gradient, variable));
    Learning learning = net.slim.learning();
    Output factor = net.tf.constant(3.7f);
    for (GradientMultipliers multipliers :
        List.of(
            new GradientMultipliers().put(variable, 3.7),
            new GradientMultipliers().put("Variable", 3.7),
            new GradientMultipliers().put(variable, factor))) {
      Output multiplied =
          learning.multiplyGradients(pairs, multipliers).get(0).gradient().orElseThrow();
      try (Session session = Session.open(net.graph)) {
        assertArrayEquals(new float[] {3.7f, 7.4f, 11.1f}, session.run(multiplied).floats(), 1e-6f);
      }
    }
    List<GradientAndVariable> untouched =
        learning.multiplyGradients(pairs, new GradientMultipliers().put("other", 2));
    assertEquals(gradient, untouched.get(0).gradient().orElseThrow());
  }

  @Test
  void l72_multiplyGradients_refusesNothingAndMissingGradients() {
    Variable variable = net.tf.variable(Tensor.scalar(1f));
    Learning learning = net.slim.learning();
    List<GradientAndVariable> none = List.of(GradientAndVariable.none(variable));
    assertRefused(
        "`gradient_multipliers` is empty",
        () -> learning.multiplyGradients(none, new GradientMultipliers()));
    assertRefused(
        "Requested multiple of `None` gradient.",
        () -> learning.multiplyGradients(none, new GradientMultipliers().put(variable, 2)));
  }

  @Test
  void l73_clipGradientNorms_clipsEachAlone() {
    Variable a = net.tf.variable(Tensor.of(Shape.of(3), new float[3]));
    Variable b = net.tf.variable(Tensor.of(Shape.of(3, 1), new float[3]));
    Output dense = net.tf.constant(new float[] {1, 2, 3});
    Output row = net.tf.constant(Tensor.of(Shape.of(1, 1), new float[] {.5f}));
    Output at = net.tf.constant(new int[] {1});
    var clipped =
        net.slim
            .learning()
            .clipGradientNorms(
                List.of(
                    GradientAndVariable.of(dense, a),
                    GradientAndVariable.of(
                        new IndexedSlices(row, at, net.tf.constant(new int[] {3, 1})), b),
                    GradientAndVariable.none(a)),
                1);
    try (Session session = Session.open(net.graph)) {
      assertArrayEquals(
          new float[] {.2672612f, .5345225f, .8017837f},
          session.run(clipped.get(0).gradient().orElseThrow()).floats(),
          1e-6f);
      IndexedSlices rows = clipped.get(1).rows().orElseThrow();
      assertArrayEquals(new float[] {.5f}, session.run(rows.values()).floats());
      assertEquals(at, rows.indices());
      assertFalse(clipped.get(2).hasGradient());
    }
  }

  @Test
  void summarizeGradients_addsAHistogramAndANormEach() {
    net.slim.learning().createTrainOp(net.logistic(), descent(1), o -> o.summarizeGradients(true));
    assertEquals(
        List.of(
            "summarize_grads/weights/gradient:0",
            "summarize_grads/weights/gradient_norm:0",
            "summarize_grads/biases/gradient:0",
            "summarize_grads/biases/gradient_norm:0"),
        net.tf.collection(GraphKeys.SUMMARIES).stream().map(GraphElement::name).toList());
  }

  @Test
  void l74_createTrainOp_subset_movesOnlyTheChosen() {
    Output loss = net.logistic();
    Variable weights = net.tf.trainableVariables("weights").get(0);
    Variable biases = net.tf.trainableVariables("biases").get(0);
    Output trainWeights =
        net.slim
            .learning()
            .createTrainOp(loss, descent(1), o -> o.variablesToTrain(List.of(weights)));
    Output trainBiases =
        net.slim
            .learning()
            .createTrainOp(loss, descent(1), o -> o.variablesToTrain(List.of(biases)));
    train(
        loss,
        0,
        session -> {
          float[] weightsBefore = session.run(weights.value()).floats();
          float[] biasesBefore = session.run(biases.value()).floats();
          session.run(trainWeights);
          float[] weightsAfter = session.run(weights.value()).floats();
          assertFalse(Arrays.equals(weightsBefore, weightsAfter));
          assertArrayEquals(biasesBefore, session.run(biases.value()).floats());
          session.run(trainBiases);
          assertArrayEquals(weightsAfter, session.run(weights.value()).floats());
          assertFalse(Arrays.equals(biasesBefore, session.run(biases.value()).floats()));
        });
  }

  @Test
  void createTrainOp_nothingToTrain_isRefused() {
    Output loss = net.tf.constant(1f);
    assertRefused(
        "variablesToTrain is empty", () -> net.slim.learning().createTrainOp(loss, descent(1)));
    Variable fixed = net.tf.variable(Tensor.scalar(1f), o -> o.trainable(false).name("fixed"));
    assertRefused(
        "variablesToTrain names 'fixed:0', which is not trainable",
        () ->
            net.slim
                .learning()
                .createTrainOp(loss, descent(1), o -> o.variablesToTrain(List.of(fixed))));
  }

  @Test
  void l75_classifierTrains() {
    Output trainOp = net.slim.learning().createTrainOp(net.logistic(), descent(1));
    train(trainOp, 300, session -> assertTrue(session.run(trainOp).floats()[0] < .015f));
  }

  @Test
  void l75_normalisedClassifierTrains() {
    Output trainOp = net.slim.learning().createTrainOp(net.normalised(), descent(1));
    train(trainOp, 300, session -> assertTrue(session.run(trainOp).floats()[0] < .1f));
  }

  @Test
  void l78_createTrainOp_missesLayersBuiltAfterwards() {
    Output trainOp = net.slim.learning().createTrainOp(net.normalised(), descent(1));
    Output late = net.tf.placeholder(DataType.FLOAT, Shape.of(-1, 4), "late");
    net.slim.batchNorm(late, o -> o.scope("late_bn").decay(0.1));
    // An update of the late layer would miss its placeholder.
    train(
        trainOp,
        3,
        session -> {
          assertArrayEquals(new float[4], read(session, "late_bn/moving_mean"));
          assertFalse(Arrays.equals(new float[4], read(session, "BatchNorm/moving_mean")));
        });
  }

  private static void assertRefused(String words, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  /** Hears what learning logs, instead of the console. */
  private static final class Listening extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(Learning.class.getName());
    private final List<String> messages;

    Listening(List<String> messages) {
      this.messages = messages;
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
