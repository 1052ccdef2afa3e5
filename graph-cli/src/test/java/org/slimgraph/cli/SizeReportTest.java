package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prints the lines of every package, so that growth is seen, and keeps files readable. */
class SizeReportTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final List<String> MODULES =
      List.of("graph-api", "graph-runtime", "graph-ops", "graph-cli", "examples");

  /** A longer file needs a reason, and none has one. */
  private static final int MOST_LINES = 700;

  /** Returns the lines of each source file of a module, by the path inside {@code main} or test. */
  private static Map<Path, Integer> lines(String module, String kind) throws IOException {
    Map<Path, Integer> lines = new TreeMap<>();
    Path root = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        lines.put(root.relativize(file), Files.readAllLines(file).size());
      }
    }
    return lines;
  }

  @Test
  void packages_areReported() throws IOException {
    StringBuilder report = new StringBuilder();
    for (String module : MODULES) {
      Map<String, Integer> packages = new TreeMap<>();
      lines(module, "main")
          .forEach((file, n) -> packages.merge(module + " " + file.getParent(), n, Integer::sum));
      assertFalse(packages.isEmpty(), module);
      packages.forEach((name, n) -> report.append(row(n, name)));
      report.append(row(sum(lines(module, "main")), module + " in all"));
      report.append(row(sum(lines(module, "test")), module + " tests"));
    }
    System.out.print(report);
  }

  @Test
  void files_areShort() throws IOException {
    for (String module : MODULES) {
      lines(module, "main")
          .forEach((file, n) -> assertTrue(n <= MOST_LINES, file + " has " + n + " lines"));
    }
  }

  private static int sum(Map<Path, Integer> lines) {
    return lines.values().stream().mapToInt(n -> n).sum();
  }

  private static String row(int lines, String name) {
    return String.format(Locale.ROOT, "%6d lines  %s%n", lines, name);
  }
}
