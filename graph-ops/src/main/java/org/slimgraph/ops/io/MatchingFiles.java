package org.slimgraph.ops.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/**
 * The files whose names match patterns, in order of their names. Wildcards stand in the last part
 * of a path only. TF: tf.io.matching_files.
 */
final class MatchingFiles {
  static final OpSpec SPEC =
      OpSpec.of("MatchingFiles")
          .input("pattern: string")
          .output("filenames: string")
          .shape(MatchingFiles::infer)
          .notDifferentiable("strings have no derivative")
          // Loading a graph must not look at the files that it names.
          .mayBeFed()
          .kernel(attrs -> MatchingFiles::compute)
          .build();

  private MatchingFiles() {}

  private static List<Shape> infer(ShapeContext c) {
    if (c.input(0).rank() > 1) {
      throw SlimgraphException.invalidArgument(
          "Shape must be at most rank 1 but is rank %d", c.input(0).rank());
    }
    return List.of(Shape.of(-1));
  }

  private static void compute(KernelContext context) {
    if (context.shape(0).rank() > 1) {
      throw SlimgraphException.invalidArgument(
          "Input patterns tensor must be scalar or vector, but had shape: %s",
          context.shape(0).toBrackets());
    }
    TreeSet<String> found = new TreeSet<>();
    for (String pattern : CheckpointInputs.strings(context, 0)) {
      found.addAll(matches(CheckpointInputs.path(pattern)));
    }
    byte[][] names =
        found.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    context.setOutput(0, TensorStorage.wrap(DataType.STRING, Shape.of(names.length), names));
  }

  private static List<String> matches(Path pattern) {
    Path name = pattern.getFileName();
    Path folder = pattern.getParent();
    if (name == null || folder != null && !Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = matcher(name);
    return FileErrors.get(pattern, () -> list(folder == null ? Path.of("") : folder, matcher));
  }

  private static PathMatcher matcher(Path name) {
    try {
      // TF: braces are letters like others.
      String glob = name.toString().replace("{", "\\{").replace("}", "\\}");
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw SlimgraphException.invalidArgument("'%s' is no pattern: %s", name, e.toString());
    }
  }

  private static List<String> list(Path folder, PathMatcher matcher) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> matcher.matches(file.getFileName())).map(Path::toString).toList();
    }
  }

  static Output matchingFiles(Ops tf, Output pattern, String name) {
    return tf.graph().opBuilder("MatchingFiles", name).input(pattern).build().output(0);
  }
}
