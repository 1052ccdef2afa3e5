package org.slimgraph.graph;

/** Something that is in force until it is closed; scopes are closed in reverse order of opening. */
@FunctionalInterface
public interface Scope extends AutoCloseable {

  /** Ends the scope. */
  @Override
  void close();
}
