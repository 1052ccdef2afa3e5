package org.slimgraph.ops.io;

import java.io.IOException;
import java.util.List;
import org.slimgraph.checkpoint.CheckpointWriter;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Writes tensors to a checkpoint of format V2. TF: {@code tf.io.save_v2}, of Saver. */
final class SaveV2 {
  static final OpSpec SPEC =
      OpSpec.of("SaveV2")
          .input("prefix: string")
          .input("tensor_names: string")
          .input("shape_and_slices: string")
          .input("tensors: dtypes")
          .attr("dtypes: list(type) >= 1")
          .stateful()
          .shape(SaveV2::infer)
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> SaveV2::compute)
          .build();

  private static final int FIRST_TENSOR = 3;

  private SaveV2() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    for (int i = 1; i < FIRST_TENSOR; i++) {
      ShapeRules.merge(c.input(i), Shape.of(c.inputCount() - FIRST_TENSOR));
    }
    return List.of();
  }

  private static void compute(KernelContext context) {
    CheckpointInputs inputs = CheckpointInputs.of(context);
    inputs.checkTensors(context);
    FileErrors.run(inputs.prefix(), () -> write(context, inputs));
  }

  private static void write(KernelContext context, CheckpointInputs inputs) throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(inputs.prefix())) {
      for (int i = 0; i < inputs.names().length; i++) {
        Tensor tensor = context.input(FIRST_TENSOR + i);
        String text = inputs.slices()[i];
        if (text.isEmpty()) {
          writer.add(inputs.names()[i], tensor);
        } else {
          ShapeAndSlice slice = matching(text, tensor);
          writer.addSlice(inputs.names()[i], slice.whole(), slice.slice(), tensor);
        }
      }
      writer.finish();
    }
  }

  /** Returns the slice that {@code text} names, which must be of the shape of {@code tensor}. */
  static ShapeAndSlice matching(String text, Tensor tensor) {
    ShapeAndSlice slice = ShapeAndSlice.parse(text);
    if (!slice.part().equals(tensor.shape())) {
      throw SlimgraphException.invalidArgument(
          "Slice in shape_and_slice specification does not match the shape of the tensor to  save:"
              + " %s, tensor: %s",
          text, tensor.shape().toBrackets());
    }
    return slice;
  }

  static Operation save(
      Ops tf, Output prefix, List<String> names, List<String> slices, List<Output> tensors) {
    try (var scope = tf.nameScope("SaveV2")) {
      return tf.graph()
          .opBuilder("SaveV2", scope.name())
          .input(prefix)
          .input(RestoreV2.vector(tf, names, "tensor_names"))
          .input(RestoreV2.vector(tf, slices, "shape_and_slices"))
          .inputs(tensors)
          .build();
    }
  }
}
