package org.slimgraph.slim.learning;

import com.google.common.collect.ImmutableList;
import org.slimgraph.tensor.Tensor;

/**
 * What one step of training did.
 *
 * @param step the global step after it
 * @param loss the loss before it
 * @param seconds how long it took
 * @param fetched the values of the tensors that the options asked for, in their order
 */
public record StepReport(long step, double loss, double seconds, ImmutableList<Tensor> fetched) {}
