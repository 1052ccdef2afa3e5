package org.slimgraph.ops.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Reads one tensor from a checkpoint, of either format: the ops from before RestoreV2. The file
 * pattern must name one checkpoint. TF: {@code gen_io_ops.restore}, restore_slice.
 */
final class Restore {
  static final OpSpec SPEC =
      OpSpec.of("Restore")
          .input("file_pattern: string")
          .input("tensor_name: string")
          .output("tensor: dt")
          .attr("dt: type")
          .attr("preferred_shard: int = -1")
          .stateful()
          .shape(Restore::inferWhole)
          .notDifferentiable("files are constants")
          .kernel(attrs -> context -> compute(context, ""))
          .build();

  static final OpSpec SLICE =
      OpSpec.of("RestoreSlice")
          .input("file_pattern: string")
          .input("tensor_name: string")
          .input("shape_and_slice: string")
          .output("tensor: dt")
          .attr("dt: type")
          .attr("preferred_shard: int = -1")
          .stateful()
          .shape(Restore::inferSlice)
          .notDifferentiable("files are constants")
          .kernel(attrs -> context -> compute(context, CheckpointInputs.text(context, 2)))
          .build();

  private Restore() {}

  private static List<Shape> inferWhole(ShapeContext c) {
    for (int i = 0; i < c.inputCount(); i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    return ShapeRules.unknown(c);
  }

  private static List<Shape> inferSlice(ShapeContext c) {
    inferWhole(c);
    String slice = c.constant(2).map(text -> new String(text.byteStrings()[0], UTF_8)).orElse("");
    return List.of(slice.isEmpty() ? Shape.unknown() : ShapeAndSlice.parse(slice).part());
  }

  private static void compute(KernelContext context, String slice) {
    for (int i = 0; i < context.inputCount(); i++) {
      if (context.input(i).size() != 1) {
        throw SlimgraphException.invalidArgument(
            "Input %d (%s) must be a string scalar; got a tensor of %d elements",
            i, i == 0 ? "file_pattern" : "tensor_name", context.input(i).size());
      }
    }
    Path prefix = CheckpointInputs.path(context, 0);
    FileErrors.run(prefix, () -> restore(context, prefix, slice));
  }

  private static void restore(KernelContext context, Path prefix, String slice) throws IOException {
    CheckpointReader checkpoint = CheckpointReader.open(prefix);
    String name = CheckpointInputs.text(context, 1);
    context.setOutput(0, RestoreV2.read(checkpoint, name, slice, context.outputType(0)));
  }
}
