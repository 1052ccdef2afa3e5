package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.graphdef.OpDefs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.OpDef;
import org.slimgraph.graphdef.proto.OpList;

/** Compares the definition of each op with the one that TensorFlow 1.15.0 exports. */
class OpDefinitionsTest {
  /** Ops that TensorFlow 1.15.0 does not have, and why we do. */
  static final ImmutableMap<String, String> OF_OTHER_ORIGIN =
      ImmutableMap.of(
          "FusedDepthwiseConv2dNative", "TensorFlow.js writes it into its models",
          "Prelu", "TensorFlow.js writes it into its models");

  @TestFactory
  Stream<DynamicTest> definitions() throws IOException {
    Map<String, OpDef> theirs = recorded();
    return StandardOps.specs().stream()
        .filter(spec -> !OF_OTHER_ORIGIN.containsKey(spec.type()))
        .map(spec -> dynamicTest(spec.type(), () -> compare(theirs, spec)));
  }

  private static void compare(Map<String, OpDef> theirs, OpSpec spec) {
    OpDef want = theirs.get(spec.type());
    assertTrue(want != null, () -> "TensorFlow 1.15.0 has no op " + spec.type());
    assertEquals(ProtoFiles.toText(want), ProtoFiles.toText(bare(spec)));
  }

  @Test
  void opsOfOtherOrigin_areRegisteredAndNotTensorFlows() throws IOException {
    Map<String, OpDef> theirs = recorded();
    for (String type : OF_OTHER_ORIGIN.keySet()) {
      assertTrue(StandardOps.find(type).isPresent(), type + " is not registered");
      assertFalse(theirs.containsKey(type), type + " is an op of TensorFlow 1.15.0");
    }
  }

  /** Returns the definition without texts. */
  static OpDef bare(OpSpec spec) {
    OpDef.Builder def = OpDefs.toProto(spec.def()).toBuilder();
    if (def.hasDeprecation()) {
      def.getDeprecationBuilder().clearExplanation();
    }
    return def.build();
  }

  /** Returns TensorFlow's definitions by op type. */
  static Map<String, OpDef> recorded() throws IOException {
    String resource = "/ops/tensorflow-1.15.0.json.gz";
    try (InputStream packed =
            Objects.requireNonNull(
                OpDefinitionsTest.class.getResourceAsStream(resource), resource);
        InputStream in = new GZIPInputStream(packed)) {
      return ProtoFiles.parse(in.readAllBytes(), OpList.getDefaultInstance()).getOpList().stream()
          .collect(Collectors.toMap(OpDef::getName, Function.identity()));
    }
  }
}
