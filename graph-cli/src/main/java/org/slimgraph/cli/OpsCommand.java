package org.slimgraph.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.OpDefs;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.StandardOps;
import org.slimgraph.tensor.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the definitions of ops. */
@Command(name = "ops", description = "Lists the ops, or shows one: definition, kernels, gradient.")
final class OpsCommand implements Callable<Integer>, LooksOnly {
  private static final int MAX_SUGGESTIONS = 5;

  @Mixin private Console console = new Console();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Show this op only.")
  private String name = "";

  @Option(
      names = "--details",
      description =
          "With --json: print objects with the definition as \"op\", beside kernels and gradient.")
  private boolean details;

  @Override
  public Integer call() throws IOException {
    List<OpSpec> specs = name.isEmpty() ? StandardOps.specs() : List.of(named());
    if (console.json()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (OpSpec spec : specs) {
        if (details) {
          array.add(details(spec));
        } else {
          array.add(Console.originalTree(OpDefs.toProto(spec.def())));
        }
      }
      console.print(array);
    } else if (name.isEmpty()) {
      TextTable table = new TextTable("op", "kernels", "gradient");
      specs.forEach(spec -> table.row(spec.type(), kernels(spec), shortGradient(spec)));
      table.print(console.out());
    } else {
      new OpText(console.out()).print(specs.get(0));
    }
    return 0;
  }

  private OpSpec named() {
    return StandardOps.find(name)
        .orElseThrow(
            () -> {
              String similar = similar();
              return SlimgraphException.notFound(
                  "no op '%s'%s", name, similar.isEmpty() ? "" : "; did you mean " + similar + "?");
            });
  }

  private String similar() {
    String wanted = name.toLowerCase(Locale.ROOT);
    return StandardOps.specs().stream()
        .map(OpSpec::type)
        .filter(
            type -> {
              String lower = type.toLowerCase(Locale.ROOT);
              return lower.contains(wanted) || wanted.contains(lower);
            })
        .limit(MAX_SUGGESTIONS)
        .collect(Collectors.joining(", "));
  }

  private static ObjectNode details(OpSpec spec) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("op", Console.originalTree(OpDefs.toProto(spec.def())));
    node.set("kernels", kernelTypes(spec));
    node.put("gradient", spec.gradient().isPresent());
    node.put("notDifferentiable", spec.notDifferentiable());
    node.put("graphOnly", spec.graphOnly());
    return node;
  }

  private static ArrayNode kernelTypes(OpSpec spec) {
    ArrayNode types = JsonNodeFactory.instance.arrayNode();
    for (DataType type : spec.kernels().keySet()) {
      types.add(type == DataType.INVALID ? "*" : type.protoName());
    }
    return types;
  }

  /** Returns the types that kernels exist for, or why there are none. */
  static String kernels(OpSpec spec) {
    if (spec.kernels().isEmpty()) {
      return spec.graphOnly().isEmpty() ? "none" : "none: " + spec.graphOnly();
    }
    return spec.kernels().keySet().stream()
        .map(type -> type == DataType.INVALID ? "all types" : type.tfName())
        .collect(Collectors.joining(" "));
  }

  private static String shortGradient(OpSpec spec) {
    return spec.gradient().isPresent() ? "yes" : "no";
  }
}
