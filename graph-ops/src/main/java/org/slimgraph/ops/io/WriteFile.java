package org.slimgraph.ops.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/** Writes a string to a file; makes the folders around it. TF: tf.io.write_file. */
final class WriteFile {
  static final OpSpec SPEC =
      OpSpec.of("WriteFile")
          .input("filename: string")
          .input("contents: string")
          .stateful()
          .shape(WriteFile::infer)
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> WriteFile::compute)
          .build();

  private WriteFile() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    ShapeRules.withRank(c.input(1), 0);
    return List.of();
  }

  private static void compute(KernelContext context) {
    CheckpointInputs.checkScalar(context, 0, "Input filename tensor");
    CheckpointInputs.checkScalar(context, 1, "Contents tensor");
    Path file = CheckpointInputs.path(context, 0);
    byte[] contents = TensorStorage.strings(context.input(1))[0];
    FileErrors.run(file, () -> write(file, contents));
  }

  private static void write(Path file, byte[] contents) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, contents);
  }

  static Operation writeFile(Ops tf, Output filename, Output contents, String name) {
    return tf.graph().opBuilder("WriteFile", name).input(filename).input(contents).build();
  }
}
