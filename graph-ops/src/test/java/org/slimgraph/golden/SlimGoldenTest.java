package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slimgraph.golden.GoldenCase.Step;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.slim.BatchNormOptions;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Builds the layers of golden cases with {@link Slim} instead of loading them: started with the
 * same values and fed the same, they must give TensorFlow's numbers, step by step; and where the
 * case's graph has the form that Python gives it, the same nodes.
 */
class SlimGoldenTest {

  /** What the graph of a case says of its batch_norm. */
  private record Layer(Graph graph, String scope) {
    boolean has(String name) {
      return graph.findOperation(scope + name).isPresent();
    }

    boolean isFused() {
      return graph.operations().stream().anyMatch(op -> op.type().equals("FusedBatchNormV3"));
    }

    boolean isForced() {
      return graph.operations().stream()
          .anyMatch(
              op ->
                  op.type().equals("Identity")
                      && !op.controlInputs().isEmpty()
                      && op.name().matches("out|.*/Identity"));
    }

    double decay() {
      float factor = constant(scope + "AssignMovingAvg/decay");
      return 1 - Double.parseDouble(Float.toString(factor));
    }

    double epsilon() {
      for (Operation op : graph.operations()) {
        if (op.type().equals("FusedBatchNormV3")) {
          return Double.parseDouble(Float.toString(op.attrs().real("epsilon")));
        }
      }
      return Double.parseDouble(Float.toString(constant(scope + "batchnorm/add/y")));
    }

    private float constant(String name) {
      return graph.operation(name).attrs().tensor("value").floats()[0];
    }

    void set(BatchNormOptions o) {
      boolean isTraining = has("AssignMovingAvg");
      o.isTraining(isTraining)
          .fused(isFused())
          .scale(has("gamma"))
          .center(has("beta"))
          .epsilon(epsilon())
          .zeroDebiasMovingMean(has("moving_mean/biased"));
      if (isTraining) {
        o.decay(decay());
      }
      if (isForced()) {
        o.updatesCollections(null);
      }
    }
  }

  /** Our graph of a case: where it is fed and what it gives. */
  private record Built(Graph graph, Ops tf, Output y) {

    /** Checks every step of {@code golden}, started with the initial values of {@code theirs}. */
    void check(GoldenCase golden, Graph theirs) {
      List<GraphElement> updates = graph.collection(GraphKeys.UPDATE_OPS);
      try (Session session = Session.open(graph)) {
        session.runner().target(tf.globalVariablesInitializer()).run();
        for (GraphElement element : graph.collection(GraphKeys.GLOBAL_VARIABLES)) {
          Variable variable = (Variable) element;
          Operation initial = theirs.operation(theirName(variable) + "/initial_value");
          variable.load(initial.attrs().tensor("value"), session);
        }
        for (Step step : golden.steps()) {
          check(golden, step, session, updates);
        }
      }
    }

    private void check(GoldenCase golden, Step step, Session session, List<GraphElement> updates) {
      Runner runner = session.runner();
      step.feeds().forEach(runner::feed);
      step.targets().forEach(target -> updates.forEach(runner::target));
      List<String> names = new ArrayList<>(step.fetches().keySet());
      names.forEach(name -> runner.fetch(step.feeds().isEmpty() ? variable(name) : y));
      List<Tensor> got = runner.run();
      for (int i = 0; i < names.size(); i++) {
        Tensor want = step.fetches().get(names.get(i)).orElseThrow();
        assertEquals(
            Optional.empty(),
            TensorComparison.difference(want, got.get(i), golden.tolerance(), Set.of()),
            golden.name() + " " + names.get(i));
      }
    }

    private Output variable(String theirTensor) {
      String name = theirTensor.substring(0, theirTensor.indexOf(':'));
      return graph.collection(GraphKeys.GLOBAL_VARIABLES).stream()
          .map(Variable.class::cast)
          .filter(variable -> theirName(variable).equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no variable " + name))
          .value();
    }

    /** The cases call the variables of zero debiasing as TF 1.0 did, without the layer's scope. */
    private static String theirName(Variable variable) {
      String name = variable.opName();
      return name.startsWith("BatchNorm/BatchNorm/") ? name.substring(10) : name;
    }
  }

  private static Graph graphOf(GoldenCase golden) {
    return GraphDefs.parse(golden.graph().toByteArray());
  }

  static Stream<String> batchNormCases() {
    return GoldenGroup.cases("batch_norm_layer").stream().map(GoldenCase::name);
  }

  private static GoldenCase named(String group, String name) {
    return GoldenGroup.cases(group).stream()
        .filter(golden -> golden.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("batchNormCases")
  void batchNorm_givesTensorFlowsNumbers(String name) {
    GoldenCase golden = named("batch_norm_layer", name);
    Graph theirs = graphOf(golden);
    Layer layer = new Layer(theirs, "BatchNorm/");
    Built built = batchNorm(theirs, layer, false);
    built.check(golden, theirs);
    if (layer.isFused() && !layer.isForced()) {
      batchNorm(theirs, layer, true).check(golden, theirs);
    }
    if (!layer.isFused() && layer.has("gamma") && !layer.isForced()) {
      assertSameNodes(theirs, built.graph());
    }
  }

  private static Built batchNorm(Graph theirs, Layer layer, boolean listOfUpdateOps) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output x = tf.placeholder(DataType.FLOAT, theirs.output("x:0").shape(), "x");
    Output y =
        Slim.on(tf)
            .batchNorm(
                x,
                o -> {
                  layer.set(o);
                  if (listOfUpdateOps) {
                    o.updatesCollectionsList(List.of("update_ops"));
                  }
                });
    return new Built(graph, tf, y);
  }

  static Stream<String> seedBlocks() {
    return GoldenGroup.cases("nets").stream()
        .map(GoldenCase::name)
        .filter(name -> name.startsWith("seed_block"));
  }

  @ParameterizedTest
  @MethodSource("seedBlocks")
  void seedBlock_givesTensorFlowsNumbersAndNodes(String name) {
    GoldenCase golden = named("nets", name);
    Graph theirs = graphOf(golden);
    boolean isSecond = name.startsWith("seed_block_2");
    Layer layer = new Layer(theirs, isSecond ? "block2/BatchNorm/" : "BatchNorm/");
    seedBlock(theirs, layer, false).check(golden, theirs);
    // The cases have the constant factor of contrib's path, which a list of keys selects.
    Built contrib = seedBlock(theirs, layer, layer.has("AssignMovingAvg") && !layer.isForced());
    contrib.check(golden, theirs);
    assertSameNodes(theirs, contrib.graph());
  }

  private static Built seedBlock(Graph theirs, Layer layer, boolean listOfUpdateOps) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output images =
        tf.placeholder(DataType.FLOAT, theirs.output("Placeholder:0").shape(), "Placeholder");
    String scope = layer.scope().substring(0, layer.scope().indexOf("BatchNorm/"));
    if (scope.isEmpty()) {
      return new Built(graph, tf, block(slim, images, layer, listOfUpdateOps));
    }
    try (var open = tf.variableScope(scope.substring(0, scope.length() - 1))) {
      return new Built(graph, tf, block(slim, images, layer, listOfUpdateOps));
    }
  }

  private static Output block(Slim slim, Output images, Layer layer, boolean listOfUpdateOps) {
    Output conv = slim.conv2d(images, 32, 3, o -> o.padding("SAME").activation(null));
    Output norm =
        slim.batchNorm(
            conv,
            o -> {
              layer.set(o);
              if (listOfUpdateOps) {
                o.updatesCollectionsList(List.of("update_ops"));
              }
            });
    return slim.tf().nn().relu(norm);
  }

  /**
   * Checks that ours has every node of theirs, with type, inputs and control inputs; apart from
   * initial values and the nodes that the cases add to run things.
   */
  private static void assertSameNodes(Graph theirs, Graph ours) {
    int compared = 0;
    for (Operation want : theirs.operations()) {
      if (want.name().endsWith("/initial_value")
          || want.name().endsWith("/Assign")
          || want.type().equals("NoOp")) {
        continue;
      }
      Operation got = ours.operation(want.name());
      assertEquals(describe(want), describe(got));
      compared++;
    }
    assertTrue(compared > 10, "compared only " + compared);
  }

  private static Map<String, Object> describe(Operation op) {
    return Map.of(
        "type", op.type(),
        "inputs", op.inputs().stream().map(Output::name).toList(),
        "controls", op.controlInputs().stream().map(Operation::name).toList());
  }
}
