package org.slimgraph.golden;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;

/** Which cases must pass in every build, and how many are left. */
public final class Coverage {
  /** What must pass: {@code group}, or {@code group/REGEX} for the cases whose names match. */
  static final ImmutableList<String> COVERED = ImmutableList.of();

  /** The number of cases that no entry of {@link #COVERED} names, by group. */
  static final ImmutableMap<String, Integer> NOT_COVERED =
      ImmutableMap.<String, Integer>builder()
          .put("conv2d", 117)
          .put("conv2d_transpose", 20)
          .put("depthwise", 34)
          .put("fused_batch_norm", 45)
          .put("batch_norm_layer", 27)
          .put("activations", 65)
          .put("pooling", 59)
          .put("matmul", 41)
          .put("arithmetic", 359)
          .put("reductions", 107)
          .put("numerics", 63)
          .put("arrays", 178)
          .put("shape_inference", 13)
          .put("control_flow", 26)
          .put("variables", 18)
          .put("optimizers", 69)
          .put("random", 63)
          .put("nets", 11)
          .put("errors", 128)
          .put("gradients", 170)
          .buildOrThrow();

  private Coverage() {}

  /** Returns the op types in the graphs of the covered cases. */
  public static ImmutableSet<String> opTypes() {
    return COVERED.stream()
        .flatMap(Coverage::cases)
        .flatMap(Coverage::nodes)
        .map(NodeDef::getOp)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Stream<NodeDef> nodes(GoldenCase golden) {
    try {
      return GraphDef.parseFrom(golden.graph()).getNodeList().stream();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(golden + " holds no graph", e);
    }
  }

  /** Returns the cases that {@code entry} of {@link #COVERED} names, read when asked for. */
  static Stream<GoldenCase> cases(String entry) {
    return GoldenGroup.lazyCases(group(entry)).filter(named(entry));
  }

  /** Returns the group of {@code group} or {@code group/names}. */
  static String group(String entry) {
    int slash = entry.indexOf('/');
    return slash < 0 ? entry : entry.substring(0, slash);
  }

  private static Predicate<GoldenCase> named(String entry) {
    int slash = entry.indexOf('/');
    if (slash < 0) {
      return golden -> true;
    }
    Pattern names = Pattern.compile(entry.substring(slash + 1));
    return golden -> names.matcher(golden.name()).matches();
  }
}
