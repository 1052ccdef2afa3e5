package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.golden.Coverage;

/**
 * Fails, naming the op, where an op lacks something: a gradient or the reason why there is none, a
 * kernel or the reason why it cannot run, a comment at the class that states it, a test. (An op
 * without a shape rule cannot be built.) Reads the sources, for comments are not in class files.
 */
class CompletenessTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TEST = Path.of("src", "test", "java");

  /** The tests that name every op, and so count for none. */
  private static final ImmutableSet<String> OF_ALL_OPS =
      ImmutableSet.of("CompletenessTest.java", "OpDefinitionsTest.java");

  /** A class, interface, enum or record at the left margin, with a comment before it. */
  private static final Pattern DOCUMENTED_TYPE =
      Pattern.compile(
          "^/\\*\\*\\s[^/]*\\w.*?\\*/\\s(@[^\\n]*\\s)*"
              + "(public |abstract |final |sealed )*(class|interface|enum|record) ",
          Pattern.MULTILINE | Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> ops() {
    Map<Path, String> main = sources(MAIN);
    Map<Path, String> tests = sources(TEST);
    ImmutableSet<String> golden = Coverage.opTypes();
    return StandardOps.specs().stream()
        .map(spec -> dynamicTest(spec.type(), () -> check(spec, main, tests, golden)));
  }

  private static void check(
      OpSpec spec, Map<Path, String> main, Map<Path, String> tests, ImmutableSet<String> golden) {
    String type = spec.type();
    assertAll(
        type,
        () ->
            assertTrue(
                spec.gradient().isPresent() != !spec.notDifferentiable().isBlank(),
                "has neither or both of: a gradient, a reason why there is none"),
        () ->
            assertTrue(
                spec.kernels().isEmpty() != spec.graphOnly().isBlank(),
                "has neither or both of: a kernel, a reason why it cannot run"),
        () -> {
          Path file = statedIn(type, main).orElseThrow(() -> new AssertionError("not found"));
          assertTrue(
              DOCUMENTED_TYPE.matcher(main.get(file)).find(), file + " does not say what it is");
        },
        () ->
            assertTrue(
                golden.contains(type) || isMentioned(type, tests),
                "no test names it, and no covered golden case holds it"));
  }

  /** Returns the file that states the op: of its name, else one that makes a spec of the name. */
  private static Optional<Path> statedIn(String type, Map<Path, String> main) {
    Pattern statement = Pattern.compile("(?<!opBuilder|nameScope)\\(\\s*\"" + type + "\"");
    return main.entrySet().stream()
        .filter(source -> statement.matcher(source.getValue()).find())
        .map(Map.Entry::getKey)
        .min(Comparator.comparing(file -> !file.endsWith(type + ".java")));
  }

  /** Whether some test names the type in quotes, is the test of the type or calls its builder. */
  private static boolean isMentioned(String type, Map<Path, String> tests) {
    String builder = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    Pattern mention =
        Pattern.compile(
            "\"TYPE\"|\\bclass TYPETest\\b|\\btf\\.(\\w+\\(\\)\\.)?BUILDER\\("
                .replace("TYPE", type)
                .replace("BUILDER", builder));
    return tests.values().stream().anyMatch(source -> mention.matcher(source).find());
  }

  @Test
  void documentedType_needsACommentWithWords() {
    assertTrue(DOCUMENTED_TYPE.matcher("a;\n\n/** Adds. */\nfinal class Add {").find());
    assertTrue(
        DOCUMENTED_TYPE.matcher("/**\n * Adds.\n */\n@Deprecated\npublic interface A {").find());
    assertFalse(DOCUMENTED_TYPE.matcher("a;\n\nfinal class Add {\n/** Adds. */").find());
    assertFalse(DOCUMENTED_TYPE.matcher("/** */\nfinal class Add {").find());
  }

  private static Map<Path, String> sources(Path root) {
    Map<Path, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!OF_ALL_OPS.contains(file.getFileName().toString())) {
          sources.put(file, Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }
}
