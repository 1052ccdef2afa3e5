package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.AttrValueSchema;
import org.slimgraph.graphdef.proto.BundleSchema;
import org.slimgraph.graphdef.proto.CollectionsSchema;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.GraphSchema;
import org.slimgraph.graphdef.proto.MetaGraphSchema;
import org.slimgraph.graphdef.proto.OpDefSchema;
import org.slimgraph.graphdef.proto.SaverSchema;
import org.slimgraph.graphdef.proto.TensorSchema;

/**
 * Reads and writes protobuf messages in any of their three forms; which one a file has is found by
 * its content. Nesting and size are bounded. A binary file that does not parse is DATA_LOSS with
 * the offset, a text or JSON file INVALID_ARGUMENT with the line or path.
 *
 * <p>JSON of TensorFlow.js ({@code model.json}) is taken too: the graph is its {@code
 * modelTopology}.
 */
public final class ProtoFiles {
  private static final int MAX_DEPTH = 100;
  private static final String TFJS_GRAPH = "modelTopology";

  /** The messages that may stand in an Any. */
  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(AttrValueSchema.getDescriptor().getMessageTypes())
          .add(BundleSchema.getDescriptor().getMessageTypes())
          .add(CollectionsSchema.getDescriptor().getMessageTypes())
          .add(GraphSchema.getDescriptor().getMessageTypes())
          .add(MetaGraphSchema.getDescriptor().getMessageTypes())
          .add(OpDefSchema.getDescriptor().getMessageTypes())
          .add(SaverSchema.getDescriptor().getMessageTypes())
          .add(TensorSchema.getDescriptor().getMessageTypes())
          .build();

  private ProtoFiles() {}

  /**
   * Returns the message in {@code file}.
   *
   * @param type any message of the wanted type, such as {@code GraphDef.getDefaultInstance()}
   * @throws SlimgraphException DATA_LOSS or INVALID_ARGUMENT if the content is not such a message
   * @throws IOException if reading fails
   */
  public static <T extends Message> T read(Path file, T type) throws IOException {
    byte[] bytes = readBytes(file);
    try {
      return parse(bytes, type);
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }

  /**
   * Returns the message in {@code file}: a GraphDef, a MetaGraphDef or a SavedModel.
   *
   * @throws SlimgraphException DATA_LOSS or INVALID_ARGUMENT if it is none of these
   * @throws IOException if reading fails
   */
  public static Message readModel(Path file) throws IOException {
    byte[] bytes = readBytes(file);
    try {
      return parseModel(bytes);
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }

  /**
   * Returns the content of {@code file}.
   *
   * @throws SlimgraphException RESOURCE_EXHAUSTED if no message can be as large as the file
   * @throws IOException if reading fails
   */
  public static byte[] readBytes(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - 8) {
      throw SlimgraphException.resourceExhausted(
          "%s has %d bytes; a protobuf message has less than 2 GiB", file, Files.size(file));
    }
    return Files.readAllBytes(file);
  }

  /** Returns the message in {@code bytes}, as {@link #read} does. */
  public static <T extends Message> T parse(byte[] bytes, T type) {
    return parse(bytes, type, FileFormat.of(bytes));
  }

  /** Returns the message in {@code bytes}, which have the form {@code format}. */
  public static <T extends Message> T parse(byte[] bytes, T type, FileFormat format) {
    Message.Builder builder = type.newBuilderForType();
    switch (format) {
      case BINARY:
        parseBinary(bytes, builder);
        break;
      case TEXT:
        parseText(text(bytes), builder);
        break;
      case JSON:
        parseJson(text(bytes), builder);
        break;
    }
    @SuppressWarnings("unchecked") // a builder builds the type that it came from
    T message = (T) builder.build();
    return message;
  }

  /** Returns the message in {@code bytes}, as {@link #readModel} does. */
  public static Message parseModel(byte[] bytes) {
    return parseModel(bytes, FileFormat.of(bytes));
  }

  /** Returns the message in {@code bytes}, which have the form {@code format}. */
  public static Message parseModel(byte[] bytes, FileFormat format) {
    return parse(
        bytes,
        format == FileFormat.BINARY
            ? ModelKind.ofBinary(bytes)
            : ModelKind.ofText(text(bytes), format),
        format);
  }

  private static String text(byte[] bytes) {
    return FileFormat.withoutByteOrderMark(new String(bytes, StandardCharsets.UTF_8));
  }

  private static String name(MessageOrBuilder message) {
    return message.getDescriptorForType().getName();
  }

  private static void parseBinary(byte[] bytes, Message.Builder builder) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.setRecursionLimit(MAX_DEPTH);
    try {
      builder.mergeFrom(in);
      in.checkLastTagWas(0);
    } catch (IOException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          String.format(
              java.util.Locale.ROOT,
              "Not a valid binary %s: damaged at or before offset %d of %d bytes (%s)",
              name(builder),
              in.getTotalBytesRead(),
              bytes.length,
              e.getMessage()),
          e);
    }
    if (builder.getAllFields().isEmpty() && !builder.getUnknownFields().asMap().isEmpty()) {
      throw SlimgraphException.dataLoss(
          "Not a binary %s: none of its fields is there, only unknown ones", name(builder));
    }
  }

  private static void parseText(String text, Message.Builder builder) {
    TextFormat.Parser parser =
        TextFormat.Parser.newBuilder().setTypeRegistry(TYPES).setRecursionLimit(MAX_DEPTH).build();
    try {
      parser.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT,
          "Not a valid text " + name(builder) + ", line:column " + e.getMessage(),
          e);
    }
  }

  private static void parseJson(String text, Message.Builder builder) {
    ImmutableMap<String, String> members = JsonOutline.members(text);
    String graph = members.get(TFJS_GRAPH);
    boolean nested = graph != null && builder instanceof GraphDef.Builder;
    try {
      JsonFormat.parser().usingTypeRegistry(TYPES).merge(nested ? graph : text, builder);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT,
          "Not a valid JSON " + name(builder) + ": " + e.getMessage(),
          e);
    }
  }

  /** Returns the binary form; equal messages give equal bytes, map entries in key order. */
  public static byte[] toBytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Returns the text form. */
  public static String toText(MessageOrBuilder message) {
    return TextFormat.printer().usingTypeRegistry(TYPES).printToString(message);
  }

  /** Returns the JSON form, fields that hold their default left out. */
  public static String toJson(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().usingTypeRegistry(TYPES).print(message);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(ErrorCode.INVALID_ARGUMENT, "No JSON form: " + e.getMessage(), e);
    }
  }
}
