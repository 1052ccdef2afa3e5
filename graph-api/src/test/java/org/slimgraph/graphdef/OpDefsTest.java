package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slimgraph.op.OpDef;

class OpDefsTest {
  private static org.slimgraph.graphdef.proto.OpDef parsed(String text) {
    return ProtoFiles.parse(
        text.getBytes(StandardCharsets.UTF_8),
        org.slimgraph.graphdef.proto.OpDef.getDefaultInstance());
  }

  @Test
  void toProto_argsOfEveryKind_nameTheirAttrs() {
    OpDef def =
        OpDef.builder("Many")
            .input("a: T")
            .input("b: N * T")
            .input("c: Ref(T)")
            .input("d: Tlist")
            .output("e: float")
            .attr("T: type")
            .attr("N: int >= 1")
            .attr("Tlist: list(type) >= 0")
            .build();
    assertEquals(
        parsed(
            "name: 'Many'"
                + " input_arg { name: 'a' type_attr: 'T' }"
                + " input_arg { name: 'b' type_attr: 'T' number_attr: 'N' }"
                + " input_arg { name: 'c' type_attr: 'T' is_ref: true }"
                + " input_arg { name: 'd' type_list_attr: 'Tlist' }"
                + " output_arg { name: 'e' type: DT_FLOAT }"
                + " attr { name: 'T' type: 'type' }"
                + " attr { name: 'N' type: 'int' has_minimum: true minimum: 1 }"
                + " attr { name: 'Tlist' type: 'list(type)' has_minimum: true }"),
        OpDefs.toProto(def));
  }

  @Test
  void toProto_defaultsAndAllowedValues_areMessages() {
    OpDef def =
        OpDef.builder("Conv")
            .attr("T: {half, float} = DT_FLOAT")
            .attr("padding: {'SAME', 'VALID'}")
            .attr("dilations: list(int) = [1, 2]")
            .attr("explicit: list(int) = []")
            .attr("gpu: bool = true")
            .build();
    assertEquals(
        parsed(
            "name: 'Conv'"
                + " attr { name: 'T' type: 'type' default_value { type: DT_FLOAT }"
                + "   allowed_values { list { type: DT_HALF type: DT_FLOAT } } }"
                + " attr { name: 'padding' type: 'string'"
                + "   allowed_values { list { s: 'SAME' s: 'VALID' } } }"
                + " attr { name: 'dilations' type: 'list(int)'"
                + "   default_value { list { i: 1 i: 2 } } }"
                + " attr { name: 'explicit' type: 'list(int)' default_value { list { } } }"
                + " attr { name: 'gpu' type: 'bool' default_value { b: true } }"),
        OpDefs.toProto(def));
  }

  @Test
  void toProto_flags_areKept() {
    OpDef def =
        OpDef.builder("Old")
            .stateful()
            .commutative()
            .aggregate()
            .allowsUninitializedInput()
            .deprecated(9, "Use New.")
            .build();
    assertEquals(
        parsed(
            "name: 'Old' is_stateful: true is_commutative: true is_aggregate: true"
                + " allows_uninitialized_input: true"
                + " deprecation { version: 9 explanation: 'Use New.' }"),
        OpDefs.toProto(def));
  }
}
