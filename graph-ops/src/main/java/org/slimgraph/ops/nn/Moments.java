package org.slimgraph.ops.nn;

import org.slimgraph.graph.Output;

/**
 * The first two moments of a value.
 *
 * @param mean the mean
 * @param variance the biased variance
 */
public record Moments(Output mean, Output variance) {}
