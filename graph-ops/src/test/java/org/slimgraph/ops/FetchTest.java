package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Fetch;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

class FetchTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Session session = Session.open(graph);

  @AfterEach
  void close() {
    session.close();
  }

  private static void fails(ErrorCode code, String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  private static Optional<Tensor> number(float value) {
    return Optional.of(Tensor.scalar(value));
  }

  @Test
  void S1_list_givesValuesAndNothingForOperations() {
    Output a = tf.constant(42f, "a");
    Operation b = tf.noOp("b");
    Output c = tf.constant(44f, "c");
    Variable v = tf.variable(Tensor.scalar(54f), o -> o.name("v"));
    Operation assign = v.assignOp(tf.constant(63f), "set");
    Fetch<List<Optional<Tensor>>> fetch =
        Fetch.list(
            List.of(
                Fetch.of(a).then(Optional::of),
                Fetch.running(b),
                Fetch.named("c:0"),
                Fetch.named("a:0"),
                Fetch.named("b"),
                Fetch.running(assign)));
    assertEquals(
        List.of(
            number(42),
            Optional.empty(),
            number(44),
            number(42),
            Optional.empty(),
            Optional.empty()),
        session.run(fetch));
    assertEquals(Tensor.scalar(63f), session.run(v.value()));
    assertEquals(Tensor.scalar(44f), session.run(c));
  }

  @Test
  void S2_null_isNoFetch() {
    Fetch<Tensor> a = Fetch.of(tf.constant(1f));
    assertThrows(NullPointerException.class, () -> Fetch.list(Arrays.asList(a, null)));
  }

  private record Pair(Tensor first, Map<String, Tensor> rest) {}

  @Test
  void S3_mapsAndRecords_nestAsTheyAreAskedFor() {
    Output a = tf.constant(42f, "a");
    Output b = tf.constant(44f, "b");
    Fetch<Map<String, Tensor>> map = Fetch.map(ImmutableMap.of("y", Fetch.of(b), "x", Fetch.of(a)));
    Map<String, Tensor> values = session.run(map);
    assertEquals(List.of("y", "x"), List.copyOf(values.keySet()));
    assertEquals(Map.of("x", Tensor.scalar(42f), "y", Tensor.scalar(44f)), values);

    Pair pair = session.run(Fetch.of(b).and(map, Pair::new));
    assertEquals(new Pair(Tensor.scalar(44f), values), pair);

    List<Map<String, Tensor>> list = session.run(Fetch.list(List.of(map, map)));
    assertEquals(List.of(values, values), list);
  }

  @Test
  void whatStandsTwice_isComputedOnce() {
    Variable v = tf.variable(Tensor.scalar(0f), o -> o.name("v").useResource(true));
    session.run(v.initializer());
    Output counted = v.assignAdd(tf.constant(1f));
    assertEquals(
        List.of(Tensor.scalar(1f), Tensor.scalar(1f)), session.run(Fetch.list(counted, counted)));
  }

  @Test
  void emptyStructures_comeBackEmptyAndRunNothing() {
    fails(ErrorCode.FAILED_PRECONDITION, "The Session graph is empty.", () -> session.run(none()));
    tf.constant(1f);
    assertEquals(List.of(), session.run(none()));
    assertEquals(Map.of(), session.run(Fetch.<String, Tensor>map(ImmutableMap.of())));
    session.close();
    fails(
        ErrorCode.FAILED_PRECONDITION,
        "Attempted to use a closed Session.",
        () -> session.run(none()));
  }

  private static Fetch<List<Tensor>> none() {
    return Fetch.list();
  }

  @Test
  void fedFetch_isTheFedValueAndNothingRuns() {
    Output a = tf.constant(1f, "a");
    Output refused = tf.checkNumerics(tf.divide(a, tf.constant(0f)), "infinite");
    Tensor five = Tensor.scalar(5f);
    assertEquals(
        List.of(five, five), session.run(Fetch.list(refused, refused), Feeds.of(refused, five)));
  }

  @Test
  void unknownNames_areRefused() {
    tf.constant(1f, "a");
    fails(
        ErrorCode.NOT_FOUND,
        "Fetch argument 'foo' cannot be interpreted as a Tensor. (The name 'foo' refers to an"
            + " Operation not in the graph.)",
        () -> session.run(Fetch.named("foo")));
    fails(
        ErrorCode.NOT_FOUND,
        "The operation, 'a', exists but only has 1 outputs.",
        () -> session.run(Fetch.named("a:1")));
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "looks a like a Tensor name, but is not a valid one",
        () -> session.run(Fetch.named("a:b")));
    Output other = Ops.on(new Graph()).constant(1f);
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "is not an element of this graph",
        () -> session.run(Fetch.of(other)));
  }
}
