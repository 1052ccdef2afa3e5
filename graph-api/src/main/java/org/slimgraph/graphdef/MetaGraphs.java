package org.slimgraph.graphdef;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.SavedModel;

/** Meta graphs and saved models to and from files. */
public final class MetaGraphs {
  private MetaGraphs() {}

  /**
   * Returns the meta graph in {@code file}: a MetaGraphDef in binary, text or JSON form, a
   * SavedModel file or folder with one meta graph, a plain GraphDef, or a TensorFlow.js model with
   * the weights beside it.
   *
   * @throws SlimgraphException DATA_LOSS or INVALID_ARGUMENT if it is none of these, or a
   *     SavedModel with several meta graphs
   * @throws IOException if reading fails
   */
  public static MetaGraph read(Path file) throws IOException {
    List<MetaGraph> all = readAll(file);
    if (all.size() != 1) {
      throw SlimgraphException.invalidArgument(
          "%s holds %d meta graphs, with tags %s; choose one by its tags",
          file, all.size(), all.stream().map(MetaGraph::tags).collect(Collectors.toList()));
    }
    return all.get(0);
  }

  /**
   * Returns the meta graph of the SavedModel in {@code file} that has exactly these tags.
   *
   * @throws SlimgraphException NOT_FOUND if there is none
   * @throws IOException if reading fails
   */
  public static MetaGraph read(Path file, List<String> tags) throws IOException {
    List<MetaGraph> all = readAll(file);
    return all.stream()
        .filter(meta -> meta.tags().equals(tags))
        .findFirst()
        .orElseThrow(
            () ->
                SlimgraphException.notFound(
                    "MetaGraphDef associated with tags %s could not be found in SavedModel %s; it"
                        + " has %s",
                    tags, file, all.stream().map(MetaGraph::tags).collect(Collectors.toList())));
  }

  private static List<MetaGraph> readAll(Path fileOrFolder) throws IOException {
    Message message = readModel(fileOrFolder);
    if (message instanceof SavedModel model) {
      return model.getMetaGraphsList().stream().map(MetaGraphs::toMetaGraph).toList();
    }
    if (message instanceof MetaGraphDef meta) {
      return List.of(toMetaGraph(meta));
    }
    return List.of(
        new MetaGraph(GraphDefs.toGraph((GraphDef) message), MetaGraphDef.getDefaultInstance()));
  }

  private static Message readModel(Path fileOrFolder) throws IOException {
    Path file = modelFile(fileOrFolder);
    byte[] bytes = ProtoFiles.readBytes(file);
    try {
      Message message = ProtoFiles.parseModel(bytes);
      return message instanceof GraphDef graph
          ? TensorflowJs.withWeights(graph, bytes, file)
          : message;
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }

  /**
   * Returns the file to read: {@code fileOrFolder} itself, or the one of a SavedModel's folder.
   *
   * @throws SlimgraphException NOT_FOUND if a folder holds no SavedModel
   */
  public static Path modelFile(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return fileOrFolder;
    }
    return Stream.of("saved_model.pb", "saved_model.pbtxt")
        .map(fileOrFolder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                SlimgraphException.notFound(
                    "SavedModel file does not exist at: %s/{saved_model.pbtxt|saved_model.pb}",
                    fileOrFolder));
  }

  /**
   * Returns the meta graph that {@code def} describes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is not valid
   */
  public static MetaGraph toMetaGraph(MetaGraphDef def) {
    Graph graph = GraphDefs.toGraph(def.getGraphDef());
    for (Map.Entry<String, CollectionDef> entry : def.getCollectionDefMap().entrySet()) {
      addCollection(graph, entry.getKey(), entry.getValue());
    }
    return new MetaGraph(graph, def.toBuilder().clearGraphDef().build());
  }

  /**
   * Fills a collection of operations, outputs or numbers. Collections of serialized messages
   * (variables, savers, control-flow contexts) stay in the meta graph's message.
   */
  private static void addCollection(Graph graph, String key, CollectionDef collection) {
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
      case ANY_LIST:
      case KIND_NOT_SET:
        break;
    }
  }

  /** Returns the message for {@code meta}: its graph as it is now, the rest as it was read. */
  public static MetaGraphDef toProto(MetaGraph meta) {
    return meta.def().toBuilder().setGraphDef(GraphDefs.toProto(meta.graph())).build();
  }

  /**
   * Writes {@code meta} in binary form.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path file, MetaGraph meta) throws IOException {
    Files.write(file, toProto(meta).toByteArray());
  }
}
