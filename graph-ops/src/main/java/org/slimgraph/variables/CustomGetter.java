package org.slimgraph.variables;

import java.util.function.Function;

/**
 * Stands between {@code getVariable} and the store of variables: changes the request, makes other
 * variables, or computes something from them ({@link Variable#computed}). Getters of nested scopes
 * compose: the innermost is asked first and its {@code getter} is the next outer one.
 */
@FunctionalInterface
public interface CustomGetter {

  /**
   * Returns what {@code getVariable} returns.
   *
   * @param getter the next getter; it may be called any number of times
   * @param request what was asked for, with the full name
   */
  Variable get(Function<VariableRequest, Variable> getter, VariableRequest request);

  /** Returns this getter with {@code outer} as its next one. */
  default CustomGetter inside(CustomGetter outer) {
    return (getter, request) -> get(next -> outer.get(getter, next), request);
  }
}
