package org.slimgraph.ops.flow;

import java.util.List;
import java.util.function.Supplier;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * One of several results, chosen by conditions that are asked in order: nested conditionals. TF:
 * tf.case.
 */
public final class Case {
  private final Output predicate;
  private final Supplier<Output> action;

  private Case(Output predicate, Supplier<Output> action) {
    this.predicate = predicate;
    this.action = action;
  }

  /** Returns the case that gives what {@code action} builds if {@code predicate} is true. */
  public static Case when(Output predicate, Supplier<Output> action) {
    return new Case(predicate, action);
  }

  static Output build(
      Ops tf, List<Case> cases, Supplier<Output> otherwise, boolean exclusive, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Supplier<Output> rest = nested(tf, cases, otherwise);
      if (!exclusive) {
        return rest.get();
      }
      try (Scope checked = tf.controlDependencies(atMostOne(tf, cases))) {
        return rest.get();
      }
    }
  }

  /** Without a default the last action runs if no earlier one does, and asserts its condition. */
  static Output build(Ops tf, List<Case> cases, boolean exclusive, String name) {
    if (cases.isEmpty()) {
      throw SlimgraphException.invalidArgument("tf.case needs at least one case or a default");
    }
    try (NameScope scope = tf.nameScope(name)) {
      Case last = cases.get(cases.size() - 1);
      Supplier<Output> otherwise =
          () -> {
            Operation isTrue =
                tf.assertTrue(
                    last.predicate,
                    List.of(message(tf, "None of conditions evaluated as True.")),
                    3,
                    "Assert");
            try (Scope checked = tf.controlDependencies(isTrue)) {
              return tf.identity(last.action.get());
            }
          };
      Supplier<Output> rest = nested(tf, cases.subList(0, cases.size() - 1), otherwise);
      if (!exclusive) {
        return rest.get();
      }
      try (Scope checked = tf.controlDependencies(atMostOne(tf, cases))) {
        return rest.get();
      }
    }
  }

  private static Supplier<Output> nested(Ops tf, List<Case> cases, Supplier<Output> otherwise) {
    Supplier<Output> rest = otherwise;
    for (int i = cases.size() - 1; i >= 0; i--) {
      Case current = cases.get(i);
      Supplier<Output> others = rest;
      rest = () -> tf.cond(current.predicate, current.action, others);
    }
    return rest;
  }

  private static Operation atMostOne(Ops tf, List<Case> cases) {
    Output predicates = tf.stack(cases.stream().map(c -> c.predicate).toList(), 0, "preds_c");
    Output count = tf.reduceSum(tf.cast(predicates, DataType.INT32, "num_true_conds"));
    Output atMostOne = tf.less(count, tf.constant(2), "less");
    return tf.assertTrue(
        atMostOne,
        List.of(
            message(tf, "Input error: exclusive=True: more than 1 conditions evaluated as True:"),
            predicates),
        cases.size(),
        "Assert");
  }

  private static Output message(Ops tf, String text) {
    return tf.constant(Tensor.scalar(text));
  }
}
