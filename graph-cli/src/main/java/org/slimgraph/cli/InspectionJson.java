package org.slimgraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.AssetFileDef;
import org.slimgraph.graphdef.proto.CollectionDef;
import org.slimgraph.graphdef.proto.FunctionDef;
import org.slimgraph.graphdef.proto.GradientDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.OpDef;
import org.slimgraph.graphdef.proto.SignatureDef;
import org.slimgraph.graphdef.proto.TensorInfo;
import org.slimgraph.graphdef.proto.VariableDef;
import org.slimgraph.graphdef.proto.VersionDef;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;

/** Writes an inspection as JSON, in the order and with the names of docs/inspect-json.md. */
final class InspectionJson {
  private final JsonGenerator json;

  InspectionJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes {@code inspection}.
   *
   * @param depth nodes whose names have more parts are counted by scope; negative to list all
   */
  void write(Inspection inspection, int depth) throws IOException {
    MetaGraphDef def = inspection.model().def();
    json.writeStartObject();
    writeHead(inspection);
    writeHistogram(inspection);
    writeStrings("unknownOps", inspection.unknownOps());
    writePlaceholders(inspection.placeholders());
    writeVariables(inspection.variables());
    writeCollections(def);
    writeSignatures(def);
    writeFunctions(def);
    if (def.hasSaverDef()) {
      json.writePOJOField("saver", Console.tree(def.getSaverDef()));
    } else {
      json.writeNullField("saver");
    }
    writeAssets(def.getAssetFileDefList());
    if (depth < 0) {
      writeNodes(inspection.nodes());
    } else {
      ScopeTree tree = new ScopeTree(inspection.nodes(), depth);
      writeScopes(tree);
      writeNodes(tree.shallowNodes());
    }
    json.writeEndObject();
  }

  private void writeHead(Inspection inspection) throws IOException {
    Model model = inspection.model();
    MetaGraphDef.MetaInfoDef info = model.def().getMetaInfoDef();
    VersionDef versions = model.def().getGraphDef().getVersions();
    json.writeStringField("file", model.file().toString());
    json.writeStringField("kind", model.kind());
    json.writeStringField("format", model.formatName());
    writeStrings("tags", info.getTagsList());
    json.writeObjectFieldStart("versions");
    json.writeNumberField("producer", versions.getProducer());
    json.writeNumberField("minConsumer", versions.getMinConsumer());
    json.writeArrayFieldStart("badConsumers");
    for (int version : versions.getBadConsumersList()) {
      json.writeNumber(version);
    }
    json.writeEndArray();
    json.writeEndObject();
    writeText("tensorflowVersion", info.getTensorflowVersion());
    json.writeNumberField("nodeCount", model.graph().operations().size());
    json.writeNumberField("selectedCount", inspection.nodes().size());
  }

  /** Writes a string, or null for none. */
  private void writeText(String field, String text) throws IOException {
    if (text.isEmpty()) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, text);
    }
  }

  private void writeStrings(String field, Collection<String> strings) throws IOException {
    json.writeArrayFieldStart(field);
    for (String string : strings) {
      json.writeString(string);
    }
    json.writeEndArray();
  }

  private void writeHistogram(Inspection inspection) throws IOException {
    json.writeObjectFieldStart("opHistogram");
    for (Map.Entry<String, Integer> entry : inspection.opHistogram().entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void writePlaceholders(List<Operation> placeholders) throws IOException {
    json.writeArrayFieldStart("placeholders");
    for (Operation op : placeholders) {
      json.writeStartObject();
      json.writeStringField("name", op.name());
      ValueJson.writeTypeAndShape(json, op.outputType(0), op.outputShape(0));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeVariables(List<VariableInfo> variables) throws IOException {
    json.writeArrayFieldStart("variables");
    for (VariableInfo variable : variables) {
      json.writeStartObject();
      json.writeStringField("name", variable.name());
      writeText("op", variable.op());
      json.writeFieldName("dtype");
      writeAttr(variable.dtype());
      json.writeFieldName("shape");
      writeAttr(variable.shape());
      json.writeFieldName("trainable");
      json.writePOJO(variable.trainable().orElse(null));
      json.writeBooleanField("resource", variable.isResource());
      VariableDef def = variable.def().orElse(VariableDef.getDefaultInstance());
      writeText("initializer", def.getInitializerName());
      writeText("snapshot", def.getSnapshotName());
      writeText("initialValue", def.getInitialValueName());
      if (def.hasSaveSliceInfoDef()) {
        json.writePOJOField("slice", Console.tree(def.getSaveSliceInfoDef()));
      }
      writeStrings("collections", variable.collections());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAttr(Optional<AttrValue> attr) throws IOException {
    if (attr.isPresent()) {
      ValueJson.write(json, attr.get());
    } else {
      json.writeNull();
    }
  }

  private void writeCollections(MetaGraphDef def) throws IOException {
    json.writeObjectFieldStart("collections");
    for (Map.Entry<String, CollectionDef> entry : CollectionEntries.byKey(def).entrySet()) {
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField("kind", CollectionEntries.kind(entry.getValue()));
      json.writeNumberField("count", CollectionEntries.count(entry.getValue()));
      writeEntries(entry.getKey(), entry.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeEntries(String key, CollectionDef collection) throws IOException {
    switch (collection.getKindCase()) {
      case NODE_LIST:
        writeStrings("values", collection.getNodeList().getValueList());
        return;
      case INT64_LIST:
        json.writePOJOField("values", collection.getInt64List().getValueList());
        return;
      case FLOAT_LIST:
        json.writePOJOField("values", collection.getFloatList().getValueList());
        return;
      case BYTES_LIST:
        writeBytesList(key, collection);
        return;
      case ANY_LIST:
        json.writeArrayFieldStart("types");
        for (com.google.protobuf.Any any : collection.getAnyList().getValueList()) {
          json.writeString(any.getTypeUrl());
        }
        json.writeEndArray();
        return;
      case KIND_NOT_SET:
        return;
    }
  }

  private void writeBytesList(String key, CollectionDef collection) throws IOException {
    Optional<List<Message>> messages = CollectionEntries.decoded(key, collection);
    json.writeArrayFieldStart(messages.isPresent() ? "values" : "sizes");
    for (Message message : messages.orElse(List.of())) {
      json.writePOJO(Console.tree(message));
    }
    if (messages.isEmpty()) {
      for (ByteString bytes : collection.getBytesList().getValueList()) {
        json.writeNumber(bytes.size());
      }
    }
    json.writeEndArray();
  }

  private void writeSignatures(MetaGraphDef def) throws IOException {
    json.writeObjectFieldStart("signatures");
    for (Map.Entry<String, SignatureDef> entry :
        ImmutableSortedMap.copyOf(def.getSignatureDefMap()).entrySet()) {
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField("method", entry.getValue().getMethodName());
      writeTensors("inputs", entry.getValue().getInputsMap());
      writeTensors("outputs", entry.getValue().getOutputsMap());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeTensors(String field, Map<String, TensorInfo> tensors) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, TensorInfo> entry : ImmutableSortedMap.copyOf(tensors).entrySet()) {
      TensorInfo tensor = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      if (tensor.hasCooSparse()) {
        json.writePOJOField("sparse", Console.tree(tensor.getCooSparse()));
      } else {
        json.writeStringField("tensor", tensor.getName());
      }
      ValueJson.writeTypeAndShape(
          json, DataType.of(tensor.getDtypeValue()), ShapeProtos.toShape(tensor.getTensorShape()));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeFunctions(MetaGraphDef def) throws IOException {
    json.writeArrayFieldStart("functions");
    for (FunctionDef function : def.getGraphDef().getLibrary().getFunctionList()) {
      OpDef signature = function.getSignature();
      json.writeStartObject();
      json.writeStringField("name", signature.getName());
      writeStrings(
          "inputs", signature.getInputArgList().stream().map(OpDef.ArgDef::getName).toList());
      writeStrings(
          "outputs", signature.getOutputArgList().stream().map(OpDef.ArgDef::getName).toList());
      json.writeNumberField("nodeCount", function.getNodeDefCount());
      Optional<GradientDef> gradient =
          def.getGraphDef().getLibrary().getGradientList().stream()
              .filter(g -> g.getFunctionName().equals(signature.getName()))
              .findFirst();
      writeText("gradient", gradient.map(GradientDef::getGradientFunc).orElse(""));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAssets(List<AssetFileDef> assets) throws IOException {
    json.writeArrayFieldStart("assets");
    for (AssetFileDef asset : assets) {
      json.writeStartObject();
      json.writeStringField("filename", asset.getFilename());
      json.writeStringField("tensor", asset.getTensorInfo().getName());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeScopes(ScopeTree tree) throws IOException {
    json.writeArrayFieldStart("scopes");
    for (ScopeTree.Scope scope : tree.scopes()) {
      json.writeStartObject();
      json.writeStringField("name", scope.name());
      json.writeNumberField("depth", scope.depth());
      json.writeNumberField("nodeCount", scope.nodeCount());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeNodes(List<Operation> nodes) throws IOException {
    json.writeArrayFieldStart("nodes");
    for (Operation op : nodes) {
      writeNode(op);
    }
    json.writeEndArray();
  }

  private void writeNode(Operation op) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", op.name());
    json.writeStringField("op", op.type());
    json.writeArrayFieldStart("inputs");
    for (Output input : op.inputs()) {
      json.writeString(input.index() == 0 ? input.operation().name() : input.name());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("controlInputs");
    for (Operation control : op.controlInputs()) {
      json.writeString(control.name());
    }
    json.writeEndArray();
    json.writeStringField("device", op.device());
    json.writeFieldName("attrs");
    ValueJson.writeAttrs(json, ImmutableSortedMap.copyOf(op.attrs().given()));
    json.writeArrayFieldStart("outputs");
    for (int i = 0; i < op.outputCount(); i++) {
      json.writeStartObject();
      ValueJson.writeTypeAndShape(json, op.outputType(i), op.outputShape(i));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
