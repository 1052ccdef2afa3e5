package org.slimgraph.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.spi.ToolProvider;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.session.SessionOptions;

/** {@link Demo} as a command: {@code ./slimgraph demo}. */
public final class DemoTool implements ToolProvider {
  private static final String USAGE =
      "Usage: slimgraph demo [--steps N] [--threads N] [--out FILE]%n"
          + "Batch normalisation on real images: how the moving averages come to move.%n"
          + "  --steps N     training-mode steps (default 300)%n"
          + "  --threads N   threads (default: all processors)%n"
          + "  --out FILE    where the graph is written (default graph.json)%n";

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... args) {
    int steps = 300;
    SessionOptions options = SessionOptions.defaults();
    Path graphFile = Path.of("graph.json");
    try {
      Arguments arguments = new Arguments(args);
      while (arguments.hasNext()) {
        String option = arguments.option();
        switch (option) {
          case "--steps":
            steps = arguments.integer(1);
            break;
          case "--threads":
            options = options.threads(arguments.integer(1));
            break;
          case "--out":
            graphFile = Path.of(arguments.value());
            break;
          case "--help":
            out.printf(Locale.ROOT, USAGE);
            out.flush();
            return 0;
          default:
            throw Arguments.unknown(option);
        }
      }
    } catch (IllegalArgumentException e) {
      err.printf(Locale.ROOT, "%s%n", e.getMessage());
      err.printf(Locale.ROOT, USAGE);
      err.flush();
      return 2;
    }
    try {
      new Demo(out, steps, options, graphFile).run();
      return 0;
    } catch (IOException | SlimgraphException e) {
      err.printf(Locale.ROOT, "demo: %s%n", e);
      err.flush();
      return 1;
    }
  }
}
