package org.slimgraph.variables;

import java.util.function.Consumer;
import org.slimgraph.tensor.Shape;

/**
 * What {@code getVariable} was asked for, after the variable scope filled in what was left open.
 * Immutable.
 */
public final class VariableRequest {
  private final String name;
  private final Shape shape;
  private final GetVariableOptions options;

  VariableRequest(String name, Shape shape, GetVariableOptions options) {
    this.name = name;
    this.shape = shape;
    this.options = options;
  }

  /** Returns the full name, scope included. */
  public String name() {
    return name;
  }

  /** Returns the wished shape; {@link Shape#unknown} when it was left open. */
  public Shape shape() {
    return shape;
  }

  /** Returns a copy of the options. */
  public GetVariableOptions options() {
    return options.copy();
  }

  /** Returns this request for another name, which replaces the full one. */
  public VariableRequest withName(String name) {
    return new VariableRequest(name, shape, options);
  }

  /** Returns this request for another shape. */
  public VariableRequest withShape(Shape shape) {
    return new VariableRequest(name, shape, options);
  }

  /** Returns this request with options changed. */
  public VariableRequest withOptions(Consumer<GetVariableOptions> change) {
    GetVariableOptions changed = options.copy();
    change.accept(changed);
    return new VariableRequest(name, shape, changed);
  }
}
