package org.slimgraph.ops.state;

import com.google.common.collect.ImmutableList;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Adds to and subtracts from variables. TF: tf.assign_add, tf.assign_sub.
 *
 * <p>One table of four ops: two functions, by reference and by handle.
 */
final class AssignUpdates {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          byReference("AssignAdd", ElementUpdate.ADD, BinaryOp.ADD),
          byReference("AssignSub", ElementUpdate.SUB, BinaryOp.SUB),
          byHandle("AssignAddVariableOp", ElementUpdate.ADD, BinaryOp.ADD),
          byHandle("AssignSubVariableOp", ElementUpdate.SUB, BinaryOp.SUB));

  private AssignUpdates() {}

  private static OpSpec byReference(String type, ElementUpdate update, BinaryOp loop) {
    return OpSpec.of(type)
        .input("ref: Ref(T)")
        .input("value: T")
        .output("output_ref: Ref(T)")
        .attr("T: numbertype")
        .attr("use_locking: bool = false")
        .shape(c -> ImmutableList.of(ShapeRules.merge(c.input(0), c.input(1))))
        .notDifferentiable("it changes state")
        .traits(traits -> traits.writes(0))
        .kernel(
            attrs ->
                context -> {
                  compute(context, update, loop, true);
                  context.setReference(0, context.variable(0));
                })
        .build();
  }

  private static OpSpec byHandle(String type, ElementUpdate update, BinaryOp loop) {
    return OpSpec.of(type)
        .input("resource: resource")
        .input("value: dtype")
        .attr("dtype: type")
        .stateful()
        .shape(AssignUpdates::inferByHandle)
        .notDifferentiable("it changes state")
        .traits(traits -> traits.writes(0))
        .kernel(attrs -> context -> compute(context, update, loop, false))
        .build();
  }

  private static ImmutableList<Shape> inferByHandle(ShapeContext c) {
    Handles.check(c, 0, c.attrs().type("dtype"), c.input(1));
    return ImmutableList.of();
  }

  private static void compute(
      KernelContext context, ElementUpdate update, BinaryOp loop, boolean byReference) {
    Variable variable = context.variable(0);
    Tensor delta = context.input(1);
    Handles.checkInitialized(variable, byReference);
    if (!variable.currentShape().equals(delta.shape())) {
      throw byReference
          ? SlimgraphException.invalidArgument("Parameters and update must be the same size")
          : SlimgraphException.invalidArgument(
              "Cannot update variable with shape %s using a Tensor with shape %s, shapes must be"
                  + " equal.",
              variable.currentShape().toBrackets(), delta.shape().toBrackets());
    }
    if (variable.dataType() == DataType.FLOAT) {
      variable.update(
          (current, next) ->
              CpuLoops.get()
                  .elementwise()
                  .binary(
                      loop,
                      TensorStorage.floats(current),
                      0,
                      TensorStorage.floats(delta),
                      0,
                      TensorStorage.floats(next),
                      0,
                      delta.size(),
                      context.parallel()));
    } else {
      variable.updateInPlace(next -> update.apply(next, 0, delta, 0, delta.size()));
    }
  }

  static Output add(Ops tf, Output ref, Output delta, String name) {
    return update(tf, "AssignAdd", ref, delta, name);
  }

  static Output subtract(Ops tf, Output ref, Output delta, String name) {
    return update(tf, "AssignSub", ref, delta, name);
  }

  private static Output update(Ops tf, String type, Output ref, Output delta, String name) {
    try (Scope colocated = tf.colocateWith(ref)) {
      return tf.graph().opBuilder(type, name).input(ref).input(delta).build().output(0);
    }
  }
}
