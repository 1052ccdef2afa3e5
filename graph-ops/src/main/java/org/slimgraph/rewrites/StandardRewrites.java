package org.slimgraph.rewrites;

import com.google.common.collect.ImmutableList;
import org.slimgraph.plan.Rewrite;
import org.slimgraph.plan.RewriteSource;

/** The rules of this module, in the order in which they are tried. */
public final class StandardRewrites implements RewriteSource {
  private static final ImmutableList<Rewrite> RULES = ImmutableList.of(new ProductEpilogue());

  @Override
  public Iterable<Rewrite> rewrites() {
    return RULES;
  }
}
