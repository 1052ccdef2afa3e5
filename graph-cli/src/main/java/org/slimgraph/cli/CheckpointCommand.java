package org.slimgraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.CheckpointState;
import org.slimgraph.checkpoint.TensorSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into checkpoints: what they hold, the values of tensors, whether all of it is whole. */
@Command(
    name = "checkpoint",
    description = "Lists, shows and verifies the tensors of a checkpoint.",
    subcommands = {
      CheckpointCommand.ListTensors.class,
      CheckpointCommand.Show.class,
      CheckpointCommand.Verify.class
    },
    synopsisSubcommandLabel = "(list | show | verify)")
final class CheckpointCommand implements LooksOnly, Runnable {
  @Mixin private Console console = new Console();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: list, show or verify");
  }

  /** The checkpoint that a subcommand looks at. */
  static final class Argument {
    @Parameters(
        index = "0",
        paramLabel = "PREFIX",
        description = "The checkpoint's prefix, or a folder with a state file 'checkpoint'.")
    private Path given = Path.of("");

    /** Returns the prefix: the given one, or the latest checkpoint of a folder. */
    Path prefix() throws IOException {
      if (!Files.isDirectory(given)) {
        return given;
      }
      return CheckpointState.latestCheckpoint(given)
          .orElseThrow(
              () ->
                  SlimgraphException.notFound(
                      "%s names no checkpoint that exists in its file '%s'",
                      given, CheckpointState.FILE_NAME));
    }
  }

  /** Prints names, types and shapes. */
  @Command(name = "list", description = "Lists the tensors: names, types, shapes, bytes.")
  static final class ListTensors implements Callable<Integer>, LooksOnly {
    @Mixin private Console console = new Console();
    @Mixin private Argument checkpoint = new Argument();

    @Override
    public Integer call() throws IOException {
      Path prefix = checkpoint.prefix();
      List<CheckpointEntry> entries = CheckpointReader.open(prefix).entries();
      if (console.json()) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("prefix", prefix.toString());
        ArrayNode tensors = json.putArray("tensors");
        entries.forEach(entry -> describe(entry, tensors.addObject()));
        console.print(json);
        return 0;
      }
      TextTable table = new TextTable("name", "type", "shape", "slices");
      for (CheckpointEntry entry : entries) {
        table.row(entry.name(), entry.dataType().tfName(), entry.shape(), entry.slices().size());
      }
      console.out().printf(Locale.ROOT, "%d tensors%n", entries.size());
      table.print(console.out());
      return 0;
    }
  }

  private static void describe(CheckpointEntry entry, ObjectNode json) {
    json.put("name", entry.name());
    json.put("dtype", entry.dataType().protoName());
    ArrayNode shape = json.putArray("shape");
    for (long dim : entry.shape().dims()) {
      shape.add(dim);
    }
    json.put("shard", entry.shard());
    json.put("offset", entry.offset());
    json.put("size", entry.size());
    ArrayNode slices = json.putArray("slices");
    for (TensorSlice slice : entry.slices()) {
      slices.add(slice.toString());
    }
  }

  /** Prints the values of tensors. */
  @Command(name = "show", description = "Prints the values of tensors.")
  static final class Show implements Callable<Integer>, LooksOnly {
    @Mixin private Console console = new Console();
    @Mixin private Argument checkpoint = new Argument();

    @Parameters(index = "1..*", paramLabel = "NAME", arity = "1..*", description = "The tensors.")
    private List<String> names = new ArrayList<>();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "16",
        description = "Print at most N elements of each, 16 if absent.")
    private int limit;

    @Override
    public Integer call() throws IOException {
      CheckpointReader reader = CheckpointReader.open(checkpoint.prefix());
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      ArrayNode tensors = json.putArray("tensors");
      for (String name : names) {
        Tensor tensor = reader.read(name);
        ObjectNode described = tensors.addObject();
        describe(reader.entry(name).orElseThrow(), described);
        ArrayNode values = described.putArray("values");
        int shown = Math.min(Math.max(limit, 0), tensor.size());
        for (int i = 0; i < shown; i++) {
          values.add(element(tensor, i));
        }
        if (!console.json()) {
          console
              .out()
              .printf(
                  Locale.ROOT,
                  "%s: %s %s%n  %s%s%n",
                  name,
                  tensor.dataType().tfName(),
                  tensor.shape(),
                  values,
                  shown < tensor.size() ? " and " + (tensor.size() - shown) + " more" : "");
        }
      }
      if (console.json()) {
        console.print(json);
      }
      return 0;
    }
  }

  private static JsonNode element(Tensor tensor, int i) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    DataType type = tensor.dataType();
    if (type == DataType.STRING) {
      return nodes.textNode(new String(tensor.byteStrings()[i], StandardCharsets.UTF_8));
    }
    if (type == DataType.BOOL) {
      return nodes.booleanNode(tensor.booleans()[i]);
    }
    if (type.isInteger()) {
      return nodes.numberNode(tensor.longs()[i]);
    }
    if (type == DataType.FLOAT) {
      return nodes.numberNode(tensor.floats()[i]);
    }
    return nodes.numberNode(tensor.doubles()[i]);
  }

  /** Reads everything and compares checksums. */
  @Command(
      name = "verify",
      description =
          "Reads all tensors and compares their checksums; exit code 1 if one is damaged.")
  static final class Verify implements Callable<Integer>, LooksOnly {
    @Mixin private Console console = new Console();
    @Mixin private Argument checkpoint = new Argument();

    @Override
    public Integer call() throws IOException {
      Path prefix = checkpoint.prefix();
      CheckpointReader reader = CheckpointReader.open(prefix);
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("prefix", prefix.toString());
      json.put("tensors", reader.entries().size());
      ArrayNode damaged = json.putArray("damaged");
      for (CheckpointEntry entry : reader.entries()) {
        String problem = problem(reader, entry.name());
        if (!problem.isEmpty()) {
          damaged.addObject().put("name", entry.name()).put("problem", problem);
        }
      }
      if (console.json()) {
        console.print(json);
      } else {
        damaged.forEach(
            one ->
                console
                    .out()
                    .printf(
                        Locale.ROOT,
                        "%s: %s%n",
                        one.get("name").asText(),
                        one.get("problem").asText()));
        console
            .out()
            .printf(
                Locale.ROOT, "%d tensors, %d damaged%n", reader.entries().size(), damaged.size());
      }
      return damaged.isEmpty() ? 0 : Failures.FAILED;
    }

    private static String problem(CheckpointReader reader, String name) {
      try {
        reader.read(name);
        return "";
      } catch (SlimgraphException e) {
        return e.getMessage();
      } catch (IOException e) {
        return e.toString();
      }
    }
  }
}
