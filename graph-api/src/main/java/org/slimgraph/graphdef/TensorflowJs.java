package org.slimgraph.graphdef;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.AttrValue;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Graph models of TensorFlow.js: a {@code model.json} whose constants lie in files beside it. The
 * graph alone is read by {@link ProtoFiles}; here it gets its weights.
 *
 * <p>The member {@code weightsManifest} lists groups of files. The bytes of a group's files, one
 * after the other, hold the group's weights without gaps, little-endian; quantized ones as float16
 * or as integers {@code q} that stand for {@code q * scale + min}.
 */
public final class TensorflowJs {
  private static final String MANIFEST = "weightsManifest";
  private static final Value EMPTY = Value.getDefaultInstance();

  private TensorflowJs() {}

  /**
   * Returns {@code graph} with its constants filled from the files beside the model; as it is, if
   * the model does not say that there are any.
   *
   * @param graph what the model holds
   * @param model the content of the model
   * @param file where the model is
   * @throws SlimgraphException INVALID_ARGUMENT or DATA_LOSS if a weight is not stated well or runs
   *     past the end of its file; UNIMPLEMENTED for one of another type than float32, int32, bool
   *     or string
   * @throws IOException if a file is missing or cannot be read
   */
  public static GraphDef withWeights(GraphDef graph, byte[] model, Path file) throws IOException {
    if (FileFormat.of(model) != FileFormat.JSON) {
      return graph;
    }
    String text = FileFormat.withoutByteOrderMark(new String(model, StandardCharsets.UTF_8));
    String manifest = JsonOutline.members(text).get(MANIFEST);
    return manifest == null ? graph : filled(graph, weights(manifest, file));
  }

  private static GraphDef filled(GraphDef graph, Map<String, Tensor> weights) {
    GraphDef.Builder filled = graph.toBuilder();
    for (NodeDef.Builder node : filled.getNodeBuilderList()) {
      Tensor weight = weights.get(node.getName());
      if (weight != null && node.getOp().equals("Const")) {
        node.putAttr(
            "value", AttrValue.newBuilder().setTensor(TensorProtos.toProto(weight)).build());
      }
    }
    return filled.build();
  }

  private static Map<String, Tensor> weights(String manifest, Path file) throws IOException {
    ListValue.Builder groups = ListValue.newBuilder();
    try {
      JsonFormat.parser().merge(manifest, groups);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT, MANIFEST + " is no list of groups: " + e.getMessage(), e);
    }
    Map<String, Tensor> weights = new HashMap<>();
    for (Value group : groups.getValuesList()) {
      Struct members = group.getStructValue();
      ByteBuffer data = data(list(members, "paths"), file).order(ByteOrder.LITTLE_ENDIAN);
      for (Value entry : list(members, "weights").getValuesList()) {
        Struct weight = entry.getStructValue();
        String name = text(weight, "name");
        try {
          weights.put(name, weight(weight, data));
        } catch (SlimgraphException e) {
          throw e.withContext("in weight '" + name + "'");
        }
      }
    }
    return weights;
  }

  /** Returns the bytes of files beside {@code file}, one after the other. */
  private static ByteBuffer data(ListValue paths, Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Value path : paths.getValuesList()) {
      Path part = folder == null ? Path.of("") : folder.resolve(path.getStringValue()).normalize();
      if (folder == null || !part.startsWith(folder)) {
        throw SlimgraphException.invalidArgument(
            "%s: '%s' is not beside the model", MANIFEST, path.getStringValue());
      }
      data.write(Files.readAllBytes(part));
    }
    return ByteBuffer.wrap(data.toByteArray());
  }

  private static Tensor weight(Struct weight, ByteBuffer data) {
    ListValue dims = list(weight, "shape");
    Shape shape =
        Shape.of(dims.getValuesList().stream().mapToLong(d -> (long) d.getNumberValue()).toArray());
    String type = text(weight, "dtype");
    Struct quantization = weight.getFieldsOrDefault("quantization", EMPTY).getStructValue();
    String stored = quantization.getFieldsCount() == 0 ? type : text(quantization, "dtype");
    int size = size(shape, width(stored), data);
    if (type.equals("string")) {
      return Tensor.of(shape, strings(size, data));
    }
    if (type.equals("bool") && stored.equals("bool")) {
      boolean[] values = new boolean[size];
      for (int i = 0; i < size; i++) {
        values[i] = data.get() != 0;
      }
      return Tensor.of(shape, values);
    }
    if (type.equals("int32") && stored.equals("int32")) {
      byte[] bytes = new byte[4 * size];
      data.get(bytes);
      return Tensor.of(DataType.INT32, shape, bytes);
    }
    double scale = number(quantization, "scale", 1);
    double min = number(quantization, "min", 0);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = stored(stored, data) * scale + min;
    }
    return real(type, shape, values);
  }

  private static Tensor real(String type, Shape shape, double[] values) {
    if (type.equals("float32")) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return Tensor.of(shape, floats);
    }
    if (type.equals("int32")) {
      int[] ints = new int[values.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) Math.round(values[i]);
      }
      return Tensor.of(shape, ints);
    }
    throw unsupported(type);
  }

  private static SlimgraphException unsupported(String type) {
    return SlimgraphException.unimplemented(
        "weights of type '%s' are not read; float32, int32, bool and string are", type);
  }

  private static double stored(String type, ByteBuffer data) {
    switch (type) {
      case "float32":
        return data.getFloat();
      case "float16":
        return HalfFloat.halfToFloat(data.getShort());
      case "uint8":
        return data.get() & 0xff;
      case "uint16":
        return data.getShort() & 0xffff;
      default:
        throw unsupported(type);
    }
  }

  /** Returns the bytes that one element takes, at the least. */
  private static int width(String type) {
    switch (type) {
      case "float32":
      case "int32":
      case "string":
        return 4;
      case "float16":
      case "uint16":
        return 2;
      case "uint8":
      case "bool":
        return 1;
      default:
        throw unsupported(type);
    }
  }

  /** Returns the number of elements, after a check that the data has as many. */
  private static int size(Shape shape, int width, ByteBuffer data) {
    long size = shape.isFullyDefined() ? shape.elementCount() : -1;
    if (size < 0 || size > data.remaining() / width) {
      throw SlimgraphException.dataLoss(
          "%d bytes of its file are left, too few for shape %s of %d bytes an element",
          data.remaining(), shape.toBrackets(), width);
    }
    return (int) size;
  }

  private static byte[][] strings(int size, ByteBuffer data) {
    byte[][] strings = new byte[size][];
    for (int i = 0; i < size; i++) {
      int length = data.remaining() < 4 ? -1 : data.getInt();
      if (length < 0 || length > data.remaining()) {
        throw SlimgraphException.dataLoss("string %d of %d runs past the file's end", i, size);
      }
      strings[i] = new byte[length];
      data.get(strings[i]);
    }
    return strings;
  }

  private static String text(Struct object, String member) {
    return object.getFieldsOrDefault(member, EMPTY).getStringValue();
  }

  private static ListValue list(Struct object, String member) {
    return object.getFieldsOrDefault(member, EMPTY).getListValue();
  }

  private static double number(Struct object, String member, double absent) {
    Value value = object.getFieldsOrDefault(member, EMPTY);
    return value.hasNumberValue() ? value.getNumberValue() : absent;
  }
}
