package org.slimgraph.cli;

import java.util.List;

/**
 * Chooses nodes.
 *
 * @param scope the scope they are in, or their name; "" for all
 * @param ops the op types they may have; empty for all
 */
record NodeFilter(String scope, List<String> ops) {

  /** Drops the slash at the end of a scope. */
  NodeFilter {
    scope = scope.endsWith("/") ? scope.substring(0, scope.length() - 1) : scope;
    ops = List.copyOf(ops);
  }

  /** Returns whether every node is chosen. */
  boolean isOpen() {
    return scope.isEmpty() && ops.isEmpty();
  }

  /** Returns whether a node is chosen. */
  boolean accepts(String name, String type) {
    return (ops.isEmpty() || ops.contains(type))
        && (scope.isEmpty() || name.equals(scope) || name.startsWith(scope + "/"));
  }
}
