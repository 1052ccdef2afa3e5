package org.slimgraph.exec;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.plan.Plan;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The executors of one plan, one for each tuple of fed shapes seen lately; a program rarely feeds
 * more than a few batch sizes. Thread-safe.
 */
public final class PlanExecutors {
  private static final int KEPT = 8;

  private final Plan plan;
  private final SessionState session;
  private final Parallel parallel;
  private final Map<ImmutableList<Shape>, Executor> byShapes =
      new LinkedHashMap<>(KEPT, 0.75f, true);

  /** Creates the executors of {@code plan} in a session. */
  public PlanExecutors(Plan plan, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.session = session;
    this.parallel = parallel;
  }

  /** Runs the plan once, as {@link Executor#run} does. */
  public List<Tensor> run(List<Tensor> feeds, Cancellation cancellation) {
    return executor(plan.hasControlFlow() ? ImmutableList.of() : shapes(feeds))
        .run(feeds, cancellation);
  }

  /** Returns {@link ShapedPlan#describe} for fed values of the shapes of {@code feeds}. */
  public String describe(List<Tensor> feeds) {
    return ShapedPlan.of(plan, shapes(feeds)).describe();
  }

  private static ImmutableList<Shape> shapes(List<Tensor> feeds) {
    return feeds.stream().map(Tensor::shape).collect(ImmutableList.toImmutableList());
  }

  /** Returns the executor for fed values of these shapes, made on first use; loops take any. */
  private Executor executor(ImmutableList<Shape> shapes) {
    synchronized (byShapes) {
      Executor executor = byShapes.get(shapes);
      if (executor == null) {
        executor =
            plan.hasControlFlow()
                ? new FrameExecutor(plan, session, parallel)
                : new StaticExecutor(ShapedPlan.of(plan, shapes), session, parallel);
        byShapes.put(shapes, executor);
        if (byShapes.size() > KEPT) {
          byShapes.remove(byShapes.keySet().iterator().next());
        }
      }
      return executor;
    }
  }
}
