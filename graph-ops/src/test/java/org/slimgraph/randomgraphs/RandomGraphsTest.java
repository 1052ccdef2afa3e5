package org.slimgraph.randomgraphs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slimgraph.graphdef.GraphDefs;

/**
 * Two thousand random graphs. {@code -Drandom.graphs=FROM-TO} runs the seeds of a range instead;
 * the message of a failure names the seed and shows the smallest graph of it that fails.
 */
class RandomGraphsTest {

  /** The seeds to run, both ends included. */
  record Seeds(long from, long to) {
    static Seeds asked() {
      String range = System.getProperty("random.graphs", "0-1999");
      int dash = range.indexOf('-');
      return new Seeds(
          Long.parseLong(range.substring(0, dash)), Long.parseLong(range.substring(dash + 1)));
    }
  }

  @Test
  void graphs_agreeInAllWaysToRunThem() {
    Seeds seeds = Seeds.asked();
    for (long seed = seeds.from(); seed <= seeds.to(); seed++) {
      if (!problems(seed, RandomGraph.MOST_RECIPES).isEmpty()) {
        explain(seed);
      }
    }
  }

  /** What is wrong with the graph of a seed, an exception while it is built included. */
  private static List<String> problems(long seed, int most) {
    RandomGraph graph;
    try {
      graph = RandomGraph.of(seed, most);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " with " + most + " recipes is not built", e);
    }
    try {
      return RandomGraphCheck.problems(graph);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + " with " + most + " recipes\n" + GraphDefs.toText(graph.graph), e);
    }
  }

  /** Fails with the shortest beginning of the graph of {@code seed} that has a problem. */
  private static void explain(long seed) {
    int most = 1;
    while (problems(seed, most).isEmpty()) {
      most++;
    }
    fail(
        "seed "
            + seed
            + " with "
            + most
            + " recipes:\n"
            + String.join("\n", problems(seed, most))
            + "\n"
            + GraphDefs.toText(RandomGraph.of(seed, most).graph));
  }

  @Test
  void graphs_holdManyOps() {
    Set<String> types = new TreeSet<>();
    for (long seed = 0; seed < 400; seed++) {
      RandomGraph.of(seed, RandomGraph.MOST_RECIPES)
          .graph
          .operations()
          .forEach(op -> types.add(op.type()));
    }
    assertTrue(types.size() >= 150, types.size() + ": " + types);
  }
}
