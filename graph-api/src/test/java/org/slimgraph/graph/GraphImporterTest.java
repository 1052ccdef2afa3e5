package org.slimgraph.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphImporter.Node;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;

class GraphImporterTest {
  private final Graph graph = TestOps.graph();

  private static Node node(String name, String type, String... inputs) {
    ImmutableMap<String, AttrValue> attrs =
        type.equals("Identity") || type.equals("Add")
            ? ImmutableMap.of("T", AttrValue.of(DataType.FLOAT))
            : ImmutableMap.of();
    return new Node(name, type, ImmutableList.copyOf(inputs), attrs, "", null);
  }

  private Map<String, Operation> add(Node... nodes) {
    return graph.importer().strict(true).add(Arrays.asList(nodes));
  }

  private void refused(ErrorCode code, String text, Node... nodes) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> add(nodes));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
    assertEquals(0, graph.version());
  }

  @Test
  void G30_nodes_areWiredUnderThePrefix() {
    Map<String, Operation> made =
        graph
            .importer()
            .prefix("import")
            .add(
                List.of(
                    node("A", "TwoFloatOutputs"),
                    node("B", "Identity", "A"),
                    node("C", "Add", "A:1", "B:0")));
    assertEquals("import/A", made.get("A").name());
    assertEquals("import/A:1", made.get("C").input(0).name());
    assertEquals("import/B:0", made.get("C").input(1).name());
  }

  @Test
  void add_nodesInAnyOrder_keepsTheFilesOrder() {
    add(node("y", "Identity", "x"), node("x", "FloatOutput"));
    assertEquals(List.of("y", "x"), graph.operations().stream().map(Operation::name).toList());
    assertEquals("x:0", graph.operation("y").input(0).name());
  }

  @Test
  void G33_inputMap_replacesSingleInputs() {
    Output mine = TestOps.floats(graph, "mine");
    Map<String, Operation> made =
        graph
            .importer()
            .prefix("import")
            .inputMap(Map.of("A:1", mine))
            .add(List.of(node("A", "TwoFloatOutputs"), node("C", "Add", "A:0", "A:1")));
    assertEquals("import/A:0", made.get("C").input(0).name());
    assertEquals(mine, made.get("C").input(1));
  }

  @Test
  void G34_controlInput_isKept() {
    Map<String, Operation> made = add(node("A", "NoOp"), node("B", "NoOp", "^A"));
    assertEquals(List.of(made.get("A")), made.get("B").controlInputs());
  }

  @Test
  void G35_missingInput_isNamed() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "Node 'B': Unknown input node 'A:0'",
        node("B", "FloatInput", "A:0"));
    refused(
        ErrorCode.INVALID_ARGUMENT, "Node 'B': Unknown input node '^A'", node("B", "NoOp", "^A"));
  }

  @Test
  void G36_missingOutput_isNamed() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "Connecting to invalid output 1 of source node A which has 1 outputs",
        node("A", "FloatOutput"),
        node("B", "FloatInput", "A:1"));
  }

  @Test
  void G37_wrongType_isNamed() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "Input 0 of node B was passed int32 from A:0 incompatible with expected float.",
        node("A", "IntOutput"),
        node("B", "FloatInput", "A:0"));
  }

  @Test
  void refInput_fedByAValue_isRefused() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "Input 0 of node X was passed float from Y:0 incompatible with expected float_ref.",
        node("Y", "FloatOutput"),
        node("X", "RefInput", "Y"));
  }

  @Test
  void G39_unusedMapping_isNamed() {
    Output mine = TestOps.floats(graph, "mine");
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () ->
                graph
                    .importer()
                    .inputMap(Map.of("B:0", mine))
                    .add(List.of(node("A", "FloatOutput"))));
    assertTrue(e.getMessage().contains("[B:0]"), e.getMessage());
  }

  @Test
  void G40_repeatedName_isRefused() {
    refused(
        ErrorCode.INVALID_ARGUMENT, "Node 'A' is not unique", node("A", "NoOp"), node("A", "NoOp"));
  }

  @Test
  void G42_missingAttr_hasTheDefault() {
    assertEquals(123f, add(node("A", "DefaultAttrs")).get("A").attrs().real("float_val"));
  }

  @Test
  void G43_colocation_getsThePrefix() {
    Node b =
        new Node(
            "B",
            "NoOp",
            ImmutableList.of(),
            ImmutableMap.of("_class", AttrValue.list(List.of("loc:@A"))),
            "",
            null);
    Map<String, Operation> made =
        graph.importer().prefix("imported_graph").add(List.of(node("A", "NoOp"), b));
    assertEquals(List.of("loc:@imported_graph/A"), made.get("B").colocationGroups());
  }

  @Test
  void cycle_isCounted() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "2 nodes in a cycle",
        node("x", "Identity", "y"),
        node("y", "Identity", "x"));
  }

  @Test
  void dataInputAfterControlInput_isRefused() {
    refused(
        ErrorCode.INVALID_ARGUMENT,
        "Node 'y': Control dependencies must come after regular dependencies",
        node("x", "FloatOutput"),
        node("y", "Add", "x", "^x", "x"));
  }

  @Test
  void unknownOp_strict_isRefused() {
    refused(ErrorCode.NOT_FOUND, "Op type not registered 'NoSuchOp'", node("x", "NoSuchOp"));
  }

  @Test
  void unknownOp_lenient_isLoadedWithTheOutputsInUse() {
    Map<String, Operation> made =
        graph.importer().add(List.of(node("x", "NoSuchOp"), node("y", "Identity", "x:2", "^x")));
    assertEquals(3, made.get("x").outputCount());
    assertEquals(DataType.INVALID, made.get("x").outputType(2));
    assertEquals("NoSuchOp", made.get("x").type());
  }

  @Test
  void badNames_areRefused() {
    refused(ErrorCode.INVALID_ARGUMENT, "invalid characters", node("a b", "NoOp"));
    refused(ErrorCode.INVALID_ARGUMENT, "invalid characters", node("", "NoOp"));
    refused(ErrorCode.INVALID_ARGUMENT, "invalid characters", node("_x", "NoOp"));
  }
}
