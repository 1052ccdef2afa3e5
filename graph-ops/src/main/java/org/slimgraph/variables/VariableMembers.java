package org.slimgraph.variables;

import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graphdef.MemberSource;
import org.slimgraph.graphdef.proto.VariableDef;

/** Variables out of the collections of files. Found as a service. */
public final class VariableMembers implements MemberSource {
  private static final ImmutableSet<String> KEYS =
      Stream.of(
              GraphKeys.GLOBAL_VARIABLES,
              GraphKeys.LOCAL_VARIABLES,
              GraphKeys.METRIC_VARIABLES,
              GraphKeys.MODEL_VARIABLES,
              GraphKeys.TRAINABLE_VARIABLES,
              GraphKeys.TRAINABLE_RESOURCE_VARIABLES,
              GraphKeys.MOVING_AVERAGE_VARIABLES,
              GraphKeys.CONCATENATED_VARIABLES,
              GraphKeys.GLOBAL_STEP)
          .map(GraphKey::name)
          .collect(ImmutableSet.toImmutableSet());

  @Override
  public boolean knows(String key) {
    return KEYS.contains(key);
  }

  @Override
  public Object member(Graph graph, String key, ByteString message) {
    try {
      VariableDef def = VariableDef.parseFrom(message);
      boolean trainable = def.getTrainable() || key.equals(GraphKeys.TRAINABLE_VARIABLES.name());
      return Variable.of(graph, def, trainable);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.dataLoss("not a VariableDef: %s", e.toString());
    }
  }
}
