package org.slimgraph.train;

import org.slimgraph.graph.Output;

/**
 * A metric over all batches of an evaluation. It keeps its counts in local variables, which {@code
 * localVariablesInitializer} sets to zero.
 *
 * @param value the metric of all batches so far; fetching it changes nothing
 * @param updateOp counts the batch of this run and returns the metric with it
 */
public record Metric(Output value, Output updateOp) {}
