package org.slimgraph.ops.state;

import com.google.common.collect.ImmutableList;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Updates slices of a variable: the slice at {@code indices[i, :]} by {@code updates[i]}. TF:
 * tf.scatter_nd_update, tf.scatter_nd_add, tf.scatter_nd_sub.
 *
 * <p>One table: three functions, by reference and by handle.
 */
final class ScatterNds {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          byReference("ScatterNdUpdate", "type", true, ElementUpdate.ASSIGN),
          byReference("ScatterNdAdd", "numbertype", false, ElementUpdate.ADD),
          byReference("ScatterNdSub", "numbertype", false, ElementUpdate.SUB),
          byHandle("ResourceScatterNdUpdate", ElementUpdate.ASSIGN),
          byHandle("ResourceScatterNdAdd", ElementUpdate.ADD),
          byHandle("ResourceScatterNdSub", ElementUpdate.SUB));

  private ScatterNds() {}

  private static OpSpec byReference(
      String type, String types, boolean useLocking, ElementUpdate update) {
    return OpSpec.of(type)
        .input("ref: Ref(T)")
        .input("indices: Tindices")
        .input("updates: T")
        .output("output_ref: Ref(T)")
        .attr("T: " + types)
        .attr("Tindices: {int32, int64}")
        .attr("use_locking: bool = " + useLocking)
        .shape(
            c -> {
              checkShapes(c.input(0), c);
              return ImmutableList.of(c.input(0));
            })
        .notDifferentiable("it changes state")
        .traits(traits -> traits.writes(0))
        .kernel(
            attrs ->
                context -> {
                  compute(context, update, true);
                  context.setReference(0, context.variable(0));
                })
        .build();
  }

  private static OpSpec byHandle(String type, ElementUpdate update) {
    return OpSpec.of(type)
        .input("ref: resource")
        .input("indices: Tindices")
        .input("updates: T")
        .attr("T: type")
        .attr("Tindices: {int32, int64}")
        .attr("use_locking: bool = true")
        .stateful()
        .shape(
            c -> {
              checkShapes(Handles.shape(c, 0, c.attrs().type("T")), c);
              return ImmutableList.of();
            })
        .notDifferentiable("it changes state")
        .traits(traits -> traits.writes(0))
        .kernel(attrs -> context -> compute(context, update, false))
        .build();
  }

  private static void checkShapes(Shape variable, ShapeContext c) {
    Shape indices = c.input(1);
    ShapeRules.withRankAtLeast(indices, 1);
    if (variable.isRankKnown() && indices.isRankKnown() && indices.dim(-1) >= 0) {
      ShapeRules.merge(c.input(2), updates(variable, indices));
    }
  }

  /** Returns the shape of the updates: a slice of the variable for each vector of indices. */
  private static Shape updates(Shape variable, Shape indices) {
    int depth = depth(variable, indices);
    return indices.slice(0, indices.rank() - 1).concat(variable.slice(depth));
  }

  private static int depth(Shape variable, Shape indices) {
    long depth = indices.dim(-1);
    if (depth > variable.rank()) {
      throw SlimgraphException.invalidArgument(
          "The last dimension of indices %s has size %d, above the rank of the variable %s",
          indices.toBrackets(), depth, variable.toBrackets());
    }
    return (int) depth;
  }

  private static void compute(KernelContext context, ElementUpdate update, boolean byReference) {
    Variable variable = context.variable(0);
    Handles.checkInitialized(variable, byReference);
    Shape shape = variable.currentShape();
    Tensor indices = context.input(1);
    Tensor updates = context.input(2);
    if (indices.shape().rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Indices shape must have rank at least one. Found: %s", indices.shape().toBrackets());
    }
    int depth = depth(shape, indices.shape());
    if (!updates.shape().equals(updates(shape, indices.shape()))) {
      throw SlimgraphException.invalidArgument(
          "Must have updates.shape = indices.shape[:batch_dim] + params_shape[slice_dim:], got"
              + " updates.shape: %s, indices.shape: %s, params_shape: %s, slice_dim: %d",
          updates.shape().toBrackets(), indices.shape().toBrackets(), shape.toBrackets(), depth);
    }
    int length = Math.toIntExact(shape.slice(depth).elementCount());
    int[] slices = slices(indices, shape, depth);
    variable.updateInPlace(
        next -> {
          for (int i = 0; i < slices.length; i++) {
            update.apply(next, slices[i] * length, updates, i * length, length);
          }
        });
  }

  /** Returns the number of the slice that each vector of indices names. */
  private static int[] slices(Tensor indices, Shape variable, int depth) {
    long[] all = indices.longs();
    Shape vectors = indices.shape().slice(0, indices.shape().rank() - 1);
    int[] slices = new int[Math.toIntExact(vectors.elementCount())];
    for (int i = 0; i < slices.length; i++) {
      long slice = 0;
      for (int d = 0; d < depth; d++) {
        long index = all[i * depth + d];
        if (index < 0 || index >= variable.dim(d)) {
          throw outside(indices, variable, depth, i);
        }
        slice = slice * variable.dim(d) + index;
      }
      slices[i] = Math.toIntExact(slice);
    }
    return slices;
  }

  private static SlimgraphException outside(Tensor indices, Shape variable, int depth, int i) {
    StringBuilder vector = new StringBuilder();
    for (int d = 0; d < depth; d++) {
      vector.append(d == 0 ? "" : ", ").append(indices.longs()[i * depth + d]);
    }
    Shape vectors = indices.shape().slice(0, indices.shape().rank() - 1);
    return SlimgraphException.invalidArgument(
        "indices%s = [%s] does not index into param shape %s",
        Scatters.place(vectors, i), vector, variable.toBrackets());
  }
}
