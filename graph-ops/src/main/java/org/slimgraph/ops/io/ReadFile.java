package org.slimgraph.ops.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The bytes of a file. TF: tf.read_file. */
final class ReadFile {
  static final OpSpec SPEC =
      OpSpec.of("ReadFile")
          .input("filename: string")
          .output("contents: string")
          .shape(
              c -> {
                ShapeRules.withRank(c.input(0), 0);
                return List.of(Shape.scalar());
              })
          .notDifferentiable("strings have no derivative")
          // Loading a graph must not open the files that it names.
          .mayBeFed()
          .kernel(attrs -> ReadFile::compute)
          .build();

  private ReadFile() {}

  private static void compute(KernelContext context) {
    Shape shape = context.shape(0);
    if (shape.rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "Input filename tensor must be scalar, but had shape: %s", shape.toBrackets());
    }
    String name = new String(TensorStorage.strings(context.input(0))[0], StandardCharsets.UTF_8);
    context.setOutput(0, Tensor.scalar(read(name)));
  }

  private static byte[] read(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw SlimgraphException.failedPrecondition("%s; Is a directory", name);
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw SlimgraphException.of(ErrorCode.NOT_FOUND, name + "; No such file or directory", e);
    } catch (IOException | InvalidPathException e) {
      throw SlimgraphException.of(ErrorCode.INVALID_ARGUMENT, name + "; " + e, e);
    }
  }

  static Output readFile(Ops tf, Output filename, String name) {
    return tf.graph().opBuilder("ReadFile", name).input(filename).build().output(0);
  }
}
