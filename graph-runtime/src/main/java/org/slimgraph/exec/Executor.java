package org.slimgraph.exec;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Tensor;

/** Runs one plan. Thread-safe: each run has its own memory. */
public sealed interface Executor permits StaticExecutor, FrameExecutor {

  /**
   * Runs the plan once.
   *
   * @param feeds the fed values, in the order of the signature's feeds
   * @param trace what notes the steps, {@link StepTrace#NONE} for nothing
   * @return the fetched values, in the order of the signature's fetches
   * @throws SlimgraphException what the first failing step threw, with the operation's name;
   *     effects of the steps before it stay
   */
  List<Tensor> run(List<Tensor> feeds, Cancellation cancellation, StepTrace trace);
}
