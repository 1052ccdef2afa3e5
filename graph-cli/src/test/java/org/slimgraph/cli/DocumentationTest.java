package org.slimgraph.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.tensor.Npy;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Runs the examples of docs/cli.md and compares those of docs/inspect-json.md. */
class DocumentationTest {
  private static final Pattern FILES = Pattern.compile("\\b(model\\.\\w+|x\\.npy|out)\\b");
  private static final String COMMAND = "$ ./slimgraph ";

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    copyModel(folder);
    Npy.write(folder.resolve("x.npy"), Tensor.of(Shape.of(1, 4), new float[] {1, 2, 3, 4}));
  }

  /** Writes the meta graph of the documentation to {@code folder}. */
  static Path copyModel(Path folder) throws IOException {
    Path file = folder.resolve("model.pbtxt");
    try (InputStream in =
        Objects.requireNonNull(DocumentationTest.class.getResourceAsStream("model.pbtxt"))) {
      Files.copy(in, file);
    }
    return file;
  }

  private static List<String> snippets(String page, String language) throws IOException {
    String text = Files.readString(Path.of("..", "docs", page));
    Matcher fences = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    List<String> snippets = new ArrayList<>();
    while (fences.find()) {
      snippets.add(fences.group(1));
    }
    assertTrue(snippets.size() >= 5, page + " has " + snippets.size() + " snippets");
    return snippets;
  }

  @Test
  void commands_printWhatThePageShows() throws IOException {
    for (String snippet : snippets("cli.md", "console")) {
      StringBuilder printed = new StringBuilder();
      for (String line : snippet.split("\n")) {
        if (line.startsWith(COMMAND)) {
          printed.append(line).append('\n').append(run(line.substring(COMMAND.length())));
        }
      }
      assertEquals(snippet, printed.toString());
    }
  }

  private String run(String command) {
    String prefix = Matcher.quoteReplacement(folder + "/");
    List<String> arguments = new ArrayList<>();
    for (String word : command.split(" ")) {
      arguments.add(word.startsWith("--") ? word : FILES.matcher(word).replaceAll(prefix + "$1"));
    }
    Run run = Run.of(arguments.toArray());
    // Columns are as wide as the names of files, which stand at the end of lines.
    return (run.out() + run.err()).replace(folder + "/", "");
  }

  @Test
  void jsonTexts_arePartsOfWhatInspectPrints() throws IOException {
    JsonNode all = Run.of("inspect", folder.resolve("model.pbtxt"), "--json").json();
    JsonNode scopes =
        Run.of("inspect", folder.resolve("model.pbtxt"), "--json", "--depth", 1).json();
    for (String snippet : snippets("inspect-json.md", "json")) {
      JsonNode expected = new ObjectMapper().readTree(snippet.replace("\"model.pbtxt\"", file()));
      JsonNode actual = expected.has("scopes") ? scopes : all;
      assertTrue(contains(actual, expected), () -> expected + "\nis not in\n" + actual);
    }
  }

  private String file() throws IOException {
    return new ObjectMapper().writeValueAsString(folder.resolve("model.pbtxt").toString());
  }

  @Test
  void members_haveTheOrderOfThePage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "inspect-json.md"));
    JsonNode all = Run.of("inspect", folder.resolve("model.pbtxt"), "--json").json();
    int at = 0;
    for (Map.Entry<String, JsonNode> member : all.properties()) {
      int found = page.indexOf("\n  \"" + member.getKey() + "\": ", at);
      assertTrue(found >= 0, member.getKey() + " is not documented after the one before it");
      at = found;
    }
  }

  /** Returns whether {@code actual} has all of {@code expected}; arrays may have more elements. */
  private static boolean contains(JsonNode actual, JsonNode expected) {
    if (expected.isObject()) {
      return actual.isObject()
          && expected.properties().stream()
              .allMatch(
                  member ->
                      actual.has(member.getKey())
                          && contains(actual.get(member.getKey()), member.getValue()));
    }
    if (expected.isArray() && !expected.isEmpty()) {
      Iterator<JsonNode> elements = actual.elements();
      for (JsonNode wanted : expected) {
        boolean found = false;
        while (!found && elements.hasNext()) {
          found = contains(elements.next(), wanted);
        }
        if (!found) {
          return false;
        }
      }
      return true;
    }
    return actual.equals(expected);
  }
}
