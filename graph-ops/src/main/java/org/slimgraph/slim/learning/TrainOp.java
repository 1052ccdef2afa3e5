package org.slimgraph.slim.learning;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.train.GradientAndVariable;
import org.slimgraph.train.Optimizer;
import org.slimgraph.variables.Variable;

/**
 * Builds one train op. TF 1.15: {@code contrib/slim/python/slim/learning.py}, {@code
 * contrib/training/python/training/training.py}.
 */
final class TrainOp {
  private static final System.Logger LOG = System.getLogger(Learning.class.getName());

  private final Ops tf;
  private final TrainOpOptions options;

  TrainOp(Ops tf, TrainOpOptions options) {
    this.tf = tf;
    this.options = options;
  }

  Output build(Output totalLoss, Optimizer optimizer) {
    Optional<Variable> globalStep = options.globalStepOrDefault(tf);
    Output loss = afterUpdates(totalLoss);
    List<Variable> variables = variablesToTrain();
    List<GradientAndVariable> gradients =
        optimizer.computeGradients(
            loss,
            o ->
                o.varList(variables)
                    .gateGradients(options.gateGradients())
                    .aggregationMethod(options.aggregationMethod())
                    .colocateGradientsWithOps(options.colocateGradientsWithOps()));
    List<GradientAndVariable> changed = change(gradients);
    Operation step =
        globalStep.isPresent()
            ? optimizer.applyGradients(changed, globalStep.get())
            : optimizer.applyGradients(changed);
    Output result = result(loss, step);
    tf.graph().addToCollection(GraphKeys.TRAIN_OP, result);
    return result;
  }

  /** Lets the loss wait for the updates that the collection holds now. */
  private Output afterUpdates(Output loss) {
    List<GraphElement> collected = tf.collection(GraphKeys.UPDATE_OPS);
    Set<GraphElement> updates = new LinkedHashSet<>(collected);
    options
        .updateOps()
        .ifPresent(
            given -> {
              updates.clear();
              updates.addAll(given);
            });
    if (!updates.containsAll(collected)) {
      LOG.log(
          Level.WARNING,
          "update_ops in create_train_op does not contain all the update_ops in"
              + " GraphKeys.UPDATE_OPS");
    }
    if (updates.isEmpty()) {
      return loss;
    }
    Operation barrier;
    try (Scope waiting = tf.controlDependencies(updates)) {
      barrier = tf.noOp("update_barrier");
    }
    return tf.withDependencies(List.of(barrier), loss);
  }

  private List<Variable> variablesToTrain() {
    List<Variable> trainable = tf.trainableVariables();
    List<Variable> variables = options.variablesToTrain().map(List::copyOf).orElse(trainable);
    if (variables.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "variablesToTrain is empty: there is nothing to train. Trainable variables must exist"
              + " before createTrainOp");
    }
    for (Variable variable : variables) {
      if (!variable.trainable() && !trainable.contains(variable)) {
        throw SlimgraphException.invalidArgument(
            "variablesToTrain names '%s', which is not trainable", variable.name());
      }
    }
    return variables;
  }

  private List<GradientAndVariable> change(List<GradientAndVariable> gradients) {
    List<GradientAndVariable> changed = gradients;
    if (!options.gradientMultipliers().isEmpty()) {
      try (NameScope scope = tf.nameScope("multiply_grads")) {
        changed = multiply(tf, changed, options.gradientMultipliers());
      }
    }
    if (options.clipGradientNorm() > 0) {
      try (NameScope scope = tf.nameScope("clip_grads")) {
        changed = clip(tf, changed, options.clipGradientNorm());
      }
    }
    if (options.summarizeGradients()) {
      try (NameScope scope = tf.nameScope("summarize_grads")) {
        summarize(tf, changed);
      }
    }
    return changed;
  }

  private Output result(Output loss, Operation step) {
    try (NameScope scope = tf.nameScope("train_op")) {
      Output checked =
          options.checkNumerics()
              ? tf.checkNumerics(loss, "LossTensor is inf or nan", "CheckNumerics")
              : loss;
      return tf.withDependencies(List.of(step), checked);
    }
  }

  static List<GradientAndVariable> multiply(
      Ops tf, List<GradientAndVariable> gradients, GradientMultipliers multipliers) {
    if (multipliers.isEmpty()) {
      throw SlimgraphException.invalidArgument("`gradient_multipliers` is empty.");
    }
    List<GradientAndVariable> multiplied = new ArrayList<>();
    for (GradientAndVariable pair : gradients) {
      var factor = multipliers.of(tf, pair.variable());
      if (factor.isPresent() && !pair.hasGradient()) {
        throw SlimgraphException.invalidArgument(
            "Requested multiple of `None` gradient. The loss does not depend on '%s'",
            pair.variable().opName());
      }
      multiplied.add(factor.map(pair::map).orElse(pair));
    }
    return multiplied;
  }

  static List<GradientAndVariable> clip(
      Ops tf, List<GradientAndVariable> gradients, double maxNorm) {
    return gradients.stream()
        .map(pair -> pair.map(gradient -> tf.clipByNorm(gradient, maxNorm)))
        .toList();
  }

  static List<Output> summarize(Ops tf, List<GradientAndVariable> gradients) {
    List<Output> summaries = new ArrayList<>();
    for (GradientAndVariable pair : gradients) {
      String name = pair.variable().opName();
      if (!pair.hasGradient()) {
        LOG.log(Level.INFO, "Var {0} has no gradient", name);
        continue;
      }
      Output values = pair.rows().map(IndexedSlices::values).or(pair::gradient).orElseThrow();
      summaries.add(tf.summary().histogram(name + "/gradient", values));
      Output norm = tf.globalNorm(List.of(Optional.of(values)));
      summaries.add(tf.summary().scalar(name + "/gradient_norm", norm));
    }
    return summaries;
  }
}
