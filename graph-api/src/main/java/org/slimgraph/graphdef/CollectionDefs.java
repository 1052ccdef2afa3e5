package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;

/**
 * Collections to and from files. TF 1.15: {@code add_collection_def} and {@code
 * import_scoped_meta_graph} of framework/meta_graph.py.
 */
final class CollectionDefs {
  private static final ImmutableList<MemberSource> SOURCES =
      ImmutableList.copyOf(
          ServiceLoader.load(MemberSource.class, CollectionDefs.class.getClassLoader()));

  private CollectionDefs() {}

  /**
   * Fills the collections of {@code graph}: trainable variables first, as in TF, then the others in
   * order of their keys.
   */
  static void fill(Graph graph, MetaGraphDef def) {
    Map<ByteString, Object> members = new HashMap<>();
    Map<String, CollectionDef> collections = new TreeMap<>(def.getCollectionDefMap());
    String first = GraphKeys.TRAINABLE_VARIABLES.name();
    if (collections.containsKey(first)) {
      fill(graph, first, collections.remove(first), members);
    }
    collections.forEach((key, collection) -> fill(graph, key, collection, members));
  }

  private static void fill(
      Graph graph, String key, CollectionDef collection, Map<ByteString, Object> members) {
    switch (collection.getKindCase()) {
      case NODE_LIST:
        for (String name : collection.getNodeList().getValueList()) {
          graph.addToCollection(
              key, name.indexOf(':') < 0 ? graph.operation(name) : graph.output(name));
        }
        break;
      case INT64_LIST:
        collection.getInt64List().getValueList().forEach(v -> graph.addToCollection(key, v));
        break;
      case FLOAT_LIST:
        collection.getFloatList().getValueList().forEach(v -> graph.addToCollection(key, v));
        break;
      case BYTES_LIST:
        fillMessages(graph, key, collection.getBytesList().getValueList(), members);
        break;
      case ANY_LIST:
      case KIND_NOT_SET:
        break;
    }
  }

  private static void fillMessages(
      Graph graph, String key, List<ByteString> messages, Map<ByteString, Object> members) {
    Optional<MemberSource> source = SOURCES.stream().filter(s -> s.knows(key)).findFirst();
    for (ByteString message : messages) {
      Object member = members.get(message);
      if (member == null) {
        try {
          member =
              source.isPresent()
                  ? source.get().member(graph, key, message)
                  : new UnknownMember(message);
        } catch (SlimgraphException e) {
          throw e.withContext("in collection '" + key + "'");
        }
        members.put(message, member);
      }
      graph.addToCollection(key, member);
    }
  }

  /** Bytes in a collection that no source knows; they are written as they were read. */
  private record UnknownMember(ByteString toProtoBytes) implements ProtoMember {}

  /** Returns the message for a collection; none for an empty one or one that files cannot hold. */
  static Optional<CollectionDef> toProto(String key, List<?> members) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    CollectionDef.Builder def = CollectionDef.newBuilder();
    boolean complete;
    Object first = members.get(0);
    if (first instanceof ProtoMember
        && (!(first instanceof GraphElement)
            || SOURCES.stream().anyMatch(source -> source.knows(key)))) {
      complete =
          add(
              members,
              ProtoMember.class,
              m -> def.getBytesListBuilder().addValue(m.toProtoBytes()));
    } else if (first instanceof GraphElement) {
      complete = add(members, GraphElement.class, m -> def.getNodeListBuilder().addValue(m.name()));
    } else if (first instanceof String) {
      complete =
          add(
              members,
              String.class,
              m -> def.getBytesListBuilder().addValue(ByteString.copyFromUtf8(m)));
    } else if (first instanceof Float || first instanceof Double) {
      complete =
          add(members, Number.class, m -> def.getFloatListBuilder().addValue(m.floatValue()));
    } else {
      complete =
          first instanceof Number
              && add(members, Number.class, m -> def.getInt64ListBuilder().addValue(m.longValue()));
    }
    return complete ? Optional.of(def.build()) : Optional.empty();
  }

  /** Adds all members if they are of one type; returns whether they are. */
  private static <T> boolean add(List<?> members, Class<T> type, Consumer<T> add) {
    if (!members.stream().allMatch(type::isInstance)) {
      return false;
    }
    members.forEach(member -> add.accept(type.cast(member)));
    return true;
  }
}
