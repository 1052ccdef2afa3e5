package org.slimgraph.exec;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.plan.FrameAnalysis;
import org.slimgraph.plan.Plan;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Tensor;

/**
 * Runs plans with control flow by TF's rules: a step runs when its inputs have arrived, in each
 * iteration of its loop anew; a value may be dead, and deadness spreads through data and control
 * edges until a Merge finds a live input. Of all steps that may run, the one created first goes
 * first, so that the schedule is always the same.
 */
public final class FrameExecutor implements Executor {
  private final Plan plan;
  private final FrameAnalysis frames;
  private final SessionState session;
  private final Parallel parallel;
  private final Deque<FrameRun> idle = new ConcurrentLinkedDeque<>();

  /** Creates an executor of {@code plan} in a session. */
  public FrameExecutor(Plan plan, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.frames = new FrameAnalysis(plan);
    this.session = session;
    this.parallel = parallel;
  }

  @Override
  public List<Tensor> run(List<Tensor> feeds, Cancellation cancellation, StepTrace trace) {
    FrameRun run = idle.pollFirst();
    if (run == null) {
      run = new FrameRun(plan, frames, session, parallel);
    }
    run.trace(trace);
    List<Tensor> results = List.of();
    try {
      results = run.execute(feeds, cancellation);
      return results;
    } finally {
      run.releaseSnapshots(results);
      run.clear();
      idle.addFirst(run);
    }
  }
}
