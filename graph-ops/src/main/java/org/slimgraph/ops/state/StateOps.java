package org.slimgraph.ops.state;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;

/**
 * Builders of ops that change reference variables; part of {@link org.slimgraph.ops.Ops}. Variables
 * of both kinds have methods of the same names.
 */
public interface StateOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.<OpSpec>builder()
          .add(
              VariableV2.SPEC,
              VariableV2.OLD_SPEC,
              VarHandleOp.SPEC,
              Assign.SPEC,
              ReadVariableOp.SPEC,
              AssignVariableOp.SPEC,
              IsVariableInitialized.SPEC,
              IsVariableInitialized.HANDLE_SPEC,
              VariableShape.SPEC,
              DestroyResourceOp.SPEC,
              CountUpTo.SPEC)
          .addAll(AssignUpdates.SPECS)
          .addAll(Scatters.SPECS)
          .addAll(ScatterNds.SPECS)
          .addAll(Optimizers.SPECS)
          .build();

  /**
   * Adds an assignment of {@code value} to the reference variable {@code ref}.
   *
   * @param ref the output of VariableV2, or of an assignment
   * @param value the new value, of the type and shape of the variable
   * @return the reference: whoever uses it sees the variable after the assignment
   */
  default Output assign(Output ref, Output value) {
    return assign(ref, value, "Assign");
  }

  /** Adds an assignment of {@code value} to the reference variable {@code ref}. */
  default Output assign(Output ref, Output value, String name) {
    return assign(ref, value, true, name);
  }

  /**
   * Adds an assignment of {@code value} to the reference variable {@code ref}.
   *
   * @param validateShape whether the value must have the variable's shape; otherwise the variable
   *     takes on the value's
   */
  default Output assign(Output ref, Output value, boolean validateShape, String name) {
    return Assign.assign(tf(), ref, value, validateShape, name);
  }

  /** Adds {@code delta} to the reference variable {@code ref}; returns the reference. */
  default Output assignAdd(Output ref, Output delta) {
    return assignAdd(ref, delta, "AssignAdd");
  }

  /** Adds {@code delta} to the reference variable {@code ref}; returns the reference. */
  default Output assignAdd(Output ref, Output delta, String name) {
    return AssignUpdates.add(tf(), ref, delta, name);
  }

  /** Subtracts {@code delta} from the reference variable {@code ref}; returns the reference. */
  default Output assignSub(Output ref, Output delta) {
    return assignSub(ref, delta, "AssignSub");
  }

  /** Subtracts {@code delta} from the reference variable {@code ref}; returns the reference. */
  default Output assignSub(Output ref, Output delta, String name) {
    return AssignUpdates.subtract(tf(), ref, delta, name);
  }

  /**
   * Sets rows of the reference variable {@code ref}; returns the reference.
   *
   * @param indices the rows, int32 or int64, of any shape
   * @param updates a row for each index, or a scalar for all
   */
  default Output scatterUpdate(Output ref, Output indices, Output updates) {
    return scatterUpdate(ref, indices, updates, "ScatterUpdate");
  }

  /** As {@link #scatterUpdate(Output, Output, Output)}, with a name. */
  default Output scatterUpdate(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterUpdate", ref, indices, updates, name);
  }

  /** Adds to rows of the reference variable {@code ref}; returns the reference. */
  default Output scatterAdd(Output ref, Output indices, Output updates) {
    return scatterAdd(ref, indices, updates, "ScatterAdd");
  }

  /** As {@link #scatterAdd(Output, Output, Output)}, with a name. */
  default Output scatterAdd(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterAdd", ref, indices, updates, name);
  }

  /** Subtracts from rows of the reference variable {@code ref}; returns the reference. */
  default Output scatterSub(Output ref, Output indices, Output updates) {
    return scatterSub(ref, indices, updates, "ScatterSub");
  }

  /** As {@link #scatterSub(Output, Output, Output)}, with a name. */
  default Output scatterSub(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterSub", ref, indices, updates, name);
  }

  /** Multiplies rows of the reference variable {@code ref}; returns the reference. */
  default Output scatterMul(Output ref, Output indices, Output updates) {
    return scatterMul(ref, indices, updates, "ScatterMul");
  }

  /** As {@link #scatterMul(Output, Output, Output)}, with a name. */
  default Output scatterMul(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterMul", ref, indices, updates, name);
  }

  /** Divides rows of the reference variable {@code ref}; returns the reference. */
  default Output scatterDiv(Output ref, Output indices, Output updates) {
    return scatterDiv(ref, indices, updates, "ScatterDiv");
  }

  /** As {@link #scatterDiv(Output, Output, Output)}, with a name. */
  default Output scatterDiv(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterDiv", ref, indices, updates, name);
  }

  /**
   * Takes the smaller of rows of the reference variable {@code ref} and the updates; returns the
   * reference.
   */
  default Output scatterMin(Output ref, Output indices, Output updates) {
    return scatterMin(ref, indices, updates, "ScatterMin");
  }

  /** As {@link #scatterMin(Output, Output, Output)}, with a name. */
  default Output scatterMin(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterMin", ref, indices, updates, name);
  }

  /**
   * Takes the larger of rows of the reference variable {@code ref} and the updates; returns the
   * reference.
   */
  default Output scatterMax(Output ref, Output indices, Output updates) {
    return scatterMax(ref, indices, updates, "ScatterMax");
  }

  /** As {@link #scatterMax(Output, Output, Output)}, with a name. */
  default Output scatterMax(Output ref, Output indices, Output updates, String name) {
    return Scatters.scatter(tf(), "ScatterMax", ref, indices, updates, name);
  }
}
