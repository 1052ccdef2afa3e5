package org.slimgraph.ops.state;

import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Tensor;

/** Says whether a variable has a value. TF: tf.is_variable_initialized. */
final class IsVariableInitialized {
  static final OpSpec SPEC =
      OpSpec.of("IsVariableInitialized")
          .input("ref: Ref(dtype)")
          .output("is_initialized: bool")
          .attr("dtype: type")
          .def(def -> def.allowsUninitializedInput())
          .shape(ShapeRules::scalar)
          .notDifferentiable("its output is a boolean")
          .traits(traits -> traits.reads(0))
          .kernel(attrs -> IsVariableInitialized::compute)
          .build();

  static final OpSpec HANDLE_SPEC =
      OpSpec.of("VarIsInitializedOp")
          .input("resource: resource")
          .output("is_initialized: bool")
          .stateful()
          .shape(ShapeRules::scalar)
          .notDifferentiable("its output is a boolean")
          .traits(traits -> traits.reads(0))
          .kernel(attrs -> IsVariableInitialized::compute)
          .build();

  private IsVariableInitialized() {}

  private static void compute(KernelContext context) {
    context.setOutput(0, Tensor.scalar(context.variable(0).isInitialized()));
  }
}
