package org.slimgraph.ops.random;

import java.util.OptionalLong;
import org.slimgraph.graph.Graph;

/**
 * The attributes {@code seed} and {@code seed2} of a random operation. TF 1.15: {@code get_seed} in
 * {@code framework/random_seed.py}.
 *
 * @param seed the first seed
 * @param seed2 the second seed
 */
record Seeds(long seed, long seed2) {
  private static final long DEFAULT_GRAPH_SEED = 87654321;
  private static final long MAX_INT32 = Integer.MAX_VALUE;

  /** Returns the seeds of the next operation of {@code graph}. */
  static Seeds next(Graph graph, OptionalLong opSeed) {
    long graphSeed;
    long own;
    if (graph.seed().isPresent()) {
      graphSeed = graph.seed().get();
      own = opSeed.orElse(graph.version());
    } else if (opSeed.isPresent()) {
      graphSeed = DEFAULT_GRAPH_SEED;
      own = opSeed.getAsLong();
    } else {
      return new Seeds(0, 0);
    }
    Seeds seeds = new Seeds(Math.floorMod(graphSeed, MAX_INT32), Math.floorMod(own, MAX_INT32));
    // Ops take (0, 0) as "no seed".
    return seeds.seed == 0 && seeds.seed2 == 0 ? new Seeds(0, MAX_INT32) : seeds;
  }
}
