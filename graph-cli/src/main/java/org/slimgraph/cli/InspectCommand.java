package org.slimgraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a graph file holds. */
@Command(
    name = "inspect",
    description = "Shows what a graph file holds: nodes, variables, collections, signatures.")
final class InspectCommand implements Callable<Integer>, LooksOnly {
  @Mixin private Console console = new Console();
  @Mixin private ModelArgument model = new ModelArgument();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Show only the nodes in this name scope, or the one of this name.")
  private String scope = "";

  @Option(
      names = "--op",
      paramLabel = "TYPE",
      description = "Show only nodes of this op type; may be given again.")
  private List<String> ops = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Show the tree of scopes N levels deep; count the nodes below.")
  private int depth = -1;

  @Override
  public Integer call() throws IOException {
    Inspection inspection = Inspection.of(model.read(), new NodeFilter(scope, ops));
    // Nothing is printed before it is certain that all can be.
    StringWriter text = new StringWriter();
    if (console.json()) {
      try (JsonGenerator json = Console.generator(text)) {
        new InspectionJson(json).write(inspection, depth);
      }
      text.write('\n');
    } else {
      new InspectionText(new PrintWriter(text)).print(inspection, depth);
    }
    console.out().print(text);
    return 0;
  }
}
