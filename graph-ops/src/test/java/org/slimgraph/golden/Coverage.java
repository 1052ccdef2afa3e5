package org.slimgraph.golden;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.stream.Stream;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.ops.StandardOps;

/** Which cases must pass in every build, those whose ops are all here, and how many wait. */
public final class Coverage {
  /** The number of cases of each group that wait for an op; groups without such are left out. */
  static final ImmutableMap<String, Integer> WAITING = ImmutableMap.of();

  /** The type that no registry knows; a case is about it. */
  private static final String UNKNOWN_OP = "NoSuchOp";

  private Coverage() {}

  /** Returns the op types in the graphs of the covered cases. */
  public static ImmutableSet<String> opTypes() {
    return GoldenGroup.counts().keySet().stream()
        .flatMap(GoldenGroup::lazyCases)
        .filter(Coverage::covers)
        .flatMap(Coverage::types)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns whether {@code golden} must pass. */
  static boolean covers(GoldenCase golden) {
    return types(golden)
        .allMatch(type -> type.equals(UNKNOWN_OP) || StandardOps.find(type).isPresent());
  }

  private static Stream<String> types(GoldenCase golden) {
    try {
      return GraphDef.parseFrom(golden.graph()).getNodeList().stream().map(NodeDef::getOp);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(golden + " holds no graph", e);
    }
  }
}
