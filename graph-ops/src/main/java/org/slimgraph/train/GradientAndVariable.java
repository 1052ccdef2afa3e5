package org.slimgraph.train;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.Variable;

/** A variable and the gradient with respect to it: a tensor, some rows of one, or none. */
public final class GradientAndVariable {
  private final @Nullable Output gradient;
  private final @Nullable IndexedSlices rows;
  private final Variable variable;

  private GradientAndVariable(
      @Nullable Output gradient, @Nullable IndexedSlices rows, Variable variable) {
    this.gradient = gradient;
    this.rows = rows;
    this.variable = variable;
  }

  /** Returns a variable with a gradient of its shape. */
  public static GradientAndVariable of(Output gradient, Variable variable) {
    return new GradientAndVariable(gradient, null, variable);
  }

  /** Returns a variable with a gradient that has some rows only. */
  public static GradientAndVariable of(IndexedSlices rows, Variable variable) {
    return new GradientAndVariable(null, rows, variable);
  }

  /** Returns a variable that the loss does not depend on. */
  public static GradientAndVariable none(Variable variable) {
    return new GradientAndVariable(null, null, variable);
  }

  /** Returns the gradient if it is a tensor. */
  public Optional<Output> gradient() {
    return Optional.ofNullable(gradient);
  }

  /** Returns the gradient if it has some rows only. */
  public Optional<IndexedSlices> rows() {
    return Optional.ofNullable(rows);
  }

  /** Returns whether there is a gradient. */
  public boolean hasGradient() {
    return gradient != null || rows != null;
  }

  /** Returns the gradient as a tensor; rows are added up in one. */
  public Optional<Output> dense(Ops tf) {
    return rows == null ? gradient() : Optional.of(rows.toDense(tf));
  }

  /** Returns the variable. */
  public Variable variable() {
    return variable;
  }

  /**
   * Returns this pair with the values of the gradient changed, such as clipped; the rows that it
   * has stay the same.
   */
  public GradientAndVariable map(UnaryOperator<Output> change) {
    if (gradient != null) {
      return of(change.apply(gradient), variable);
    }
    if (rows != null) {
      Output values = change.apply(rows.values());
      return of(new IndexedSlices(values, rows.indices(), rows.denseShape()), variable);
    }
    return this;
  }

  /** Returns the tensor that holds the values of the gradient, if there is one. */
  Optional<Output> values() {
    return rows == null ? gradient() : Optional.of(rows.values());
  }

  @Override
  public String toString() {
    return "(" + values().map(Output::toString).orElse("none") + ", " + variable + ")";
  }
}
