/**
 * From a graph and what a run asks of it to a list of steps: which operations, in which order, with
 * which shapes, in which memory. Built in stages, each checked by {@link
 * org.slimgraph.plan.PlanVerifier} in tests. Knows no op by name. Start with {@link
 * org.slimgraph.plan.Planner}.
 */
@NullMarked
package org.slimgraph.plan;

import org.jspecify.annotations.NullMarked;
