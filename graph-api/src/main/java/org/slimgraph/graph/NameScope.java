package org.slimgraph.graph;

/** An open name scope: operations made meanwhile get its name as a prefix. */
public final class NameScope implements Scope {
  private final String name;
  private final Runnable onClose;

  NameScope(String name, Runnable onClose) {
    this.name = name;
    this.onClose = onClose;
  }

  /** Returns the scope's full name with a trailing slash; "" for the root. */
  public String name() {
    return name;
  }

  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return name;
  }
}
