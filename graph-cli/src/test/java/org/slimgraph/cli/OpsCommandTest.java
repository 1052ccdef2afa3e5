package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slimgraph.graphdef.OpDefs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.OpDef;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.StandardOps;

class OpsCommandTest {
  private static JsonNode tree(String json) throws IOException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  @Test
  void json_isAnArrayOfOpDefs() throws IOException {
    JsonNode all = Run.of("ops", "--json").json();
    assertEquals(StandardOps.specs().size(), all.size());
    int i = 0;
    for (OpSpec spec : StandardOps.specs()) {
      byte[] text = all.get(i++).toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(OpDefs.toProto(spec.def()), ProtoFiles.parse(text, OpDef.getDefaultInstance()));
    }
  }

  @Test
  void json_hasTheFieldNamesOfTheSchema() throws IOException {
    assertEquals(
        tree(
            """
            [{'name': 'Assign',
              'input_arg': [{'name': 'ref', 'type_attr': 'T', 'is_ref': true},
                            {'name': 'value', 'type_attr': 'T'}],
              'output_arg': [{'name': 'output_ref', 'type_attr': 'T', 'is_ref': true}],
              'attr': [{'name': 'T', 'type': 'type'},
                       {'name': 'validate_shape', 'type': 'bool', 'default_value': {'b': true}},
                       {'name': 'use_locking', 'type': 'bool', 'default_value': {'b': true}}],
              'allows_uninitialized_input': true}]
            """),
        Run.of("ops", "Assign", "--json").json());
  }

  @Test
  void details_standBesideTheDefinition() throws IOException {
    JsonNode placeholder = Run.of("ops", "Placeholder", "--json", "--details").json().get(0);
    assertEquals("Placeholder", placeholder.get("op").get("name").asText());
    assertEquals("[\"*\"]", placeholder.get("kernels").toString());
    assertEquals("false", placeholder.get("gradient").toString());
    assertEquals("it has no inputs", placeholder.get("notDifferentiable").asText());
    assertEquals("", placeholder.get("graphOnly").asText());
  }

  @Test
  void text_ofOneOp_readsLikeASignature() {
    Run run = Run.of("ops", "Placeholder");
    assertEquals(0, run.code());
    assertEquals(
        """
        Placeholder() -> (output: dtype)
          dtype: type
          shape: shape = <unknown>
        kernels: all types
        gradient: no: it has no inputs
        """,
        run.out());
    assertTrue(
        Run.of("ops", "Assign").out().contains("Assign(ref: Ref(T), value: T) -> "),
        () -> Run.of("ops", "Assign").out());
  }

  @Test
  void text_ofAll_hasALineForEach() {
    Run run = Run.of("ops");
    assertEquals(0, run.code());
    for (OpSpec spec : StandardOps.specs()) {
      assertTrue(run.out().contains("\n" + spec.type() + " "), spec.type());
    }
  }

  @Test
  void unknownName_fails() {
    Run run = Run.of("ops", "reshape");
    assertEquals(1, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("slimgraph ops: NOT_FOUND: no op 'reshape'"), run::err);
    assertTrue(run.err().contains("did you mean"), run::err);
    assertTrue(run.err().contains("Reshape"), run::err);
  }
}
