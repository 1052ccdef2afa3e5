package org.slimgraph.slim;

import java.util.Map;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;

/**
 * An operation that assigns variables, and what it must be fed.
 *
 * @param operation assigns all of them
 * @param feeds the values by placeholder
 */
public record Assignment(Operation operation, Map<Output, Tensor> feeds) {

  /** Creates an assignment. */
  public Assignment {
    feeds = Map.copyOf(feeds);
  }

  /** Assigns the variables in {@code session}. */
  public void run(Session session) {
    Runner runner = session.runner();
    feeds.forEach(runner::feed);
    runner.target(operation).run();
  }
}
