package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Tensor;

/**
 * Runs the steps of plans without control flow, in order, on the calling thread; the loops of a
 * step use the workers. Keeps the memory of finished runs for the next ones. Thread-safe: each run
 * has its own memory.
 */
public final class StaticExecutor implements Executor {
  private final ShapedPlan plan;
  private final SessionState session;
  private final Parallel parallel;
  private final Deque<RunState> idle = new ConcurrentLinkedDeque<>();

  /** Creates an executor of {@code plan} in a session. */
  public StaticExecutor(ShapedPlan plan, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.session = session;
    this.parallel = parallel;
  }

  @Override
  public List<Tensor> run(List<Tensor> feeds, Cancellation cancellation, StepTrace trace) {
    RunState state = idle.pollFirst();
    if (state == null) {
      state = new RunState(plan, session, parallel);
    }
    List<Tensor> results = new ArrayList<>(plan.plan().signature().fetches().size());
    state.trace(trace);
    state.begin(cancellation);
    try {
      for (int i = 0; i < feeds.size(); i++) {
        state.feed(plan.plan().feedValue(i), feeds.get(i));
      }
      for (int i = 0; i < plan.stepCount(); i++) {
        state.checkCancelled();
        state.run(plan.step(i), i);
      }
      for (int i = 0; i < plan.plan().signature().fetches().size(); i++) {
        results.add(state.fetched(plan.plan().fetchValue(i)));
      }
      return results;
    } finally {
      state.releaseSnapshots(results);
      state.clear();
      idle.addFirst(state);
    }
  }
}
