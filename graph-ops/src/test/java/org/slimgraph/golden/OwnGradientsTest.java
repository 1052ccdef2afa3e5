package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.golden.GoldenCase.GradientNames;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.Tensor;

/** Builds the gradients of the golden graphs anew and compares what they compute with TF's. */
class OwnGradientsTest {
  private static final String THEIRS = "gradients/";

  @TestFactory
  Stream<DynamicTest> gradients() {
    return GoldenGroup.lazyCases("gradients")
        .filter(Coverage::covers)
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  private static void check(GoldenCase golden) throws InvalidProtocolBufferException {
    GradientNames names = golden.gradient().orElseThrow();
    GraphDef.Builder forward = GraphDef.parseFrom(golden.graph()).toBuilder().clearNode();
    GraphDef.parseFrom(golden.graph()).getNodeList().stream()
        .filter(node -> !node.getName().startsWith(THEIRS))
        .forEach(forward::addNode);
    Graph graph = GraphDefs.toGraph(forward.build());
    Output gradY = graph.output(names.gradY());
    List<Optional<Output>> gradients =
        Ops.on(graph)
            .gradients(
                List.of(graph.output(names.y())),
                names.xs().stream().map(graph::output).toList(),
                List.of(gradY));
    GoldenCase.Step step = golden.steps().get(0);
    SessionOptions options = SessionOptions.defaults().threads(1).verify(true);
    try (Session session = Session.open(graph, options)) {
      Runner runner = session.runner();
      step.feeds().forEach(runner::feed);
      runner.feed(gradY, step.fetches().get(names.gradY()).orElseThrow());
      List<Tensor> wanted = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        Optional<Tensor> theirs = step.fetches().get(names.dxs().get(i));
        runner.fetch(gradients.get(i).orElseThrow());
        wanted.add(theirs.orElseThrow());
      }
      List<Tensor> got = runner.run();
      assertEquals(wanted.size(), got.size());
      for (int i = 0; i < wanted.size(); i++) {
        Optional<String> difference =
            TensorComparison.difference(wanted.get(i), got.get(i), golden.tolerance(), Set.of());
        assertTrue(difference.isEmpty(), names.xs().get(i) + " " + difference.orElse("agrees"));
      }
    }
  }
}
