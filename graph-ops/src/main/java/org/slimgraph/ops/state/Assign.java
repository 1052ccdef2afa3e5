package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Gives a reference variable a value. TF: tf.assign. */
final class Assign {
  static final OpSpec SPEC =
      OpSpec.of("Assign")
          .input("ref: Ref(T)")
          .input("value: T")
          .output("output_ref: Ref(T)")
          .attr("T: type")
          .attr("validate_shape: bool = true")
          .attr("use_locking: bool = true")
          .def(def -> def.allowsUninitializedInput())
          .shape(Assign::infer)
          .notDifferentiable("it changes state")
          .traits(traits -> traits.writes(0))
          .kernel(Assign::kernel)
          .build();

  private Assign() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(
        c.attrs().bool("validate_shape") ? ShapeRules.merge(c.input(0), c.input(1)) : c.input(1));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean validateShape = attrs.bool("validate_shape");
    return context -> {
      Variable variable = context.variable(0);
      Tensor value = context.input(1);
      if (validateShape && !variable.currentShape().equals(value.shape())) {
        throw SlimgraphException.invalidArgument(
            "Assign requires shapes of both tensors to match. lhs shape= %s rhs shape= %s",
            variable.currentShape().toBrackets(), value.shape().toBrackets());
      }
      variable.assign(value);
      context.setReference(0, variable);
    };
  }

  static Output assign(Ops tf, Output ref, Output value, boolean validateShape, String name) {
    try (Scope colocated = tf.colocateWith(ref)) {
      return tf.graph()
          .opBuilder("Assign", name)
          .input(ref)
          .input(value)
          .attr("validate_shape", validateShape)
          .build()
          .output(0);
    }
  }
}
