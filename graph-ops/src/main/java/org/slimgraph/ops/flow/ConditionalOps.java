package org.slimgraph.ops.flow;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.tensor.DataType;

/**
 * Builders of conditionals and loops; part of {@link FlowOps}. Branches, conditions and bodies are
 * called once, while the graph is built: only operations made in them are conditional or repeated.
 * What they merely use from outside is computed in any case, once.
 */
public interface ConditionalOps extends Builders {

  /**
   * Adds a conditional.
   *
   * @param predicate bool scalar
   * @param trueFn builds the result for true: a tensor, or an operation, which gives a bool tensor
   *     that runs it when fetched
   * @param falseFn builds the result for false, of the same type
   * @return the result of the branch taken, of the shape both have in common
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the types differ
   */
  default Output cond(
      Output predicate,
      Supplier<? extends GraphElement> trueFn,
      Supplier<? extends GraphElement> falseFn,
      String name) {
    return Cond.cond(tf(), predicate, Cond.single(trueFn), Cond.single(falseFn), name).get(0);
  }

  /** Adds a conditional. */
  default Output cond(
      Output predicate,
      Supplier<? extends GraphElement> trueFn,
      Supplier<? extends GraphElement> falseFn) {
    return cond(predicate, trueFn, falseFn, "cond");
  }

  /**
   * Adds a conditional with several results.
   *
   * @param predicate bool scalar
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if the branches give different
   *     numbers or types of results
   */
  default List<Output> condList(
      Output predicate,
      Supplier<List<Output>> trueFn,
      Supplier<List<Output>> falseFn,
      String name) {
    return Cond.cond(tf(), predicate, trueFn::get, falseFn::get, name);
  }

  /** Adds a conditional with several results. */
  default List<Output> condList(
      Output predicate, Supplier<List<Output>> trueFn, Supplier<List<Output>> falseFn) {
    return condList(predicate, trueFn, falseFn, "cond");
  }

  /**
   * Builds one of two results if the value of {@code predicate} is known while building, which then
   * can no longer be fed; else a conditional.
   */
  default Output smartCond(
      Output predicate,
      Supplier<? extends GraphElement> trueFn,
      Supplier<? extends GraphElement> falseFn,
      String name) {
    return Cond.smartCond(tf(), predicate, Cond.single(trueFn), Cond.single(falseFn), name).get(0);
  }

  /** Builds one of two results if {@code predicate} is known while building; else a conditional. */
  default Output smartCond(
      Output predicate,
      Supplier<? extends GraphElement> trueFn,
      Supplier<? extends GraphElement> falseFn) {
    return smartCond(predicate, trueFn, falseFn, "cond");
  }

  /** Builds one of two lists of results if {@code predicate} is known; else a conditional. */
  default List<Output> smartCondList(
      Output predicate,
      Supplier<List<Output>> trueFn,
      Supplier<List<Output>> falseFn,
      String name) {
    return Cond.smartCond(tf(), predicate, trueFn::get, falseFn::get, name);
  }

  /** Builds one of two results. */
  default Output smartCond(boolean predicate, Supplier<Output> trueFn, Supplier<Output> falseFn) {
    return predicate ? trueFn.get() : falseFn.get();
  }

  /**
   * Adds the result of the first case whose predicate is true.
   *
   * @param otherwise builds the result if none is
   * @param exclusive whether the run fails if more than one is
   */
  default Output case_(
      List<Case> cases, Supplier<Output> otherwise, boolean exclusive, String name) {
    return Case.build(tf(), cases, otherwise, exclusive, name);
  }

  /** Adds the result of the first case whose predicate is true, or of {@code otherwise}. */
  default Output case_(List<Case> cases, Supplier<Output> otherwise) {
    return case_(cases, otherwise, false, "case");
  }

  /**
   * Adds the result of the first case whose predicate is true; the run fails if none is.
   *
   * @param exclusive whether the run fails if more than one is
   */
  default Output case_(List<Case> cases, boolean exclusive, String name) {
    return Case.build(tf(), cases, exclusive, name);
  }

  /** Adds the result of the first case whose predicate is true; the run fails if none is. */
  default Output case_(List<Case> cases) {
    return case_(cases, false, "case");
  }

  /**
   * Adds a loop: {@code body} again and again while {@code condition} holds.
   *
   * @param condition builds a bool scalar from the loop variables
   * @param body builds the variables of the next iteration from those of the current one
   * @param loopVariables the variables of the first iteration
   * @return the variables when the loop ends
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if there are no variables, or
   *     the body gives others in number, type or shape
   */
  default List<Output> whileLoop(
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> loopVariables,
      Consumer<WhileOptions> options) {
    WhileOptions set = new WhileOptions();
    options.accept(set);
    return WhileLoop.build(tf(), condition, body, loopVariables, set);
  }

  /** Adds a loop: {@code body} again and again while {@code condition} holds. */
  default List<Output> whileLoop(
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> loopVariables) {
    return whileLoop(condition, body, loopVariables, o -> {});
  }

  /** Adds a loop called {@code name}. */
  default List<Output> whileLoop(
      Function<List<Output>, Output> condition,
      Function<List<Output>, List<Output>> body,
      List<Output> loopVariables,
      String name) {
    return whileLoop(condition, body, loopVariables, o -> o.name(name));
  }

  /**
   * Adds an array of tensors that lives for a run.
   *
   * @param size int32 scalar
   */
  default TensorArray tensorArray(
      DataType type, Output size, Consumer<TensorArrayOptions> options) {
    TensorArrayOptions set = new TensorArrayOptions();
    options.accept(set);
    return TensorArray.create(tf(), type, size, set);
  }

  /** Adds an array of {@code size} tensors that lives for a run. */
  default TensorArray tensorArray(DataType type, int size, Consumer<TensorArrayOptions> options) {
    return tensorArray(type, tf().constant(size, "size"), options);
  }

  /** Adds an array of {@code size} tensors that lives for a run. */
  default TensorArray tensorArray(DataType type, int size) {
    return tensorArray(type, size, o -> {});
  }

  /**
   * Adds a loop that applies {@code function} to each row of {@code values}.
   *
   * @param values [rows, ...]
   * @param type the type of the results
   * @return the results, of one shape, as rows
   */
  default Output mapFn(UnaryOperator<Output> function, Output values, DataType type, String name) {
    return Functional.map(tf(), function, values, type, name);
  }

  /** Adds a loop that applies {@code function}, which keeps the type, to each row. */
  default Output mapFn(UnaryOperator<Output> function, Output values) {
    return mapFn(function, values, values.dataType().base(), "map");
  }

  /**
   * Adds a loop that combines a value with one row after the other, from the first to the last.
   *
   * @param function builds the next value from the last one and a row
   * @param values [rows, ...]
   * @param initial the first value; it keeps its shape
   */
  default Output foldl(
      BinaryOperator<Output> function, Output values, Output initial, String name) {
    return Functional.fold(tf(), function, values, initial, name);
  }

  /** Adds a loop that combines a value with one row after the other. */
  default Output foldl(BinaryOperator<Output> function, Output values, Output initial) {
    return foldl(function, values, initial, "foldl");
  }

  /**
   * Adds a loop as {@link #foldl(BinaryOperator, Output, Output, String)} does.
   *
   * @return the value after each row, as rows
   */
  default Output scan(BinaryOperator<Output> function, Output values, Output initial, String name) {
    return Functional.scan(tf(), function, values, initial, name);
  }

  /** Adds a loop that gives the value after each row. */
  default Output scan(BinaryOperator<Output> function, Output values, Output initial) {
    return scan(function, values, initial, "scan");
  }
}
