package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** What the tests of control flow share: a graph and short ways to ask it. */
abstract class FlowTester {
  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);

  final Output ints(int... values) {
    return tf.constant(Tensor.of(Shape.of(values.length), values));
  }

  final Output placeholder(DataType type) {
    return tf.placeholder(type, Shape.scalar());
  }

  /** Runs {@code fetch} in a session of its own, in which all variables are initialized. */
  final Tensor run(Output fetch) {
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.run(init);
      return session.run(fetch);
    }
  }

  final Tensor run(Output fetch, Output feed, Tensor value) {
    try (Session session = Session.open(graph)) {
      return session.runner().feed(feed, value).fetch(fetch).run().get(0);
    }
  }

  static void fails(String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  static List<String> names(Iterable<? extends GraphElement> elements) {
    List<String> names = new ArrayList<>();
    elements.forEach(element -> names.add(element.name()));
    return names;
  }

  final List<String> inputs(String operation) {
    return names(graph.operation(operation).inputs());
  }

  final List<String> controls(String operation) {
    return names(graph.operation(operation).controlInputs());
  }
}
