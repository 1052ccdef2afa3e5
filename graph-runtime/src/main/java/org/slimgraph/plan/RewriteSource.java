package org.slimgraph.plan;

/** Supplies rules to planners; found by {@link java.util.ServiceLoader}. */
public interface RewriteSource {

  /** Returns the rules in the order in which they are tried. */
  Iterable<Rewrite> rewrites();
}
