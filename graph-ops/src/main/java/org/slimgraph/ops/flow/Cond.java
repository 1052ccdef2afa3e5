package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** Conditionals: both branches are built, one runs. TF: tf.cond, tf.case, smart_cond. */
final class Cond {

  /** Builds the results of a branch. */
  interface Branch extends Supplier<@Nullable List<? extends GraphElement>> {}

  private Cond() {}

  static Branch single(Supplier<? extends GraphElement> result) {
    return () -> {
      GraphElement only = result.get();
      return only == null ? null : List.of(only);
    };
  }

  static List<Output> cond(
      Ops tf, Output predicate, Branch trueBranch, Branch falseBranch, String name) {
    if (predicate.dataType().base() != DataType.BOOL) {
      throw SlimgraphException.invalidArgument(
          "pred must be a bool tensor, but '%s' is %s",
          predicate.name(), predicate.dataType().tfName());
    }
    try (NameScope scope = tf.nameScope(name)) {
      Operation choice = Switch.of(tf, predicate, predicate);
      Output ifTrue = tf.identity(choice.output(1), "switch_t");
      Output ifFalse = tf.identity(choice.output(0), "switch_f");
      Output taken = tf.identity(predicate, "pred_id");
      for (Output internal : List.of(choice.output(0), ifTrue, ifFalse, taken)) {
        tf.graph().preventFetching(internal.operation());
      }
      CondContext trueContext = new CondContext(tf, taken, ifTrue, 1);
      List<Output> trueResults = build(trueContext, trueBranch, "true_fn");
      CondContext falseContext = new CondContext(tf, taken, ifFalse, 0);
      List<Output> falseResults = build(falseContext, falseBranch, "false_fn");
      checkSame(trueResults, falseResults);
      List<Output> merged = new ArrayList<>();
      for (int i = 0; i < trueResults.size(); i++) {
        merged.add(Merge.of(tf, List.of(falseResults.get(i), trueResults.get(i))));
      }
      if (trueContext.outer().isEmpty()) {
        tf.graph().addToCollection(GraphKeys.COND_CONTEXT, trueContext);
        tf.graph().addToCollection(GraphKeys.COND_CONTEXT, falseContext);
      }
      return merged;
    }
  }

  private static List<Output> build(CondContext context, Branch branch, String role) {
    try (Scope inside = context.enter()) {
      List<? extends GraphElement> results = branch.get();
      if (results == null) {
        throw SlimgraphException.invalidArgument("%s must have a return value.", role);
      }
      List<Output> live = new ArrayList<>();
      for (GraphElement result : results) {
        live.add(result(context, result, role));
      }
      context.giveOutside(live);
      return live;
    }
  }

  private static Output result(CondContext context, @Nullable GraphElement result, String role) {
    if (result == null) {
      throw SlimgraphException.invalidArgument("%s must have a return value.", role);
    }
    if (result instanceof Operation operation) {
      return context.tf().withDependencies(List.of(operation), context.controlPivot());
    }
    return context.result(output(result));
  }

  private static Output output(GraphElement element) {
    if (element instanceof Output output) {
      return output;
    }
    if (element instanceof Variable variable) {
      return variable.value();
    }
    throw SlimgraphException.invalidArgument("%s is neither tensor nor operation", element);
  }

  private static void checkSame(List<Output> ifTrue, List<Output> ifFalse) {
    if (ifTrue.size() != ifFalse.size()) {
      throw SlimgraphException.invalidArgument(
          "Incompatible return types of true_fn and false_fn: %d and %d values",
          ifTrue.size(), ifFalse.size());
    }
    if (ifTrue.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "true_fn and false_fn must return at least one result.");
    }
    for (int i = 0; i < ifTrue.size(); i++) {
      DataType trueType = ifTrue.get(i).dataType().base();
      DataType falseType = ifFalse.get(i).dataType().base();
      if (trueType != falseType) {
        throw SlimgraphException.invalidArgument(
            "Outputs of true_fn and false_fn must have the same type: %s, %s (%s, %s)",
            trueType.tfName(), falseType.tfName(), ifTrue.get(i).name(), ifFalse.get(i).name());
      }
    }
  }

  /** Builds one branch only if the predicate is known, else a conditional. */
  static List<Output> smartCond(
      Ops tf, Output predicate, Branch trueBranch, Branch falseBranch, String name) {
    Optional<Tensor> known = tf.graph().constantValue(predicate);
    if (known.isEmpty()) {
      return cond(tf, predicate, trueBranch, falseBranch, name);
    }
    boolean isTrue = known.get().booleans()[0];
    List<? extends GraphElement> results = (isTrue ? trueBranch : falseBranch).get();
    if (results == null) {
      throw SlimgraphException.invalidArgument(
          "%s must have a return value.", isTrue ? "true_fn" : "false_fn");
    }
    return results.stream().map(Cond::output).toList();
  }
}
