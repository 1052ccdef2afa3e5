package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;

/**
 * What a run asks of a graph; plans are cached by it.
 *
 * @param fetches the outputs whose values are returned
 * @param feeds the outputs whose values are given
 * @param targets the operations to run without returning anything
 */
public record Signature(
    ImmutableList<Output> fetches, ImmutableList<Output> feeds, ImmutableList<Operation> targets) {}
