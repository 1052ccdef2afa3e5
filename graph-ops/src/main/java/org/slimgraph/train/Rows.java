package org.slimgraph.train;

import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/** Updates of some rows of a variable of either kind. */
final class Rows {
  private Rows() {}

  /**
   * Adds {@code values} to the rows {@code indices}.
   *
   * @return by reference: the reference after the addition; by handle: the value, read after it
   */
  static Output add(Ops tf, Variable variable, Output indices, Output values, boolean useLocking) {
    if (!variable.isResource()) {
      return tf.graph()
          .opBuilder("ScatterAdd", "ScatterAdd")
          .input(variable.ref())
          .input(indices)
          .input(values)
          .attr("use_locking", useLocking)
          .build()
          .output(0);
    }
    Operation add = addByHandle(tf, variable, indices, values);
    try (Scope after = tf.controlDependencies(add)) {
      return read(tf, variable);
    }
  }

  /** Adds {@code values} to the rows {@code indices} of a variable held by handle. */
  static Operation addByHandle(Ops tf, Variable variable, Output indices, Output values) {
    return tf.graph()
        .opBuilder("ResourceScatterAdd", "ResourceScatterAdd")
        .input(variable.ref())
        .input(indices)
        .input(values)
        .attr("dtype", variable.dataType())
        .build();
  }

  /** Returns the value as TF converts variables: the snapshot, or by handle a new reading op. */
  static Output read(Ops tf, Variable variable) {
    if (!variable.isResource()) {
      return variable.value();
    }
    return tf.graph()
        .opBuilder("ReadVariableOp", "ReadVariableOp")
        .input(variable.ref())
        .attr("dtype", variable.dataType())
        .build()
        .output(0);
  }
}
