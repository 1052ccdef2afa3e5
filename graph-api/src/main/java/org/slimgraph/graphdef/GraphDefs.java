package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphImporter;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.VersionDef;
import org.slimgraph.op.AttrValue;

/**
 * Graphs to and from GraphDef files. What is read and written again is the same message: node
 * order, attributes, the form of constants and fields unknown to us survive.
 *
 * <p>A graph that is read may hold ops that are not known here; it can be inspected, changed and
 * saved, and only running such an op fails. {@link #importStrictly} is TF's import_graph_def, which
 * refuses them.
 */
public final class GraphDefs {
  /** The GraphDef version of TF 1.15. */
  public static final int VERSION = 134;

  private GraphDefs() {}

  /** What a GraphDef holds besides nodes; kept with the graph that was read from it. */
  private record Envelope(GraphDef withoutNodes) {}

  /**
   * Returns the graph in {@code bytes}: a GraphDef in binary, text or JSON form, told by its
   * content. No bytes are an empty graph, as for TF.
   *
   * @throws SlimgraphException DATA_LOSS or INVALID_ARGUMENT if the content is no valid graph
   */
  public static Graph parse(byte[] bytes) {
    return toGraph(ProtoFiles.parse(bytes, GraphDef.getDefaultInstance()));
  }

  /**
   * Returns the graph in {@code file}, as {@link #parse} does.
   *
   * @throws IOException if reading fails
   */
  public static Graph read(Path file) throws IOException {
    return toGraph(ProtoFiles.read(file, GraphDef.getDefaultInstance()));
  }

  /**
   * Returns the graph that {@code def} describes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is not valid
   */
  public static Graph toGraph(GraphDef def) {
    checkVersions(def.getVersions());
    Envelope envelope = new Envelope(def.toBuilder().clearNode().build());
    Graph graph = new Graph();
    graph.attachment(Envelope.class, () -> envelope);
    graph.importer().add(nodes(def));
    return graph;
  }

  /**
   * Adds the nodes of {@code def} to a graph with all of TF's checks: unknown ops and attributes
   * are refused.
   *
   * @param importer from {@link Graph#importer}, with prefix and input map set
   * @return the operations by the names they have in {@code def}
   * @throws SlimgraphException with TF's code and message if the nodes are not a valid graph
   */
  public static Map<String, Operation> importStrictly(GraphDef def, GraphImporter importer) {
    checkVersions(def.getVersions());
    return importer.strict(true).producer(def.getVersions().getProducer()).add(nodes(def));
  }

  private static void checkVersions(VersionDef versions) {
    if (versions.getMinConsumer() > VERSION) {
      throw SlimgraphException.invalidArgument(
          "GraphDef min consumer version %d above current version %d for TensorFlow 1.15.0."
              + "  Please upgrade TensorFlow.",
          versions.getMinConsumer(), VERSION);
    }
    if (versions.getProducer() < 0) {
      throw SlimgraphException.invalidArgument(
          "GraphDef producer version %d below min producer 0 supported by TensorFlow 1.15.0."
              + "  Please regenerate your graph.",
          versions.getProducer());
    }
    if (versions.getBadConsumersList().contains(VERSION)) {
      throw SlimgraphException.invalidArgument(
          "GraphDef disallows consumer version %d.  Please upgrade TensorFlow: this version is"
              + " likely buggy.",
          VERSION);
    }
  }

  private static List<GraphImporter.Node> nodes(GraphDef def) {
    ExpansionBudget budget = ExpansionBudget.standard();
    List<GraphImporter.Node> nodes = new ArrayList<>(def.getNodeCount());
    for (NodeDef node : def.getNodeList()) {
      try {
        nodes.add(
            new GraphImporter.Node(
                node.getName(),
                node.getOp(),
                ImmutableList.copyOf(node.getInputList()),
                AttrValues.toAttrs(node.getAttrMap(), budget),
                node.getDevice(),
                node));
      } catch (SlimgraphException e) {
        throw e.withContext("in node '" + node.getName() + "'");
      }
    }
    return nodes;
  }

  /** Returns the message for {@code graph}, nodes in order of creation. */
  public static GraphDef toProto(Graph graph) {
    Envelope envelope = graph.attachment(Envelope.class, () -> new Envelope(fresh()));
    GraphDef.Builder def = envelope.withoutNodes().toBuilder();
    for (Operation op : graph.operations()) {
      def.addNode(toProto(op));
    }
    return def.build();
  }

  private static GraphDef fresh() {
    return GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(VERSION)).build();
  }

  /** Returns the message for one operation. */
  public static NodeDef toProto(Operation op) {
    NodeDef source = op.source().map(NodeDef.class::cast).orElse(null);
    NodeDef.Builder node;
    if (source == null) {
      node = NodeDef.newBuilder().setOp(op.type());
      node.putAllAttr(AttrValues.toProtos(op.attrs().given()));
    } else {
      node = source.toBuilder().clearInput();
      AttrValue colocation = op.attrs().given().get("_class");
      if (colocation != null && !op.name().equals(source.getName())) {
        node.putAttr("_class", AttrValues.toProto(colocation));
      }
    }
    node.setName(op.name()).setDevice(op.device());
    List<String> inputs = inputs(op);
    for (int i = 0; i < inputs.size(); i++) {
      String written = inputs.get(i) + ":0";
      boolean inFull =
          source != null && i < source.getInputCount() && source.getInput(i).equals(written);
      node.addInput(inFull ? written : inputs.get(i));
    }
    return node.build();
  }

  private static List<String> inputs(Operation op) {
    List<String> inputs = new ArrayList<>();
    for (Output input : op.inputs()) {
      inputs.add(input.index() == 0 ? input.operation().name() : input.name());
    }
    for (Operation control : op.controlInputs()) {
      inputs.add("^" + control.name());
    }
    return inputs;
  }

  /** Returns {@code graph} in binary form. */
  public static byte[] toBytes(Graph graph) {
    return toProto(graph).toByteArray();
  }

  /** Returns {@code graph} in text form ({@code .pbtxt}). */
  public static String toText(Graph graph) {
    return TextFormat.printer().printToString(toProto(graph));
  }

  /** Returns {@code graph} in the JSON form of protobuf. */
  public static String toJson(Graph graph) {
    try {
      return JsonFormat.printer().print(toProto(graph));
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.invalidArgument("The graph has no JSON form: %s", e.toString());
    }
  }

  /**
   * Writes {@code graph} in the form that the file's name asks for: {@code .json}, {@code .pbtxt}
   * or binary.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path file, Graph graph) throws IOException {
    String name = file.toString();
    if (name.endsWith(".json")) {
      Files.writeString(file, toJson(graph), StandardCharsets.UTF_8);
    } else if (name.endsWith(".pbtxt")) {
      Files.writeString(file, toText(graph), StandardCharsets.UTF_8);
    } else {
      Files.write(file, toBytes(graph));
    }
  }
}
