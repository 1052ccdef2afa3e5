package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.OpDef;
import org.slimgraph.graphdef.proto.OpList;

/** Compares what the build takes for TensorFlow's definitions with what TensorFlow says. */
@Tag("conformance")
class OpDefinitionsConformanceTest {
  @Test
  void recordedDefinitions_areTheLiveOnes() throws IOException {
    byte[] printed = Oracle.open().ask("ops").text().getBytes(StandardCharsets.UTF_8);
    OpList live = ProtoFiles.parse(printed, OpList.getDefaultInstance());
    Map<String, OpDef> bare =
        live.getOpList().stream()
            .map(OpDefinitionsConformanceTest::withoutTexts)
            .collect(Collectors.toMap(OpDef::getName, Function.identity()));
    assertEquals(bare, OpDefinitionsTest.recorded());
    assertAll(
        StandardOps.specs().stream()
            .filter(spec -> !OpDefinitionsTest.OF_OTHER_ORIGIN.containsKey(spec.type()))
            .map(
                spec ->
                    () ->
                        assertEquals(
                            bare.get(spec.type()), OpDefinitionsTest.bare(spec), spec.type())));
  }

  private static OpDef withoutTexts(OpDef def) {
    OpDef.Builder bare = def.toBuilder().clearSummary().clearDescription();
    bare.getInputArgBuilderList().forEach(OpDef.ArgDef.Builder::clearDescription);
    bare.getOutputArgBuilderList().forEach(OpDef.ArgDef.Builder::clearDescription);
    bare.getAttrBuilderList().forEach(OpDef.AttrDef.Builder::clearDescription);
    if (bare.hasDeprecation()) {
      bare.getDeprecationBuilder().clearExplanation();
    }
    return bare.build();
  }
}
