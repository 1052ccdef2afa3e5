package org.slimgraph.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.CondContextDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.QueueRunnerDef;
import org.slimgraph.graphdef.proto.SaverDef;
import org.slimgraph.graphdef.proto.VariableDef;
import org.slimgraph.graphdef.proto.WhileContextDef;

/** The collections of a meta graph, and the messages that some hold as bytes. */
final class CollectionEntries {
  /** What the entries of a collection are, by its key. */
  private static final ImmutableMap<String, Message> MESSAGES = messages();

  private CollectionEntries() {}

  private static ImmutableMap<String, Message> messages() {
    ImmutableMap.Builder<String, Message> messages = ImmutableMap.builder();
    for (GraphKey<?> key :
        List.of(
            GraphKeys.GLOBAL_VARIABLES,
            GraphKeys.LOCAL_VARIABLES,
            GraphKeys.METRIC_VARIABLES,
            GraphKeys.MODEL_VARIABLES,
            GraphKeys.TRAINABLE_VARIABLES,
            GraphKeys.TRAINABLE_RESOURCE_VARIABLES,
            GraphKeys.MOVING_AVERAGE_VARIABLES,
            GraphKeys.CONCATENATED_VARIABLES,
            GraphKeys.GLOBAL_STEP)) {
      messages.put(key.name(), VariableDef.getDefaultInstance());
    }
    return messages
        .put(GraphKeys.SAVERS.name(), SaverDef.getDefaultInstance())
        .put(GraphKeys.QUEUE_RUNNERS.name(), QueueRunnerDef.getDefaultInstance())
        .put(GraphKeys.COND_CONTEXT.name(), CondContextDef.getDefaultInstance())
        .put(GraphKeys.WHILE_CONTEXT.name(), WhileContextDef.getDefaultInstance())
        .buildOrThrow();
  }

  /** Returns the collections by key, in the order of keys. */
  static ImmutableSortedMap<String, CollectionDef> byKey(MetaGraphDef def) {
    return ImmutableSortedMap.copyOf(def.getCollectionDefMap());
  }

  /** Returns the variables that the collection {@code key} holds; none if it holds others. */
  static List<VariableDef> variables(String key, CollectionDef collection) {
    return decoded(key, collection).orElse(List.of()).stream()
        .filter(VariableDef.class::isInstance)
        .map(VariableDef.class::cast)
        .toList();
  }

  /** Returns the kind as the schema names it: {@code node_list}, {@code bytes_list}, … */
  static String kind(CollectionDef collection) {
    return collection.getKindCase().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the number of entries. */
  static int count(CollectionDef collection) {
    switch (collection.getKindCase()) {
      case NODE_LIST:
        return collection.getNodeList().getValueCount();
      case BYTES_LIST:
        return collection.getBytesList().getValueCount();
      case INT64_LIST:
        return collection.getInt64List().getValueCount();
      case FLOAT_LIST:
        return collection.getFloatList().getValueCount();
      case ANY_LIST:
        return collection.getAnyList().getValueCount();
      case KIND_NOT_SET:
        break;
    }
    return 0;
  }

  /** Returns the messages that a collection of bytes holds; absent if they are not known. */
  static Optional<List<Message>> decoded(String key, CollectionDef collection) {
    Message type = MESSAGES.get(key);
    if (type == null || !collection.hasBytesList()) {
      return Optional.empty();
    }
    List<Message> messages = new ArrayList<>();
    for (ByteString bytes : collection.getBytesList().getValueList()) {
      try {
        messages.add(type.getParserForType().parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        return Optional.empty();
      }
    }
    return Optional.of(messages);
  }
}
