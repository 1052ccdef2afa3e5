package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;

/** Graphs made to hurt: each is refused with a code, soon and in little memory. */
class HostileGraphsTest {
  private static final String FLOAT = "attr { key: 'T' value { type: DT_FLOAT } }";

  private static Graph parse(String... nodes) {
    return GraphDefs.parse(String.join("\n", nodes).getBytes(StandardCharsets.UTF_8));
  }

  private static String node(String name, String op, String rest) {
    return "node { name: '" + name + "' op: '" + op + "' " + rest + " }";
  }

  private static String constant(String name, String type, String value) {
    return node(
        name,
        "Const",
        "attr { key: 'dtype' value { type: "
            + type
            + " } } attr { key: 'value' value { tensor { dtype: "
            + type
            + " "
            + value
            + " tensor_shape { } } } }");
  }

  private static String integer(String attr, long value) {
    return "attr { key: '" + attr + "' value { i: " + value + " } }";
  }

  private static List<Tensor> run(Graph graph, String fetch) {
    try (Session session = Session.open(graph)) {
      return session.runner().fetch(fetch).run();
    }
  }

  private static void fails(ErrorCode code, String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  @Test
  void lists_ofAbsurdLength_areRefusedOnImport() {
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "too large",
        () -> parse(node("sum", "AddN", FLOAT + integer("N", 1_000_000_000))));
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "too large",
        () ->
            parse(
                constant("axis", "DT_INT32", "int_val: 0"),
                constant("x", "DT_FLOAT", "float_val: 1"),
                node(
                    "split",
                    "Split",
                    "input: 'axis' input: 'x' " + FLOAT + integer("num_split", 1L << 40))));
  }

  @Test
  void outputNumber_ofUnknownOpBeyondReason_isRefusedOnImport() {
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "Node 'y': input 'x:2000000000' is not of the form",
        () -> parse(node("x", "Mystery", ""), node("y", "Relu", "input: 'x:2000000000' " + FLOAT)));
  }

  @Test
  void result_noMemoryCanHold_exhaustsResources() {
    Graph graph =
        parse(
            constant("zero", "DT_INT64", "int64_val: 0"),
            constant("limit", "DT_INT64", "int64_val: 1000000000000000000"),
            constant("one", "DT_INT64", "int64_val: 1"),
            node(
                "range",
                "Range",
                "input: 'zero' input: 'limit' input: 'one'"
                    + " attr { key: 'Tidx' value { type: DT_INT64 } }"));
    fails(ErrorCode.RESOURCE_EXHAUSTED, "{{node range}}", () -> run(graph, "range:0"));
  }

  @Test
  void exit_outsideOfLoops_isRefused() {
    Graph graph =
        parse(
            constant("x", "DT_FLOAT", "float_val: 1"), node("exit", "Exit", "input: 'x' " + FLOAT));
    fails(ErrorCode.INVALID_ARGUMENT, "Exit 'exit' leaves a loop", () -> run(graph, "exit:0"));
  }

  @Test
  void enter_thatNobodyReads_givesItsValue() {
    Graph graph =
        parse(
            constant("x", "DT_FLOAT", "float_val: 1"),
            node(
                "enter",
                "Enter",
                "input: 'x' attr { key: 'frame_name' value { s: 'loop' } } " + FLOAT));
    assertEquals(List.of(Tensor.scalar(1f)), run(graph, "enter:0"));
  }
}
