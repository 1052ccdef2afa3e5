package org.slimgraph.plan;

/**
 * How plans are made.
 *
 * @param fold whether operations on constants are computed while planning
 * @param verify whether every stage is checked
 */
public record PlanOptions(boolean fold, boolean verify) {}
