package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every behaviour listed in {@code session-behaviours.txt} has a test whose name begins with its
 * id, or a reason why it has none, and not both.
 */
class SessionBehavioursTest {
  private static final Pattern ID_OF_TEST = Pattern.compile("\\bvoid (S\\d+)_");
  private static final Pattern LINE = Pattern.compile("(S\\d+) (.*?)( -- (.+))?");

  private static Set<String> testedIds() throws IOException {
    Set<String> ids = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src").resolve("test").resolve("java");
        if (Files.isDirectory(tests)) {
          addIds(tests, ids);
        }
      }
    }
    return ids;
  }

  private static void addIds(Path folder, Set<String> ids) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        ID_OF_TEST.matcher(Files.readString(file)).results().forEach(m -> ids.add(m.group(1)));
      }
    }
  }

  private static Set<String> listed(boolean withReason) throws IOException {
    Path list = Path.of("src", "test", "resources", "session-behaviours.txt");
    List<String> lines =
        Files.readAllLines(list).stream().filter(line -> !line.startsWith("#")).toList();
    return lines.stream()
        .map(line -> matched(line))
        .filter(line -> (line.group(4) != null) == withReason)
        .map(line -> line.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Matcher matched(String line) {
    Matcher matcher = LINE.matcher(line);
    assertTrue(matcher.matches(), line);
    return matcher;
  }

  @Test
  void list_namesTheIdsFrom1To42Once() throws IOException {
    Set<String> all = new TreeSet<>(listed(false));
    all.addAll(listed(true));
    assertEquals(42, all.size());
    assertEquals(42, listed(false).size() + listed(true).size());
  }

  @Test
  void behaviours_haveATestOrAReason() throws IOException {
    assertEquals(listed(false), testedIds());
  }
}
