package org.slimgraph.cli;

import com.google.common.collect.ImmutableSortedMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.SignatureDef;
import org.slimgraph.graphdef.proto.TensorInfo;
import org.slimgraph.graphdef.proto.VersionDef;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Prints an inspection as tables. */
final class InspectionText {
  private final PrintWriter out;

  InspectionText(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints {@code inspection}.
   *
   * @param depth how many levels of scopes to show; negative for none
   */
  void print(Inspection inspection, int depth) {
    printHead(inspection);
    TextTable ops = new TextTable("op", "count");
    inspection
        .opHistogram()
        .forEach(
            (op, count) ->
                ops.row(inspection.unknownOps().contains(op) ? op + " (unknown)" : op, count));
    ops.print(out);
    TextTable placeholders = new TextTable("placeholder", "type", "shape");
    inspection
        .placeholders()
        .forEach(
            op ->
                placeholders.row(
                    op.name(), typeName(op.outputType(0)), op.outputShape(0).toBrackets()));
    placeholders.print(out);
    printVariables(inspection.variables());
    printCollections(inspection.model().def());
    printSignatures(inspection.model().def());
    if (depth >= 0) {
      printScopes(new ScopeTree(inspection.nodes(), depth));
    } else if (!inspection.filter().isOpen()) {
      printNodes(inspection.nodes());
    }
  }

  private void printHead(Inspection inspection) {
    Model model = inspection.model();
    MetaGraphDef.MetaInfoDef info = model.def().getMetaInfoDef();
    VersionDef versions = model.def().getGraphDef().getVersions();
    out.printf(
        Locale.ROOT,
        "%s: %s, %s%s%s, producer %d, min consumer %d%n",
        model.file(),
        model.kind(),
        model.formatName(),
        info.getTagsCount() == 0 ? "" : ", tags " + String.join(",", info.getTagsList()),
        info.getTensorflowVersion().isEmpty() ? "" : ", TensorFlow " + info.getTensorflowVersion(),
        versions.getProducer(),
        versions.getMinConsumer());
    int all = model.graph().operations().size();
    int shown = inspection.nodes().size();
    out.printf(
        Locale.ROOT,
        "%s%d nodes, %d op types, %d functions%n",
        shown == all ? "" : shown + " of ",
        all,
        inspection.opHistogram().size(),
        model.def().getGraphDef().getLibrary().getFunctionCount());
  }

  private static String typeName(DataType type) {
    return type == DataType.INVALID ? "?" : type.tfName();
  }

  private void printVariables(List<VariableInfo> variables) {
    TextTable table = new TextTable("variable", "type", "shape", "trainable", "kind");
    for (VariableInfo variable : variables) {
      table.row(
          variable.name(),
          variable.dtype().map(InspectionText::text).orElse("?"),
          variable.shape().map(InspectionText::text).orElse("?"),
          variable.trainable().map(flag -> flag ? "yes" : "no").orElse("?"),
          variable.isResource() ? "resource" : "reference");
    }
    table.print(out);
  }

  private static String text(AttrValue attr) {
    return attr instanceof AttrValue.Type type ? typeName(type.value()) : attr.text();
  }

  private void printCollections(MetaGraphDef def) {
    TextTable table = new TextTable("collection", "kind", "count", "first");
    for (Map.Entry<String, CollectionDef> entry : CollectionEntries.byKey(def).entrySet()) {
      table.row(
          entry.getKey(),
          CollectionEntries.kind(entry.getValue()),
          CollectionEntries.count(entry.getValue()),
          first(entry.getKey(), entry.getValue()));
    }
    table.print(out);
  }

  private static String first(String key, CollectionDef collection) {
    Optional<String> variable =
        CollectionEntries.variables(key, collection).stream()
            .map(def -> def.getVariableName())
            .findFirst();
    return variable
        .or(() -> collection.getNodeList().getValueList().stream().findFirst())
        .orElse("");
  }

  private void printSignatures(MetaGraphDef def) {
    TextTable table = new TextTable("signature", "", "key", "tensor", "type", "shape");
    for (Map.Entry<String, SignatureDef> entry :
        ImmutableSortedMap.copyOf(def.getSignatureDefMap()).entrySet()) {
      addRows(table, entry.getKey(), "input", entry.getValue().getInputsMap());
      addRows(table, entry.getKey(), "output", entry.getValue().getOutputsMap());
    }
    table.print(out);
  }

  private static void addRows(
      TextTable table, String signature, String direction, Map<String, TensorInfo> tensors) {
    ImmutableSortedMap.copyOf(tensors)
        .forEach(
            (key, tensor) ->
                table.row(
                    signature,
                    direction,
                    key,
                    tensor.hasCooSparse()
                        ? tensor.getCooSparse().getValuesTensorName() + " (sparse)"
                        : tensor.getName(),
                    typeName(DataType.of(tensor.getDtypeValue())),
                    ShapeProtos.toShape(tensor.getTensorShape()).toBrackets()));
  }

  private void printNodes(List<Operation> nodes) {
    TextTable table = new TextTable("node", "op", "inputs", "outputs");
    for (Operation op : nodes) {
      table.row(op.name(), op.type(), inputs(op), outputs(op));
    }
    table.print(out);
  }

  private static String inputs(Operation op) {
    String data = op.inputs().stream().map(Output::name).collect(Collectors.joining(" "));
    String control =
        op.controlInputs().stream().map(c -> " ^" + c.name()).collect(Collectors.joining());
    return (data + control).strip();
  }

  private static String outputs(Operation op) {
    return op.outputs().stream()
        .map(output -> typeName(output.dataType()) + text(output.shape()))
        .collect(Collectors.joining(" "));
  }

  private static String text(Shape shape) {
    return shape.isRankKnown() ? shape.toBrackets() : "<unknown>";
  }

  private void printScopes(ScopeTree tree) {
    TextTable table = new TextTable("scope or node", "nodes", "op", "outputs");
    tree.walk(
        new ScopeTree.Visitor() {
          @Override
          public void scope(ScopeTree.Scope scope) {
            table.row(indented(scope.name(), scope.depth()) + "/", scope.nodeCount(), "", "");
          }

          @Override
          public void node(Operation node, int depth) {
            table.row(indented(node.name(), depth), "", node.type(), outputs(node));
          }
        });
    table.print(out);
  }

  private static String indented(String name, int depth) {
    return "  ".repeat(depth - 1) + name.substring(name.lastIndexOf('/') + 1);
  }
}
