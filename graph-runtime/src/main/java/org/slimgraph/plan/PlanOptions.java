package org.slimgraph.plan;

/**
 * How plans are made.
 *
 * @param optimize whether operations on constants are computed while planning, and steps fused
 * @param exact whether every sum of products is taken term by term
 * @param verify whether every stage is checked
 * @param anyDevice whether operations run that ask for a device other than the CPU
 */
public record PlanOptions(boolean optimize, boolean exact, boolean verify, boolean anyDevice) {}
