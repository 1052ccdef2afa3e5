package org.slimgraph.ops.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.checkpoint.CheckpointMerge;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * Makes one checkpoint of several, as a sharded Saver does. TF: {@code
 * gen_io_ops.merge_v2_checkpoints}.
 */
final class MergeV2Checkpoints {
  static final OpSpec SPEC =
      OpSpec.of("MergeV2Checkpoints")
          .input("checkpoint_prefixes: string")
          .input("destination_prefix: string")
          .attr("delete_old_dirs: bool = true")
          .stateful()
          .shape(MergeV2Checkpoints::infer)
          .notDifferentiable("it has no outputs")
          .kernel(MergeV2Checkpoints::kernel)
          .build();

  private MergeV2Checkpoints() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 0);
    return List.of();
  }

  private static Kernel kernel(Attributes attrs) {
    boolean deleteOldFolders = attrs.bool("delete_old_dirs");
    return context -> {
      if (context.shape(0).rank() != 1) {
        throw SlimgraphException.invalidArgument(
            "Input checkpoint_prefixes should be an 1-D tensor, got %s instead.",
            context.shape(0).toBrackets());
      }
      if (context.shape(1).rank() != 0) {
        throw SlimgraphException.invalidArgument(
            "Input destination_prefix should be a scalar tensor, got %s instead.",
            context.shape(1).toBrackets());
      }
      List<Path> parts =
          Arrays.stream(CheckpointInputs.strings(context, 0)).map(CheckpointInputs::path).toList();
      Path merged = CheckpointInputs.path(context, 1);
      FileErrors.run(merged, () -> CheckpointMerge.merge(parts, merged, deleteOldFolders));
    };
  }

  static Operation merge(Ops tf, List<Output> parts, Output merged) {
    try (var scope = tf.nameScope("MergeV2Checkpoints")) {
      Output prefixes =
          tf.graph().opBuilder("Pack", "checkpoint_prefixes").inputs(parts).build().output(0);
      return tf.graph()
          .opBuilder("MergeV2Checkpoints", scope.name())
          .input(prefixes)
          .input(merged)
          .build();
    }
  }
}
