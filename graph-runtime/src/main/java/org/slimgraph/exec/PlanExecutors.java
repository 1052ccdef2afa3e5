package org.slimgraph.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.plan.Plan;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The executors of one plan, one for each tuple of fed shapes seen lately; a program rarely feeds
 * more than a few batch sizes. A plan with conditions that follow from what is fed has one for each
 * outcome, without control flow. Thread-safe.
 */
public final class PlanExecutors {
  private static final int KEPT = 8;

  private final Plan plan;
  private final SessionState session;
  private final Parallel parallel;
  private final Map<Case, Executor> byCase = new LinkedHashMap<>(KEPT, 0.75f, true);
  private final Map<ImmutableMap<Integer, Boolean>, Optional<Plan>> byConditions =
      new LinkedHashMap<>(KEPT, 0.75f, true);

  /** What an executor is made for; both empty for the one that takes any shape and condition. */
  private record Case(ImmutableMap<Integer, Boolean> conditions, ImmutableList<Shape> shapes) {
    static final Case ANY = new Case(ImmutableMap.of(), ImmutableList.of());
  }

  /** Creates the executors of {@code plan} in a session. */
  public PlanExecutors(Plan plan, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.session = session;
    this.parallel = parallel;
  }

  /** Runs the plan once, as {@link Executor#run} does. */
  public List<Tensor> run(List<Tensor> feeds, Cancellation cancellation, StepTrace trace) {
    return executor(feeds).run(feeds, cancellation, trace);
  }

  /** Returns {@link ShapedPlan#describe} of the plan that runs for {@code feeds}. */
  public String describe(List<Tensor> feeds) {
    synchronized (byCase) {
      return ShapedPlan.of(straight(conditions(feeds)).orElse(plan), shapes(feeds)).describe();
    }
  }

  private static ImmutableList<Shape> shapes(List<Tensor> feeds) {
    return feeds.stream().map(Tensor::shape).collect(ImmutableList.toImmutableList());
  }

  /** Returns the fed truth values that conditions may hang on, by the numbers of their feeds. */
  private ImmutableMap<Integer, Boolean> conditions(List<Tensor> feeds) {
    if (!plan.hasControlFlow()) {
      return ImmutableMap.of();
    }
    ImmutableMap.Builder<Integer, Boolean> conditions = ImmutableMap.builder();
    for (int i = 0; i < feeds.size(); i++) {
      Tensor feed = feeds.get(i);
      if (feed.dataType() == DataType.BOOL && feed.shape().rank() == 0) {
        conditions.put(plan.feedValue(i), feed.booleans()[0]);
      }
    }
    return conditions.buildOrThrow();
  }

  /** Returns the plan without control flow that does the same under these conditions, if any. */
  private Optional<Plan> straight(ImmutableMap<Integer, Boolean> conditions) {
    if (!plan.hasControlFlow()) {
      return Optional.of(plan);
    }
    Optional<Plan> straight = byConditions.get(conditions);
    if (straight == null) {
      straight =
          plan.withConditions(
              Maps.transformValues(conditions, value -> Tensor.scalar(value.booleanValue())));
      keep(byConditions, conditions, straight);
    }
    return straight;
  }

  /** Returns the executor for what is fed, made on first use. */
  private Executor executor(List<Tensor> feeds) {
    ImmutableMap<Integer, Boolean> conditions = conditions(feeds);
    synchronized (byCase) {
      Optional<Plan> straight = straight(conditions);
      Case key = straight.isPresent() ? new Case(conditions, shapes(feeds)) : Case.ANY;
      Executor executor = byCase.get(key);
      if (executor == null) {
        executor =
            straight.isPresent()
                ? new StaticExecutor(ShapedPlan.of(straight.get(), key.shapes()), session, parallel)
                : new FrameExecutor(plan, session, parallel);
        keep(byCase, key, executor);
      }
      return executor;
    }
  }

  private static <K, V> void keep(Map<K, V> map, K key, V value) {
    map.put(key, value);
    if (map.size() > KEPT) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
