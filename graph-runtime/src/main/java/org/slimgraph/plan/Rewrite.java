package org.slimgraph.plan;

import java.util.Optional;

/**
 * Replaces some steps of a plan by one that computes the same in less time. Rules know ops; plans
 * do not. What a rule changes may show in speed and last bits only.
 */
@FunctionalInterface
public interface Rewrite {

  /** Returns what stands for {@code first} and steps after it, if the rule fits there. */
  Optional<Fusion> at(PlanView plan, Step first);
}
