package org.slimgraph.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;

class InputBindingTest {
  private final Graph graph = TestOps.graph();
  private final Output a = TestOps.floats(graph, "a");
  private final Output b = TestOps.floats(graph, "b");
  private final Output i = graph.opBuilder("IntOutput", "i").build().output(0);

  @Test
  void list_tensorsGivenOneByOne_becomeItsElements() {
    Operation sum = graph.opBuilder("AddN", "sum").input(a).input(b).input(a).build();
    assertEquals(List.of(a, b, a), sum.inputs());
    assertEquals(AttrValue.of(3L), sum.attr("N"));
  }

  @Test
  void list_tensorsGivenOneByOneBeforeAnotherInput_takesTheRest() {
    Operation concat = graph.opBuilder("Concat", "c").input(a).input(b).input(a).input(i).build();
    assertEquals(AttrValue.of(3L), concat.attr("N"));
    assertEquals(AttrValue.of(DataType.FLOAT), concat.attr("T"));
  }

  @Test
  void lists_ofOneLength_shareTheTensors() {
    Operation stitch = graph.opBuilder("Stitch", "s").input(i).input(i).input(a).input(b).build();
    assertEquals(AttrValue.of(2L), stitch.attr("N"));
    assertEquals(List.of(i, i, a, b), stitch.inputs());
  }

  @Test
  void lists_ofTypes_areCutWhereTheAttributeSays() {
    List<DataType> types = List.of(DataType.FLOAT, DataType.INT32);
    Operation pair =
        graph.opBuilder("Pair", "p").input(a).input(i).input(b).attr("A", types).build();
    assertEquals(AttrValue.list(List.of(DataType.FLOAT)), pair.attr("B"));
  }

  @Test
  void inputs_thatNoLengthFits_areRefused() {
    OperationBuilder odd = graph.opBuilder("Stitch", "s").input(i).input(i).input(a);
    OperationBuilder open = graph.opBuilder("Pair", "p").input(a).input(i).input(b);
    OperationBuilder wrong = graph.opBuilder("AddN", "n").input(a).input(b).attr("N", 3);
    OperationBuilder many = graph.opBuilder("Add", "n").input(a).input(b).input(b);
    OperationBuilder mixed = graph.opBuilder("Add", "n").inputs(List.of(a, b));
    for (OperationBuilder builder : List.of(odd, open, wrong, many, mixed)) {
      SlimgraphException e = assertThrows(SlimgraphException.class, builder::build);
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      assertTrue(e.getMessage().contains(" inputs ("), e.getMessage());
    }
  }

  @Test
  void floatAttr_givenAnInteger_takesItsValue() {
    Operation op = graph.opBuilder("DefaultAttrs", "d").attr("float_val", 2).build();
    assertEquals(AttrValue.of(2f), op.attr("float_val"));
  }

  @Test
  void attr_arraysOfAllKinds_becomeLists() {
    Operation op =
        graph
            .opBuilder("NoOp", "n")
            .attr("_floats", new float[] {1, 2})
            .attr("_bools", new boolean[] {true})
            .attr("_strings", new String[] {"x"})
            .attr("_types", new DataType[] {DataType.HALF})
            .attr("_bytes", "x".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .build();
    assertEquals(AttrValue.list(List.of(1f, 2f)), op.attr("_floats"));
    assertEquals(AttrValue.list(List.of(true)), op.attr("_bools"));
    assertEquals(AttrValue.list(List.of("x")), op.attr("_strings"));
    assertEquals(AttrValue.list(List.of(DataType.HALF)), op.attr("_types"));
    assertEquals(AttrValue.of("x"), op.attr("_bytes"));
  }
}
