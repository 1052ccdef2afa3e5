package org.slimgraph.variables;

/**
 * Whether {@code getVariable} makes variables or finds them. Statically import {@link #AUTO_REUSE}
 * to write it as in TF.
 */
public enum Reuse {
  /** As the enclosing variable scope says; at the root, {@link #FALSE}. Python's None. */
  INHERIT,
  /** Makes new variables; one of the same name is an error. In a scope, the same as INHERIT. */
  FALSE,
  /** Finds existing variables; a missing one is an error. Inherited by all scopes inside. */
  TRUE,
  /** Finds a variable or makes it. Inherited by all scopes inside. */
  AUTO_REUSE;

  /** Returns whether this asks for more than the default. */
  boolean isReusing() {
    return this == TRUE || this == AUTO_REUSE;
  }
}
