package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.OpTraits.ControlRole;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/** Passes on the first live input, and says which it was. TF: {@code control_flow_ops.merge}. */
final class Merge {
  static final OpSpec SPEC = spec("Merge", "T").build();
  static final OpSpec REF = spec("RefMerge", "Ref(T)").build();

  private Merge() {}

  private static OpSpec.Builder spec(String type, String tensor) {
    return OpSpec.of(type)
        .input("inputs: N * " + tensor)
        .output("output: " + tensor)
        .output("value_index: int32")
        .attr("T: type")
        .attr("N: int >= 1")
        .shape(Merge::infer)
        .gradient(FlowGradients::ofMerge)
        .traits(traits -> traits.control(ControlRole.MERGE))
        .kernel(attrs -> ControlStep.EXECUTORS_OWN);
  }

  /** Adds a Merge; only if all inputs refer to variables, so does its output. */
  static Output of(Ops tf, List<Output> inputs) {
    return of(tf, inputs, "Merge");
  }

  static Output of(Ops tf, List<Output> inputs, String name) {
    boolean isRef = inputs.stream().allMatch(input -> input.dataType().isRef());
    return tf.graph()
        .opBuilder(isRef ? "RefMerge" : "Merge", name)
        .inputs(inputs)
        .build()
        .output(0);
  }

  /** Keeps what all inputs agree on; an input that a loop brings later says nothing yet. */
  private static List<Shape> infer(ShapeContext c) {
    Shape common = c.input(0);
    for (int i = 1; i < c.inputCount(); i++) {
      common = common(common, c.input(i));
    }
    return List.of(common, Shape.scalar());
  }

  private static Shape common(Shape a, Shape b) {
    if (!a.isRankKnown() || !b.isRankKnown() || a.rank() != b.rank()) {
      return Shape.unknown();
    }
    Shape common = a;
    for (int i = 0; i < a.rank(); i++) {
      if (a.dim(i) != b.dim(i)) {
        common = common.withDim(i, -1);
      }
    }
    return common;
  }
}
