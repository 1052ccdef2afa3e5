package org.slimgraph.ops.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Reads tensors from a checkpoint of format V2, or V1 where there is no index. TF: {@code
 * tf.io.restore_v2}, of Saver.
 */
final class RestoreV2 {
  static final OpSpec SPEC =
      OpSpec.of("RestoreV2")
          .input("prefix: string")
          .input("tensor_names: string")
          .input("shape_and_slices: string")
          .output("tensors: dtypes")
          .attr("dtypes: list(type) >= 1")
          .stateful()
          .shape(RestoreV2::infer)
          .notDifferentiable("files are constants")
          .kernel(attrs -> RestoreV2::compute)
          .build();

  private RestoreV2() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    ShapeRules.merge(ShapeRules.withRank(c.input(1), 1), ShapeRules.withRank(c.input(2), 1));
    Optional<Tensor> slices = c.constant(2);
    if (slices.isEmpty()) {
      return ShapeRules.unknown(c);
    }
    if (slices.get().size() != c.outputCount()) {
      throw SlimgraphException.invalidArgument(
          "The number of shape_and_slice doesn't match tensor outputs.");
    }
    List<Shape> shapes = new ArrayList<>();
    for (byte[] slice : slices.get().byteStrings()) {
      shapes.add(
          slice.length == 0
              ? Shape.unknown()
              : ShapeAndSlice.parse(new String(slice, StandardCharsets.UTF_8)).part());
    }
    return shapes;
  }

  private static void compute(KernelContext context) {
    CheckpointInputs inputs = CheckpointInputs.of(context);
    if (inputs.names().length != context.outputCount()) {
      throw SlimgraphException.invalidArgument(
          "Got %d tensor names, but %d expected dtypes.",
          inputs.names().length, context.outputCount());
    }
    FileErrors.run(inputs.prefix(), () -> restore(context, inputs));
  }

  private static void restore(KernelContext context, CheckpointInputs inputs) throws IOException {
    CheckpointReader checkpoint = CheckpointReader.open(inputs.prefix());
    for (int i = 0; i < inputs.names().length; i++) {
      String name = inputs.names()[i];
      context.setOutput(i, read(checkpoint, name, inputs.slices()[i], context.outputType(i)));
    }
  }

  /** Returns tensor {@code name}, or the slice of it that {@code slice} says unless it is "". */
  static Tensor read(CheckpointReader checkpoint, String name, String slice, DataType type)
      throws IOException {
    Optional<CheckpointEntry> entry = checkpoint.entry(name);
    if (entry.isPresent() && entry.get().dataType() != type) {
      throw SlimgraphException.invalidArgument(
          "tensor_name = %s; expected dtype %s does not equal original dtype %s",
          name, type.tfName(), entry.get().dataType().tfName());
    }
    if (entry.isEmpty() || slice.isEmpty()) {
      return checkpoint.read(name);
    }
    ShapeAndSlice wanted = ShapeAndSlice.parse(slice);
    if (!wanted.whole().equals(entry.get().shape())) {
      throw SlimgraphException.invalidArgument(
          "tensor_name = %s; shape in shape_and_slice spec %s does not match the shape stored in"
              + " checkpoint: %s",
          name, wanted.whole().toBrackets(), entry.get().shape().toBrackets());
    }
    return checkpoint.read(name, wanted.slice());
  }

  static List<Output> restore(
      Ops tf, Output prefix, List<String> names, List<String> slices, List<DataType> dtypes) {
    try (var scope = tf.nameScope("RestoreV2")) {
      return tf.graph()
          .opBuilder("RestoreV2", scope.name())
          .input(prefix)
          .input(vector(tf, names, "tensor_names"))
          .input(vector(tf, slices, "shape_and_slices"))
          .attr("dtypes", dtypes)
          .build()
          .outputs();
    }
  }

  static Output vector(Ops tf, List<String> strings, String name) {
    String[] elements = strings.toArray(String[]::new);
    return tf.constant(Tensor.strings(Shape.of(elements.length), elements), name);
  }
}
