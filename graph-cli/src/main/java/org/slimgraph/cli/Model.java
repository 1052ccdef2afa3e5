package org.slimgraph.cli;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.TensorflowJs;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.SavedModel;

/**
 * A graph as a file holds it.
 *
 * @param file the file that was read
 * @param kind the message in it: GraphDef, MetaGraphDef or SavedModel
 * @param format its form
 * @param def the chosen meta graph; of a GraphDef, one that holds it and nothing else
 * @param graph the graph of {@code def}, whose operations have the order of its nodes
 */
record Model(Path file, String kind, FileFormat format, MetaGraphDef def, Graph graph) {

  /**
   * Returns what {@code path} holds, the weights that lie beside a TensorFlow.js model included:
   * its shapes depend on some of them.
   *
   * @param path a file, or the folder of a SavedModel
   * @param tags choose one of several meta graphs; none are needed when there is one
   * @param needsWeights whether missing weights are an error; else the constants stay zero
   * @throws SlimgraphException if the content is damaged, no valid graph, or has no such tags
   * @throws IOException if reading fails
   */
  static Model read(Path path, List<String> tags, boolean needsWeights) throws IOException {
    Path file = MetaGraphs.modelFile(path);
    byte[] bytes = ProtoFiles.readBytes(file);
    try {
      FileFormat format = FileFormat.of(bytes);
      Message message = ProtoFiles.parseModel(bytes, format);
      if (message instanceof GraphDef graph) {
        message = withWeights(graph, bytes, file, needsWeights);
      }
      MetaGraphDef def = chosen(message, tags);
      String kind = message.getDescriptorForType().getName();
      return new Model(file, kind, format, def, GraphDefs.toGraph(def.getGraphDef()));
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }

  private static GraphDef withWeights(GraphDef graph, byte[] bytes, Path file, boolean needsWeights)
      throws IOException {
    try {
      return TensorflowJs.withWeights(graph, bytes, file);
    } catch (NoSuchFileException e) {
      if (needsWeights) {
        throw e;
      }
      return graph;
    }
  }

  private static MetaGraphDef chosen(Message message, List<String> tags) {
    if (message instanceof GraphDef graph) {
      return MetaGraphDef.newBuilder().setGraphDef(graph).build();
    }
    List<MetaGraphDef> all =
        message instanceof SavedModel model
            ? model.getMetaGraphsList()
            : List.of((MetaGraphDef) message);
    List<MetaGraphDef> found =
        all.stream()
            .filter(meta -> tags.isEmpty() || new HashSet<>(tags).equals(tagSet(meta)))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String offered =
        all.stream().map(meta -> String.join(",", tagsOf(meta))).collect(Collectors.joining(" | "));
    if (found.isEmpty()) {
      throw SlimgraphException.notFound(
          "MetaGraphDef associated with tags %s could not be found; the file has %s",
          tags, offered.isEmpty() ? "none" : offered);
    }
    throw SlimgraphException.invalidArgument(
        "%d meta graphs; choose one with --tags: %s", all.size(), offered);
  }

  private static List<String> tagsOf(MetaGraphDef meta) {
    return meta.getMetaInfoDef().getTagsList();
  }

  private static HashSet<String> tagSet(MetaGraphDef meta) {
    return new HashSet<>(tagsOf(meta));
  }

  /** Returns the form as users write it: {@code binary}, {@code text} or {@code json}. */
  String formatName() {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
