package org.slimgraph.train;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/** {@code w -= rate·g}. */
final class GradientDescent extends Optimizer {
  GradientDescent(Ops tf, Setting learningRate, GradientDescentOptions options) {
    super(tf, options, ImmutableMap.of("learning_rate", learningRate));
  }

  @Override
  void createSlots(List<Variable> variables) {}

  @Override
  Operation applyDense(Output gradient, Variable variable) {
    Output alpha = setting("learning_rate", variable);
    return updateOp("ApplyGradientDescent", variable).input(alpha).input(gradient).build();
  }

  /** Repeated rows need no adding up: each is subtracted. */
  @Override
  Operation applyRepeatedRows(IndexedSlices rows, Variable variable) {
    return applyRows(rows.values(), rows.indices(), variable);
  }

  @Override
  Operation applyRows(Output values, Output indices, Variable variable) {
    Output alpha = setting("learning_rate", variable);
    if (variable.isResource()) {
      Output delta = tf.times(tf.negate(values), alpha);
      return Rows.addByHandle(tf, variable, indices, delta);
    }
    return tf.graph()
        .opBuilder("ScatterSub", "ScatterSub")
        .input(variable.ref())
        .input(indices)
        .input(tf.times(values, alpha))
        .attr("use_locking", useLocking())
        .build();
  }
}
