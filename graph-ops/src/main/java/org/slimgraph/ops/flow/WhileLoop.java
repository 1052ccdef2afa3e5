package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Builds loops. TF: tf.while_loop. */
final class WhileLoop {
  private final Ops tf;
  private final WhileContext context;

  private WhileLoop(Ops tf, WhileContext context) {
    this.tf = tf;
    this.context = context;
  }

  static List<Output> build(
      Ops tf,
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> variables,
      WhileOptions options) {
    if (variables.isEmpty()) {
      throw SlimgraphException.invalidArgument("No loop variables provided");
    }
    if (!options.shapeInvariants.isEmpty() && options.shapeInvariants.size() != variables.size()) {
      throw SlimgraphException.invalidArgument(
          "There are %d shape invariants for %d loop variables",
          options.shapeInvariants.size(), variables.size());
    }
    try (NameScope scope = tf.nameScope(options.name)) {
      if (options.maximumIterations != null) {
        return counted(tf, options.maximumIterations, condition, body, variables, options);
      }
      return loop(tf, condition, body, variables, options.shapeInvariants, options);
    }
  }

  /** Puts a counter before the variables, which ends the loop at the limit. */
  private static List<Output> counted(
      Ops tf,
      Output limit,
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> variables,
      WhileOptions options) {
    if (limit.shape().rank() > 0) {
      throw SlimgraphException.invalidArgument(
          "maximum_iterations must be a scalar, saw shape: %s", limit.shape().toBrackets());
    }
    Output counter = tf.constant(zero(limit), "iteration_counter");
    List<Output> all = with(counter, variables);
    List<Shape> invariants = new ArrayList<>();
    if (!options.shapeInvariants.isEmpty()) {
      invariants.add(Shape.scalar());
      invariants.addAll(options.shapeInvariants);
    }
    List<Output> results =
        loop(
            tf,
            vars -> {
              Output below = tf.less(vars.get(0), limit);
              return tf.logicalAnd(below, condition.apply(rest(vars)));
            },
            vars -> {
              Output next = tf.plus(vars.get(0), 1);
              return with(next, body.apply(rest(vars)));
            },
            all,
            invariants,
            options);
    return rest(results);
  }

  private static Tensor zero(Output limit) {
    DataType type = limit.dataType().base();
    if (type != DataType.INT32 && type != DataType.INT64) {
      throw SlimgraphException.invalidArgument(
          "maximum_iterations must be int32 or int64, but '%s' is %s", limit.name(), type.tfName());
    }
    return Tensor.zeros(type, Shape.scalar());
  }

  private static List<Output> with(Output first, List<Output> others) {
    List<Output> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private static List<Output> rest(List<Output> all) {
    return all.subList(1, all.size());
  }

  private static List<Output> loop(
      Ops tf,
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> variables,
      List<Shape> invariants,
      WhileOptions options) {
    WhileContext context = new WhileContext(tf, options);
    if (context.outer().isEmpty()) {
      tf.graph().addToCollection(GraphKeys.WHILE_CONTEXT, context);
    }
    try (Scope inside = context.enter()) {
      return new WhileLoop(tf, context).build(condition, body, variables, invariants);
    }
  }

  private List<Output> build(
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> variables,
      List<Shape> invariants) {
    List<Output> enters = context.enterVariables(variables);
    setShapes(variables, enters, invariants);
    List<Output> merges =
        enters.stream().map(enter -> Merge.of(tf, List.of(enter, enter))).toList();
    context.beginCondition(merges.get(0));
    Output goesOn =
        tf.graph()
            .opBuilder("LoopCond", "LoopCond")
            .input(condition.apply(merges))
            .build()
            .output(0);
    context.endCondition(goesOn);
    List<Operation> choices =
        merges.stream().map(merge -> Switch.beside(tf, merge, goesOn)).toList();
    List<Output> current = choices.stream().map(c -> tf.identity(c.output(1))).toList();
    context.beginBody(current.get(0));
    List<Output> next = body.apply(current);
    close(merges, next);
    List<Output> exits =
        choices.stream().map(choice -> Exit.of(tf, choice.output(0), "Exit")).toList();
    context.end(exits);
    return exits;
  }

  private static void setShapes(
      List<Output> variables, List<Output> enters, List<Shape> invariants) {
    for (int i = 0; i < enters.size(); i++) {
      Shape shape = variables.get(i).shape();
      Shape invariant = invariants.isEmpty() ? shape : invariants.get(i);
      if (!allows(invariant, shape)) {
        throw SlimgraphException.invalidArgument(
            "The shape invariant specified for %s is not compatible with the initial shape of the"
                + " loop variable: it enters the loop with shape %s, the invariant is %s",
            variables.get(i).name(), shape.toBrackets(), invariant.toBrackets());
      }
      enters.get(i).setShape(invariant);
    }
  }

  /** Leads what the body gives back to the Merges. */
  private void close(List<Output> merges, List<Output> next) {
    if (next.size() != merges.size()) {
      throw SlimgraphException.invalidArgument(
          "Number of inputs and outputs of body must match loop_vars: %d, %d",
          merges.size(), next.size());
    }
    for (int i = 0; i < merges.size(); i++) {
      Output merge = merges.get(i);
      Output value = next.get(i);
      Output back = NextIteration.of(tf, value);
      check(merge, value);
      tf.graph().replaceInput(merge.operation(), 1, back);
    }
  }

  private static void check(Output merge, Output next) {
    Output initial = merge.operation().input(0).operation().input(0);
    if (merge.dataType().base() != next.dataType().base()) {
      throw SlimgraphException.invalidArgument(
          "Input tensor '%s' enters the loop with type %s, but has type %s after one iteration"
              + " ('%s')",
          initial.name(), merge.dataType().tfName(), next.dataType().tfName(), next.name());
    }
    if (!allows(merge.shape(), next.shape())) {
      throw SlimgraphException.invalidArgument(
          "Input tensor '%s' enters the loop with shape %s, but has shape %s after one iteration,"
              + " which is not compatible with it. Let the shape vary by a less specific shape"
              + " invariant: shape_invariants of tf.while_loop, o -> o.shapeInvariants(...).",
          initial.name(), merge.shape().toBrackets(), next.shape().toBrackets());
    }
  }

  /** Returns whether every value of shape {@code shape} has the shape {@code invariant}. */
  private static boolean allows(Shape invariant, Shape shape) {
    if (!invariant.isRankKnown()) {
      return true;
    }
    if (shape.rank() != invariant.rank()) {
      return false;
    }
    for (int i = 0; i < shape.rank(); i++) {
      if (invariant.dim(i) >= 0 && invariant.dim(i) != shape.dim(i)) {
        return false;
      }
    }
    return true;
  }
}
