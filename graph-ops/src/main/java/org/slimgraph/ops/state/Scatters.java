package org.slimgraph.ops.state;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Updates rows of a variable: row {@code indices[i]} by {@code updates[i]}, in order of i, so that
 * a repeated index is updated repeatedly. TF: tf.scatter_update, tf.scatter_add and so on.
 *
 * <p>One table: seven functions, by reference and by handle.
 */
final class Scatters {
  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          byReference("ScatterUpdate", "type", true, ElementUpdate.ASSIGN),
          byReference("ScatterAdd", "numbertype", false, ElementUpdate.ADD),
          byReference("ScatterSub", "numbertype", false, ElementUpdate.SUB),
          byReference("ScatterMul", "numbertype", false, ElementUpdate.MUL),
          byReference("ScatterDiv", "numbertype", false, ElementUpdate.DIV),
          byReference(
              "ScatterMin",
              "{half, bfloat16, float, double, int32, int64}",
              false,
              ElementUpdate.MIN),
          byReference(
              "ScatterMax",
              "{half, bfloat16, float, double, int32, int64}",
              false,
              ElementUpdate.MAX),
          byHandle("ResourceScatterUpdate", "type", ElementUpdate.ASSIGN),
          byHandle("ResourceScatterAdd", "numbertype", ElementUpdate.ADD),
          byHandle("ResourceScatterSub", "numbertype", ElementUpdate.SUB),
          byHandle("ResourceScatterMul", "numbertype", ElementUpdate.MUL),
          byHandle("ResourceScatterDiv", "numbertype", ElementUpdate.DIV),
          byHandle("ResourceScatterMin", "numbertype", ElementUpdate.MIN),
          byHandle("ResourceScatterMax", "numbertype", ElementUpdate.MAX));

  private Scatters() {}

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

  private static OpSpec byHandle(String type, String types, ElementUpdate update) {
    return OpSpec.of(type)
        .input("resource: resource")
        .input("indices: Tindices")
        .input("updates: dtype")
        .attr("dtype: " + types)
        .attr("Tindices: {int32, int64}")
        .stateful()
        .shape(
            c -> {
              checkShapes(Handles.shape(c, 0, c.attrs().type("dtype")), c);
              return ImmutableList.of();
            })
        .notDifferentiable("it changes state")
        .traits(traits -> traits.writes(0))
        .kernel(attrs -> context -> compute(context, update, false))
        .build();
  }

  /** Updates are a scalar, or a row of the variable for each index. */
  private static void checkShapes(Shape variable, ShapeContext c) {
    ShapeRules.withRankAtLeast(variable, 1);
    if (c.input(2).rank() != 0) {
      ShapeRules.merge(c.input(2), c.input(1).concat(variable.slice(1)));
    }
  }

  private static void compute(KernelContext context, ElementUpdate update, boolean byReference) {
    Variable variable = context.variable(0);
    Handles.checkInitialized(variable, byReference);
    Shape shape = variable.currentShape();
    Tensor indices = context.input(1);
    Tensor updates = context.input(2);
    checkShapes(shape, indices.shape(), updates.shape());
    long[] rows = rows(indices, shape.dim(0));
    if (rows.length == 0) {
      return;
    }
    int length = Math.toIntExact(shape.slice(1).elementCount());
    boolean scalar = updates.shape().rank() == 0;
    variable.updateInPlace(
        next -> {
          for (int i = 0; i < rows.length; i++) {
            int at = (int) rows[i] * length;
            if (!scalar) {
              update.apply(next, at, updates, i * length, length);
              continue;
            }
            for (int k = 0; k < length; k++) {
              update.apply(next, at + k, updates, 0, 1);
            }
          }
        });
  }

  private static void checkShapes(Shape variable, Shape indices, Shape updates) {
    if (variable.rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "params must be at least 1-D, got shape %s", variable.toBrackets());
    }
    if (updates.rank() != 0 && !updates.equals(indices.concat(variable.slice(1)))) {
      throw SlimgraphException.invalidArgument(
          "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], got"
              + " updates.shape %s, indices.shape %s, params.shape %s",
          updates.toBrackets(), indices.toBrackets(), variable.toBrackets());
    }
  }

  private static long[] rows(Tensor indices, long limit) {
    long[] rows = indices.longs();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= limit) {
        throw SlimgraphException.invalidArgument(
            "indices%s = %d is not in [0, %d)", place(indices.shape(), i), rows[i], limit);
      }
    }
    return rows;
  }

  /** Returns where element {@code i} of a tensor lies: {@code [2,1]}. */
  static String place(Shape shape, int i) {
    String place = "";
    long rest = i;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      place = String.format(Locale.ROOT, d > 0 ? ",%d" : "%d", rest % shape.dim(d)).concat(place);
      rest /= shape.dim(d);
    }
    return shape.rank() == 0 ? "" : "[" + place + "]";
  }

  static Output scatter(
      Ops tf, String type, Output ref, Output indices, Output updates, String name) {
    try (Scope colocated = tf.colocateWith(ref)) {
      return tf.graph()
          .opBuilder(type, name)
          .input(ref)
          .input(indices)
          .input(updates)
          .build()
          .output(0);
    }
  }
}
