package org.slimgraph.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.Event;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.summary.EventFileReader;
import org.slimgraph.tensor.Tensor;

/** Compiles and runs the Java snippets of the documents. */
class SnippetsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern SNIPPET =
      Pattern.compile("^```java\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static List<String> snippets(Path document) throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(Files.readString(document));
    while (matcher.find()) {
      snippets.add(matcher.group(1));
    }
    return snippets;
  }

  @Test
  void readme_example_runsAndIsShort(@TempDir Path classes) throws Exception {
    List<String> snippets = snippets(ROOT.resolve("README.md"));
    assertEquals(1, snippets.size());
    long lines =
        snippets.get(0).lines().filter(l -> !l.isBlank() && !l.startsWith("import")).count();
    assertTrue(lines <= 25, lines + " lines");
    String printed = run(snippets.get(0), classes);
    assertTrue(printed.startsWith("float (32,) [0.9"), printed);
  }

  /**
   * The page holds a file, excerpts that name theirs, and statements: the first must compile and
   * compute, the second stand in those files, the third run.
   */
  @Test
  void addingAnOp_snippetsHold(@TempDir Path classes) throws Exception {
    List<String> snippets = snippets(ROOT.resolve("docs").resolve("adding-an-op.md"));
    assertEquals(5, snippets.size());
    compile("L1Loss", snippets.get(0), classes);
    assertEquals(Tensor.scalar(6f), sumOfAbsolutes(classes));
    for (String excerpt : snippets.subList(1, 4)) {
      String file = excerpt.substring("// ".length(), excerpt.indexOf('\n'));
      String text = excerpt.substring(excerpt.indexOf('\n') + 1);
      assertTrue(Files.readString(ROOT.resolve(file)).contains(text), file + " lacks\n" + text);
    }
    assertEquals(
        "float (2,) [0.0, 1.0E-9]",
        run(snippets.get(4), Files.createTempDirectory(classes, "run")).trim());
  }

  /** Computes the op of the page on a constant, while a graph with it is built. */
  private static Tensor sumOfAbsolutes(Path classes) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, SnippetsTest.class.getClassLoader())) {
      Field field = loader.loadClass("org.slimgraph.ops.math.L1Loss").getDeclaredField("SPEC");
      field.setAccessible(true);
      OpSpec spec = (OpSpec) field.get(null);
      List<RegisteredOp> ops = new ArrayList<>(OpRegistry.standard().ops());
      ops.add(spec.registered());
      Graph graph = new Graph(new OpRegistry(ops), new Graph().compat());
      Output x = Ops.on(graph).constant(new float[] {1, -2, 3});
      Output y = graph.opBuilder("L1Loss", "loss").input(x).build().output(0);
      return graph.constantValue(y).orElseThrow();
    }
  }

  @Test
  void dataPage_snippetsRun(@TempDir Path folder) throws Exception {
    List<String> snippets = snippets(ROOT.resolve("docs/data.md"));
    assertEquals(2, snippets.size());
    List<String> batches = run(snippets.get(0), folder).lines().toList();
    assertEquals("(32, 28, 28, 1) at DatasetPosition[pass=0, element=32]", batches.get(0));
    assertEquals("(32, 28, 28, 1) at DatasetPosition[pass=1, element=60]", batches.get(4));
    Path events = folder.resolve("events");
    assertEquals(
        List.of("true", "true", "true"), run(snippets.get(1), folder, events).lines().toList());
    try (Stream<Path> files = Files.list(events)) {
      List<Event> written = EventFileReader.readAll(files.findFirst().orElseThrow());
      // A version, a graph, and of each step a summary and a trace.
      assertEquals(8, written.size());
      assertEquals("average", written.get(2).getSummary().getValue(0).getTag());
    }
  }

  /** Runs statements that may begin with imports; returns what they print. */
  private static String run(String snippet, Path classes, Path... args) throws Exception {
    StringBuilder source = new StringBuilder();
    snippet.lines().filter(l -> l.startsWith("import")).forEach(l -> source.append(l).append('\n'));
    source.append(
        "public class Snippet { public static void main(String[] args)" + " throws Exception {\n");
    snippet
        .lines()
        .filter(l -> !l.startsWith("import"))
        .forEach(l -> source.append(l).append('\n'));
    source.append("} }\n");
    compile("Snippet", source.toString(), classes);
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, SnippetsTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Snippet")
          .getMethod("main", String[].class)
          .invoke(null, (Object) Stream.of(args).map(Path::toString).toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void compile(String name, String source, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    assertTrue(compiled, messages.toString());
    assertFalse(messages.toString().contains("error"), messages.toString());
  }
}
