package org.slimgraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command prints, and whether it prints JSON or its help. A mixin of every command. */
final class Console {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** Returns whether the user asked for JSON. */
  boolean json() {
    return json;
  }

  /** Returns the writer for results. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Returns the writer for messages. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Returns a generator of indented JSON on {@code writer}, which it flushes but never closes. */
  static JsonGenerator generator(Writer writer) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(lines);
    JsonGenerator generator = MAPPER.createGenerator(writer);
    generator.setPrettyPrinter(printer);
    return generator;
  }

  /** Prints {@code tree} as the result. */
  void print(JsonNode tree) throws IOException {
    out().print(text(tree));
  }

  /** Returns {@code tree} as indented lines. */
  static String text(JsonNode tree) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = generator(text)) {
      generator.writeTree(tree);
    }
    return text + "\n";
  }

  /** Returns the JSON form of {@code message}, field names in lowerCamelCase. */
  static JsonNode tree(MessageOrBuilder message) {
    return tree(message, JsonFormat.printer());
  }

  /** Returns the JSON form of {@code message}, field names as in its schema. */
  static JsonNode originalTree(MessageOrBuilder message) {
    return tree(message, JsonFormat.printer().preservingProtoFieldNames());
  }

  private static JsonNode tree(MessageOrBuilder message, JsonFormat.Printer printer) {
    try {
      return MAPPER.readTree(printer.print(message));
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(ErrorCode.INVALID_ARGUMENT, "No JSON form: " + e.getMessage(), e);
    } catch (IOException e) {
      throw SlimgraphException.of(ErrorCode.INTERNAL, "JSON that does not parse", e);
    }
  }
}
