package org.slimgraph.ops.io;

import java.util.List;
import java.util.Locale;
import org.slimgraph.checkpoint.BundleFiles;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The names of the parts of a sharded checkpoint. TF: {@code gen_io_ops.sharded_filename}. */
final class ShardedFilename {
  static final OpSpec SPEC =
      OpSpec.of("ShardedFilename")
          .input("basename: string")
          .input("shard: int32")
          .input("num_shards: int32")
          .output("filename: string")
          .shape(ShardedFilename::infer)
          .notDifferentiable("strings have no derivative")
          .kernel(attrs -> ShardedFilename::one)
          .build();

  /** The pattern that all parts match. TF: {@code gen_io_ops.sharded_filespec}. */
  static final OpSpec SPECIFICATION =
      OpSpec.of("ShardedFilespec")
          .input("basename: string")
          .input("num_shards: int32")
          .output("filename: string")
          .shape(ShardedFilename::infer)
          .notDifferentiable("strings have no derivative")
          .kernel(attrs -> ShardedFilename::all)
          .build();

  private ShardedFilename() {}

  private static List<Shape> infer(ShapeContext c) {
    for (int i = 0; i < c.inputCount(); i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    return List.of(Shape.scalar());
  }

  private static void one(KernelContext context) {
    checkScalars(context);
    String base = CheckpointInputs.text(context, 0);
    String name = BundleFiles.shardedFilename(base, context.ints(1)[0], context.ints(2)[0]);
    context.setOutput(0, Tensor.scalar(name));
  }

  private static void all(KernelContext context) {
    checkScalars(context);
    String base = CheckpointInputs.text(context, 0);
    String pattern = String.format(Locale.ROOT, "%s-?????-of-%05d", base, context.ints(1)[0]);
    context.setOutput(0, Tensor.scalar(pattern));
  }

  private static void checkScalars(KernelContext context) {
    for (int i = 0; i < context.inputCount(); i++) {
      CheckpointInputs.checkScalar(context, i, "Input " + i);
    }
  }

  static Output shardedFilename(Ops tf, Output basename, int shard, Output shards) {
    try (var scope = tf.nameScope("ShardedFilename")) {
      return tf.graph()
          .opBuilder("ShardedFilename", scope.name())
          .input(basename)
          .input(tf.constant(Tensor.scalar(shard), "shard"))
          .input(shards)
          .build()
          .output(0);
    }
  }
}
