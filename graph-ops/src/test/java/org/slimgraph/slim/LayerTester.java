package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** A graph with slim's layers, a session of it, and the questions that their tests ask. */
final class LayerTester {
  final Graph graph;
  final Ops tf;
  final Slim slim;
  private @Nullable Session session;

  LayerTester(Compat compat) {
    graph = new Graph(compat);
    tf = Ops.on(graph);
    slim = Slim.on(tf);
  }

  Output placeholder(long... dims) {
    return tf.placeholder(DataType.FLOAT, Shape.of(dims), "x");
  }

  /** Opens a session, once the graph is built, and initializes all variables. */
  Session start() {
    Session opened = Session.open(graph);
    session = opened;
    opened.runner().target(tf.globalVariablesInitializer()).run();
    return opened;
  }

  Session session() {
    return session == null ? start() : session;
  }

  float[] value(GraphElement element) {
    Output output = element instanceof Variable v ? v.value() : (Output) element;
    return session().run(output).floats();
  }

  /** Returns the values that a run feeding x gives to {@code fetches}, running {@code targets}. */
  List<Tensor> run(Tensor x, List<? extends GraphElement> targets, Output... fetches) {
    var runner = session().runner().feed("x:0", x);
    targets.forEach(runner::target);
    for (Output fetch : fetches) {
      runner.fetch(fetch);
    }
    return runner.run();
  }

  Variable variable(String name) {
    return variables(GraphKeys.GLOBAL_VARIABLES).stream()
        .filter(v -> v.opName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no variable " + name));
  }

  List<Variable> variables(GraphKey<GraphElement> key) {
    return graph.collection(key).stream().map(Variable.class::cast).toList();
  }

  List<String> variableNames(GraphKey<GraphElement> key) {
    return variables(key).stream().map(Variable::opName).toList();
  }

  List<GraphElement> updateOps() {
    return graph.collection(GraphKeys.UPDATE_OPS);
  }

  List<String> names(List<? extends GraphElement> elements) {
    return elements.stream().map(GraphElement::name).toList();
  }

  static Tensor random(long seed, long... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(seed);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.of(shape, values);
  }

  /** Returns {mean, biased variance} of each channel, the last dimension. */
  static double[][] moments(Tensor x) {
    int channels = (int) x.shape().dim(x.shape().rank() - 1);
    double[][] moments = new double[2][channels];
    float[] values = x.floats();
    int n = values.length / channels;
    for (int c = 0; c < channels; c++) {
      for (int i = c; i < values.length; i += channels) {
        moments[0][c] += values[i] / (double) n;
      }
      for (int i = c; i < values.length; i += channels) {
        double d = values[i] - moments[0][c];
        moments[1][c] += d * d / n;
      }
    }
    return moments;
  }

  static void assertClose(double[] want, float[] got, double tolerance) {
    assertEquals(want.length, got.length);
    for (int i = 0; i < want.length; i++) {
      assertEquals(want[i], got[i], tolerance, "element " + i);
    }
  }

  static SlimgraphException assertRefused(ErrorCode code, String fragment, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().contains(fragment), e.getMessage());
    return e;
  }
}
