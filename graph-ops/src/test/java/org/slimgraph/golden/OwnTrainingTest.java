package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.Optimizer;
import org.slimgraph.train.TrainOps;
import org.slimgraph.variables.Variable;

/**
 * Takes the golden nets without their training part, adds our gradients and optimizers, and trains
 * them for the 20 steps that TF trained them.
 */
class OwnTrainingTest {

  @Test
  void momentum_trainsTheFusedNet() throws InvalidProtocolBufferException {
    check("lenet_fused_momentum", "Momentum", t -> t.momentum(.05, .9));
  }

  @Test
  void adam_trainsTheComposedNet() throws InvalidProtocolBufferException {
    check("lenet_composed_adam", "Adam", t -> t.adam(.01));
  }

  private static boolean isTraining(String node, String slot) {
    return node.startsWith("gradients/")
        || node.startsWith("train")
        || node.equals("gate")
        || node.equals("init")
        || node.startsWith("beta1_power")
        || node.startsWith("beta2_power")
        || node.contains("/" + slot);
  }

  private static void check(String name, String slot, Function<TrainOps, Optimizer> kind)
      throws InvalidProtocolBufferException {
    GoldenCase golden =
        GoldenGroup.lazyCases("nets").filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    GraphDef all = GraphDef.parseFrom(golden.graph());
    GraphDef.Builder forward = all.toBuilder().clearNode();
    List<String> trained = new ArrayList<>();
    for (NodeDef node : all.getNodeList()) {
      if (!isTraining(node.getName(), slot)) {
        forward.addNode(node);
      } else if (node.getName().endsWith("/" + slot)) {
        trained.add(node.getName().substring(0, node.getName().lastIndexOf('/')));
      }
    }
    Graph graph = GraphDefs.toGraph(forward.build());
    Ops tf = Ops.on(graph);
    List<Operation> init = new ArrayList<>();
    graph.operations().stream().filter(op -> op.type().equals("Assign")).forEach(init::add);
    init.removeIf(assign -> !assign.name().endsWith("/Assign"));
    List<Variable> variables = trained.stream().map(v -> variable(graph, v)).toList();
    Operation step;
    try (Scope updates = tf.controlDependencies(graph.operation("update_ops"))) {
      step =
          kind.apply(tf.train())
              .minimize(
                  graph.output("loss:0"),
                  o -> o.varList(variables).globalStep(variable(graph, "global_step")));
    }
    tf.globalVariables().forEach(made -> init.add(made.initializer()));
    assertEquals(
        all.getNodeList().stream().filter(node -> node.getOp().equals("Apply" + slot)).count(),
        graph.operations().stream().filter(op -> op.type().equals("Apply" + slot)).count());
    assertEquals("AssignAdd", step.type());
    run(golden, graph, init, step);
  }

  private static Variable variable(Graph graph, String name) {
    return Variable.existing(
        graph.output(name + ":0"),
        graph.output(name + "/read:0"),
        graph.operation(name + "/Assign"),
        true);
  }

  private static void run(GoldenCase golden, Graph graph, List<Operation> init, Operation train) {
    List<String> problems = new ArrayList<>();
    SessionOptions options = SessionOptions.defaults().threads(1).verify(true);
    try (Session session = Session.open(graph, options)) {
      Runner first = session.runner();
      init.forEach(first::target);
      first.run();
      for (GoldenCase.Step step : golden.steps()) {
        List<String> names =
            step.fetches().keySet().stream()
                .filter(fetch -> graph.findOperation(fetch.split(":", 2)[0]).isPresent())
                .toList();
        Runner runner = session.runner();
        step.feeds().forEach(runner::feed);
        names.forEach(runner::fetch);
        if (step.fetches().containsKey("train_op:0")) {
          runner.target(train);
        }
        List<Tensor> got = runner.run();
        for (int i = 0; i < names.size(); i++) {
          String fetch = names.get(i);
          Tensor want = step.fetches().get(fetch).orElseThrow();
          Optional<String> difference =
              TensorComparison.difference(want, got.get(i), golden.tolerance(), Set.of());
          difference.ifPresent(text -> problems.add(fetch + " " + text));
        }
      }
    }
    assertTrue(problems.isEmpty(), () -> String.join("\n", problems));
  }
}
