package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * The sum of tensors of a shape that is stated, {@link AddN} otherwise: TF adds as values arrive,
 * here they are added from the first on. TF: tf.accumulate_n.
 */
final class AccumulateNV2 {
  static final OpSpec SPEC =
      AddN.kernels(
              OpSpec.of("AccumulateNV2")
                  .input("inputs: N * T")
                  .output("sum: T")
                  .attr("N: int >= 1")
                  .attr("T: numbertype")
                  .attr("shape: shape")
                  .def(OpDef.Builder::commutative)
                  .def(OpDef.Builder::aggregate)
                  .shape(AccumulateNV2::infer)
                  .gradient(AddN::gradient))
          .build();

  private AccumulateNV2() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(c.attrs().shape("shape"));
  }

  /** Python's accumulate_n: the shape is what the inputs say together, or {@code shape}. */
  static Output accumulateN(Ops tf, List<Output> inputs, Shape shape, String name) {
    if (inputs.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "inputs must be a list of at least one Tensor with the same dtype and shape");
    }
    Shape merged = shape;
    for (Output input : inputs) {
      merged = ShapeRules.merge(merged, input.shape());
    }
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    return tf.graph()
        .opBuilder("AccumulateNV2", name)
        .inputs(inputs)
        .attr("shape", merged)
        .build()
        .output(0);
  }
}
