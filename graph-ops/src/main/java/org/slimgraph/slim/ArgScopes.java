package org.slimgraph.slim;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slimgraph.graph.Graph;

/**
 * The arg scopes that are open on a graph, shared by all {@link Slim}s of it. Belongs to the thread
 * that builds the graph.
 */
final class ArgScopes {
  private final Deque<OpenArgScope> open = new ArrayDeque<>();

  private ArgScopes() {}

  static ArgScopes of(Graph graph) {
    return graph.attachment(ArgScopes.class, ArgScopes::new);
  }

  /** Returns what is in force. */
  ArgScope current() {
    OpenArgScope innermost = open.peekLast();
    return innermost == null ? ArgScope.EMPTY : innermost.scope();
  }

  OpenArgScope open(ArgScope scope) {
    OpenArgScope opened = new OpenArgScope(scope, this);
    open.addLast(opened);
    return opened;
  }

  void close(OpenArgScope scope) {
    if (open.peekLast() != scope) {
      throw new IllegalStateException(
          "Arg scopes are closed in reverse order of opening, each once; "
              + scope.scope()
              + " is not the innermost open one");
    }
    open.removeLast();
  }
}
