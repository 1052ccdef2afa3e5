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
}
