package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A kernel translates between attributes, tensors and a loop; what is longer belongs to {@code
 * org.slimgraph.cpu}. Reads the sources, whose format the build fixes.
 */
class KernelSizeTest {
  private static final int MOST_LINES = 40;
  private static final Path OPS = Path.of("src", "main", "java", "org", "slimgraph", "ops");

  /** A method that takes a kernel's context, up to the brace under its first word. */
  private static final Pattern METHOD =
      Pattern.compile(
          "^( +)(?! |//|\\*)[^;{}=]*?\\b(\\w+)\\([^;{}()]*\\bKernelContext\\b[^;{}()]*\\) \\{\\n"
              + "(.*?)^\\1\\}$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** Returns the methods of {@code source} that are too long, each with its length. */
  private static List<String> tooLong(String file, String source) {
    List<String> found = new ArrayList<>();
    Matcher methods = METHOD.matcher(source);
    while (methods.find()) {
      long lines = methods.group(3).lines().count();
      if (lines > MOST_LINES) {
        found.add(file + ": " + methods.group(2) + " has " + lines + " lines");
      }
    }
    return found;
  }

  @Test
  void kernels_areShort() throws IOException {
    List<String> found = new ArrayList<>();
    int methods = 0;
    try (Stream<Path> files = Files.walk(OPS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        methods += (int) METHOD.matcher(source).results().count();
        found.addAll(tooLong(file.getFileName().toString(), source));
      }
    }
    assertEquals(List.of(), found);
    assertTrue(methods > 200, "only " + methods + " kernels were seen");
  }

  @Test
  void longMethod_isFound() {
    String method = "class A {\n  static void add(\n      int n, KernelContext c) {\n%s  }\n}\n";
    String line = "    if (n > 0) {\n    }\n";
    assertEquals(List.of(), tooLong("A", method.replace("%s", line.repeat(20))));
    assertEquals(
        List.of("A: add has 42 lines"), tooLong("A", method.replace("%s", line.repeat(21))));
  }
}
