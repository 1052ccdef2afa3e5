package org.slimgraph.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.MetaGraphs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.TensorflowJs;
import org.slimgraph.graphdef.proto.GraphDef;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Rewrites a graph file in another form. */
@Command(
    name = "convert",
    description =
        "Rewrites a GraphDef, MetaGraphDef or SavedModel in another form: binary, text or JSON.")
final class ConvertCommand implements Callable<Integer>, LooksOnly {
  @Mixin private Console console = new Console();

  @Parameters(index = "0", paramLabel = "IN", description = "The file, or a SavedModel's folder.")
  private Path in = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FORM",
      converter = FormConverter.class,
      description = "The form of IN: pb, pbtxt or json. Told by its content if absent.")
  private Optional<FileFormat> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "FORM",
      converter = FormConverter.class,
      description = "The form of OUT: pb, pbtxt or json. Told by its name if absent.")
  private Optional<FileFormat> to = Optional.empty();

  /** Reads the name of a form. */
  static final class FormConverter implements ITypeConverter<FileFormat> {
    @Override
    public FileFormat convert(String text) {
      switch (text) {
        case "pb":
          return FileFormat.BINARY;
        case "pbtxt":
          return FileFormat.TEXT;
        case "json":
          return FileFormat.JSON;
        default:
          throw new TypeConversionException("'" + text + "' is none of pb, pbtxt, json");
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    Path file = MetaGraphs.modelFile(in);
    byte[] bytes = ProtoFiles.readBytes(file);
    FileFormat read = from.isPresent() ? from.get() : FileFormat.of(bytes);
    FileFormat written = to.orElseGet(() -> formatOfName(out));
    Message message;
    try {
      message = ProtoFiles.parseModel(bytes, read);
      if (message instanceof GraphDef graph) {
        message = TensorflowJs.withWeights(graph, bytes, file);
      }
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
    byte[] converted = bytes(message, written);
    Files.write(out, converted);
    report(message, read, written);
    if (!holds(converted, written, message)) {
      throw SlimgraphException.dataLoss(
          "%s has fields that are not known here and that only the binary form can keep; %s lacks"
              + " them",
          file, out);
    }
    return 0;
  }

  private static FileFormat formatOfName(Path file) {
    String name = file.toString();
    if (name.endsWith(".json")) {
      return FileFormat.JSON;
    }
    return name.endsWith("txt") ? FileFormat.TEXT : FileFormat.BINARY;
  }

  private static byte[] bytes(Message message, FileFormat format) {
    switch (format) {
      case BINARY:
        return ProtoFiles.toBytes(message);
      case TEXT:
        return ProtoFiles.toText(message).getBytes(StandardCharsets.UTF_8);
      case JSON:
        return ProtoFiles.toJson(message).getBytes(StandardCharsets.UTF_8);
    }
    throw new IllegalStateException("format " + format);
  }

  /** Returns whether {@code bytes} say all that {@code message} says. */
  private static boolean holds(byte[] bytes, FileFormat format, Message message) {
    try {
      return ProtoFiles.parse(bytes, message.getDefaultInstanceForType(), format).equals(message);
    } catch (SlimgraphException e) {
      return false; // the text form writes unknown fields but does not read them
    }
  }

  private void report(Message message, FileFormat read, FileFormat written) throws IOException {
    String kind = message.getDescriptorForType().getName();
    String before = read.name().toLowerCase(Locale.ROOT);
    String after = written.name().toLowerCase(Locale.ROOT);
    if (console.json()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("in", in.toString());
      json.put("out", out.toString());
      json.put("kind", kind);
      json.put("from", before);
      json.put("to", after);
      console.print(json);
    } else {
      console.out().printf(Locale.ROOT, "%s: %s, %s to %s%n", out, kind, before, after);
    }
  }
}
