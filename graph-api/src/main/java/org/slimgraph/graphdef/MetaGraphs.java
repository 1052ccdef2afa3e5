package org.slimgraph.graphdef;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.AttrValue;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.OpList;
import org.slimgraph.graphdef.proto.SavedModel;
import org.slimgraph.graphdef.proto.SaverDef;

/** Meta graphs and saved models to and from files. */
public final class MetaGraphs {
  private static final String TENSORFLOW_VERSION = "1.15.0";

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
    CollectionDefs.fill(graph, def);
    return new MetaGraph(graph, def.toBuilder().clearGraphDef().build());
  }

  /**
   * Returns the message for {@code meta}: its graph and collections as they are now, the rest as it
   * was read. TF: export_meta_graph.
   */
  public static MetaGraphDef toProto(MetaGraph meta) {
    MetaGraphDef.Builder def = meta.def().toBuilder();
    def.setGraphDef(GraphDefs.toProto(meta.graph()));
    for (String key : meta.graph().collectionKeys()) {
      CollectionDefs.toProto(key, meta.graph().collection(key))
          .ifPresent(collection -> def.putCollectionDef(key, collection));
    }
    return def.build();
  }

  /**
   * Returns the message for a graph that was built here: with the definitions of its ops, the
   * shapes of all outputs, its collections and {@code saver}. TF: export_meta_graph.
   */
  public static MetaGraphDef export(Graph graph, SaverDef saver) {
    MetaGraphDef.Builder def =
        toProto(new MetaGraph(graph, MetaGraphDef.getDefaultInstance())).toBuilder();
    def.getMetaInfoDefBuilder()
        .setTensorflowVersion(TENSORFLOW_VERSION)
        .setStrippedOpList(strippedOps(graph));
    for (NodeDef.Builder node : def.getGraphDefBuilder().getNodeBuilderList()) {
      AttrValue.ListValue.Builder shapes = AttrValue.ListValue.newBuilder();
      for (Output output : graph.operation(node.getName()).outputs()) {
        shapes.addShape(ShapeProtos.toProto(output.shape()));
      }
      if (shapes.getShapeCount() > 0) {
        node.putAttr("_output_shapes", AttrValue.newBuilder().setList(shapes).build());
      }
    }
    if (!saver.equals(SaverDef.getDefaultInstance())) {
      def.setSaverDef(saver);
    }
    return def.build();
  }

  /**
   * Returns the definitions of the ops in {@code graph} that are known, in order of their names.
   */
  private static OpList strippedOps(Graph graph) {
    OpList.Builder ops = OpList.newBuilder();
    graph.operations().stream()
        .map(Operation::type)
        .distinct()
        .sorted()
        .map(graph.registry()::find)
        .flatMap(Optional::stream)
        .forEach(op -> ops.addOp(OpDefs.toProto(op.def())));
    return ops.build();
  }

  /**
   * Writes {@code meta} in binary form.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path file, MetaGraph meta) throws IOException {
    Files.write(file, toProto(meta).toByteArray());
  }

  /**
   * Writes {@code def} in binary form, all of it or nothing.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path file, MetaGraphDef def) throws IOException {
    Path temporary =
        file.resolveSibling(file.getFileName() + ".temp" + ProcessHandle.current().pid());
    try {
      Files.write(temporary, def.toByteArray());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
