package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import org.slimgraph.kernel.Kernel;

/**
 * One step in place of several.
 *
 * @param steps what it stands for, in the order they ran; it runs where the last one ran and has
 *     the last one's outputs
 * @param inputs the numbers of the values it reads
 * @param kernel what it computes
 */
public record Fusion(ImmutableList<Step> steps, ImmutableList<Integer> inputs, Kernel kernel) {

  /** Checks the number of steps. */
  public Fusion {
    if (steps.size() < 2) {
      throw new IllegalArgumentException("A fusion stands for two steps or more");
    }
  }

  Step last() {
    return steps.get(steps.size() - 1);
  }
}
