package org.slimgraph.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The oracle tool: TensorFlow 1.15.0's own runtime behind a command line. Its sources stand outside
 * this repository, in the folder {@code oracle} of what the system property {@code
 * slimgraph.shared} names; they are copied to {@code target/oracle} and built there once.
 */
public final class Oracle {
  /** The exit status of a comparison that failed. */
  public static final int DIFFERS = 65;

  private static final Path COPY = Path.of("target", "oracle").toAbsolutePath();
  private static final Path BUILT = COPY.resolve("built");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Oracle() {}

  /**
   * What a call printed.
   *
   * @param status the exit status: 0, {@link #DIFFERS}, or TF's error code
   */
  public record Answer(int status, String text) {
    /** Returns the printed text as JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("status " + status + ", printed: " + text, e);
      }
    }
  }

  /** Returns the tool, built if need be; skips the calling test if there are no sources. */
  public static Oracle open() {
    Path sources = Path.of(System.getProperty("slimgraph.shared", ""), "oracle");
    boolean present = Files.isRegularFile(sources.resolve("pom.xml"));
    if (!present) {
      System.out.println("SKIPPED: no real TensorFlow to ask, " + sources + " is missing");
    }
    Assumptions.assumeTrue(present, "the oracle tool is missing");
    try {
      build(sources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Oracle();
  }

  private static synchronized void build(Path sources) throws IOException {
    if (Files.exists(BUILT)) {
      return;
    }
    copy(sources.resolve("pom.xml"));
    copy(sources.resolve("oracle"));
    copy(sources.resolve("src"));
    if (call(List.of("mvn", "-q", "-o", "package"), "build.log").status() != 0) {
      Answer online = call(List.of("mvn", "-q", "package"), "build.log");
      if (online.status() != 0) {
        String log = Files.readString(COPY.resolve("build.log"));
        throw new IOException("the oracle tool does not build:\n" + online.text() + log);
      }
    }
    Files.createFile(BUILT);
  }

  /** Copies a file or folder into the copy of the project, under its own name. */
  private static void copy(Path from) throws IOException {
    Files.createDirectories(COPY);
    Path parent = from.getParent();
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(COPY.resolve(parent.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = COPY.resolve(parent.relativize(file).toString());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Runs the tool, for example {@code ask("check", "--graph", "g.pb")}. */
  public Answer ask(String... args) {
    List<String> command = new ArrayList<>(List.of("sh", COPY.resolve("oracle").toString()));
    command.addAll(List.of(args));
    try {
      return call(command, "errors.log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer call(List<String> command, String errors) throws IOException {
    Path printed = Files.createTempFile(COPY, "printed", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(COPY.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectOutput(printed.toFile());
    builder.redirectError(Redirect.to(COPY.resolve(errors).toFile()));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        throw new IOException(command + " took more than 10 minutes");
      }
      return new Answer(process.exitValue(), Files.readString(printed, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command, e);
    } finally {
      process.destroyForcibly();
      Files.delete(printed);
    }
  }
}
