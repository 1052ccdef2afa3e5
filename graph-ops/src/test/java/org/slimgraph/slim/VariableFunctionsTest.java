package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

class VariableFunctionsTest {
  @TempDir Path folder;

  private final Ops tf = Ops.on(new Graph());
  private final Slim slim = Slim.on(tf);
  private Variable weightsA;
  private Variable biasesA;
  private Variable weightsB;

  @BeforeEach
  void addVariables() {
    try (var scope = tf.variableScope("A")) {
      weightsA = tf.getVariable("weights", Shape.of(2), o -> o.initializer(Initializers.ones()));
      biasesA = tf.getVariable("biases", Shape.of(1), o -> o.initializer(Initializers.ones()));
    }
    try (var scope = tf.variableScope("B")) {
      weightsB = tf.getVariable("weights", Shape.of(2), o -> o.initializer(Initializers.ones()));
    }
  }

  private static void assertFails(String words, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  private static float first(Session session, Variable variable) {
    return session.run(variable.value()).floats()[0];
  }

  @Test
  void getVariables_filtersByScopeSuffixAndName() {
    assertEquals(List.of(weightsA, biasesA, weightsB), slim.getVariables());
    assertEquals(List.of(weightsA, biasesA), slim.getVariables("A"));
    assertEquals(List.of(weightsA, weightsB), slim.getVariablesBySuffix("weights"));
    assertEquals(List.of(weightsB), slim.getVariablesBySuffix("weights", "B"));
    assertEquals(List.of(biasesA), slim.getVariablesByName("biases"));
    assertEquals(List.of(), slim.getVariablesByName("iases"));
    assertEquals(
        List.of(weightsA), slim.getVariables("A", "weights", GraphKeys.TRAINABLE_VARIABLES));
  }

  @Test
  void getVariablesToRestore_takesScopesInAndOut() {
    assertEquals(List.of(weightsA, biasesA, weightsB), slim.getVariablesToRestore());
    assertEquals(
        List.of(weightsA, weightsB),
        slim.getVariablesToRestore(List.of("A", "B"), List.of("A/biases")));
    assertEquals(List.of(weightsB), slim.getVariablesToRestore(List.of(""), List.of("A")));
  }

  @Test
  void getUniqueVariable_needsOne() {
    assertEquals(weightsA, slim.getUniqueVariable("A/weights"));
    assertFails("Couldn't find variable C", () -> slim.getUniqueVariable("C"));
    assertFails(
        "Variable A/w does not uniquely identify a variable", () -> slim.getUniqueVariable("A/w"));
  }

  @Test
  void filterVariables_searchesPatterns() {
    List<Variable> all = slim.getVariables();
    assertEquals(List.of(weightsA, weightsB), slim.filterVariables(all, List.of("ght"), List.of()));
    assertEquals(List.of(biasesA), slim.filterVariables(all, List.of(""), List.of("weights$")));
  }

  @Test
  void assignFromValues_assigns() {
    Map<String, Tensor> values =
        Map.of(
            "A/weights",
            Tensor.of(Shape.of(2, 1), new float[] {5, 6}),
            "A/biases",
            Tensor.scalar(7f));
    Consumer<Session> assign = slim.assignFromValuesFn(values);
    try (Session session = Session.open(tf.graph())) {
      assign.accept(session);
      assertEquals(5, first(session, weightsA));
      assertEquals(7, first(session, biasesA));
    }
    assertFails(
        "Variable nowhere wasn't found",
        () -> slim.assignFromValues(Map.of("nowhere", Tensor.scalar(1f))));
    assertFails(
        "cannot reshape array of size 1",
        () -> slim.assignFromValues(Map.of("A/weights", Tensor.scalar(1f))));
  }

  private Path saved() throws IOException {
    Ops other = Ops.on(new Graph());
    other.variable(Tensor.of(Shape.of(2), new float[] {3, 4}), o -> o.name("A/weights"));
    other.variable(Tensor.scalar(9f), o -> o.name("B/weights"));
    var init = other.globalVariablesInitializer();
    var saver = other.train().saver();
    try (Session session = Session.open(other.graph())) {
      session.run(init);
      return saver.save(session, folder.resolve("ckpt")).orElseThrow();
    }
  }

  @Test
  void assignFromCheckpoint_assignsWhatFits() throws IOException {
    Path checkpoint = saved();
    Assignment assignment = slim.assignFromCheckpoint(checkpoint, List.of(weightsA));
    Assignment renamed =
        slim.assignFromCheckpoint(checkpoint, Map.of("A/weights", List.of(weightsB)), false);
    try (Session session = Session.open(tf.graph())) {
      assignment.run(session);
      renamed.run(session);
      assertEquals(3, first(session, weightsA));
      assertEquals(3, first(session, weightsB));
    }
    assertFails(
        "Checkpoint is missing variable [A/biases]",
        () -> slim.assignFromCheckpoint(checkpoint, List.of(biasesA)));
    assertEquals(
        0,
        slim.assignFromCheckpoint(checkpoint, Map.of("A/biases", List.of(biasesA)), true)
            .feeds()
            .size());
    assertFails(
        "Total size of new array must be unchanged for B/weights lh_shape: [()], rh_shape: [(2,)]",
        () -> slim.assignFromCheckpoint(checkpoint, List.of(weightsB)));
  }

  @Test
  void assignFromCheckpointFn_restoresWhatIsThere() throws IOException {
    Path checkpoint = saved();
    Consumer<Session> restore =
        slim.assignFromCheckpointFn(checkpoint, List.of(weightsA, biasesA), true, false)
            .orElseThrow();
    try (Session session = Session.open(tf.graph())) {
      restore.accept(session);
      assertEquals(3, first(session, weightsA));
    }
    assertEquals(
        Optional.empty(), slim.assignFromCheckpointFn(checkpoint, List.of(biasesA), true, false));
    assertFails(
        "var_list cannot be empty",
        () -> slim.assignFromCheckpointFn(checkpoint, List.of(), false, false));
  }
}
