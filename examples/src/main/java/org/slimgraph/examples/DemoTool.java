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
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--steps":
            steps = positive(args, ++i);
            break;
          case "--threads":
            options = options.threads(positive(args, ++i));
            break;
          case "--out":
            graphFile = Path.of(value(args, ++i));
            break;
          case "--help":
            out.printf(Locale.ROOT, USAGE);
            out.flush();
            return 0;
          default:
            throw new IllegalArgumentException("Unknown option: '" + args[i] + "'");
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

  private static String value(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException("Missing value for option '" + args[i - 1] + "'");
    }
    return args[i];
  }

  private static int positive(String[] args, int i) {
    String text = value(args, i);
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(args[i - 1] + " takes a number, not '" + text + "'", e);
    }
    if (number < 1) {
      throw new IllegalArgumentException(args[i - 1] + " must be at least 1, not " + number);
    }
    return number;
  }
}
