package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Tensor;

/**
 * Puts a value in place of a slice: of a variable by reference or handle, or of a copy of a tensor.
 * TF: {@code variable[begin:end].assign(value)}.
 */
final class StridedSliceAssign {
  static final OpSpec SPEC =
      withSlice(OpSpec.of("StridedSliceAssign").input("ref: Ref(T)"))
          .output("output_ref: Ref(T)")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("it changes state")
          .traits(traits -> traits.writes(0))
          .kernel(
              attrs ->
                  context -> {
                    assign(context, attrs);
                    context.setReference(0, context.variable(0));
                  })
          .build();

  static final OpSpec HANDLE_SPEC =
      withSlice(OpSpec.of("ResourceStridedSliceAssign").input("ref: resource"))
          .stateful()
          .shape(ShapeRules::none)
          .notDifferentiable("it changes state")
          .traits(traits -> traits.writes(0))
          .kernel(attrs -> context -> assign(context, attrs))
          .build();

  static final OpSpec TENSOR_SPEC =
      withSlice(OpSpec.of("TensorStridedSliceUpdate").input("input: T"))
          .output("output: T")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(StridedSliceAssign::tensorKernel)
          .build();

  private StridedSliceAssign() {}

  private static OpSpec.Builder withSlice(OpSpec.Builder spec) {
    spec.input("begin: Index").input("end: Index").input("strides: Index").input("value: T");
    spec.attr("T: type").attr("Index: {int32, int64}");
    for (String mask : List.of("begin", "end", "ellipsis", "new_axis", "shrink_axis")) {
      spec.attr(mask + "_mask: int = 0");
    }
    return spec;
  }

  private static Kernel tensorKernel(Attributes attrs) {
    return context -> {
      Tensor in = context.input(0);
      Tensor out = context.output(0, in.shape());
      Elements.copy(in, out);
      put(context, attrs, out);
    };
  }

  private static void assign(KernelContext context, Attributes attrs) {
    Variable variable = context.variable(0);
    if (!variable.isInitialized()) {
      throw SlimgraphException.failedPrecondition(
          "Attempting to use uninitialized value %s", variable.name());
    }
    variable.updateInPlace(value -> put(context, attrs, value));
  }

  private static void put(KernelContext context, Attributes attrs, Tensor target) {
    Tensor value = context.input(4);
    SliceSpec spec =
        SliceSpec.of(
            attrs,
            target.shape(),
            Optional.of(context.input(1)),
            Optional.of(context.input(2)),
            context.input(3));
    if (spec.processing().elementCount() == 0) {
      return;
    }
    if (!spec.shape().equals(value.shape())) {
      throw SlimgraphException.unimplemented(
          "sliced l-value shape %s does not match r-value shape %s. Automatic broadcasting not yet"
              + " implemented.",
          spec.shape().toBrackets(), value.shape().toBrackets());
    }
    View.of(spec.processing())
        .to(spec.view(View.of(target.shape())), value.dataType())
        .run(value, target, context.parallel());
  }
}
