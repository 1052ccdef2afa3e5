package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.slimgraph.kernel.OpTraits;

/**
 * Applies rules one after the other, each from the first step to the last. Order stays right of
 * itself: a fused step runs where its last one ran, and what it stands for has no effect but its
 * outputs.
 */
final class RewriteStage {
  private RewriteStage() {}

  private static final class Standard {
    static final ImmutableList<Rewrite> RULES = load();

    private static ImmutableList<Rewrite> load() {
      ImmutableList.Builder<Rewrite> rules = ImmutableList.builder();
      for (RewriteSource source :
          ServiceLoader.load(RewriteSource.class, RewriteStage.class.getClassLoader())) {
        rules.addAll(source.rewrites());
      }
      return rules.build();
    }
  }

  /** Returns the rules of every {@link RewriteSource} on the class path, loaded once. */
  static ImmutableList<Rewrite> standard() {
    return Standard.RULES;
  }

  static List<Step> run(
      Plan plan, List<Step> steps, ShapeStage.Result values, List<Rewrite> rules) {
    List<Step> current = steps;
    for (Rewrite rule : rules) {
      current = apply(rule, plan, current, values);
    }
    return current;
  }

  private static List<Step> apply(
      Rewrite rule, Plan plan, List<Step> steps, ShapeStage.Result values) {
    PlanView view = new PlanView(plan, steps, values);
    Map<Step, Step> fused = new HashMap<>();
    for (Step step : steps) {
      if (!view.isReplaced(step)) {
        rule.at(view, step)
            .ifPresent(
                fusion -> {
                  view.replace(fusion.steps());
                  fused.put(fusion.last(), step(fusion));
                });
      }
    }
    if (fused.isEmpty()) {
      return steps;
    }
    List<Step> result = new ArrayList<>(steps.size());
    for (Step step : steps) {
      Step replacement = fused.get(step);
      if (replacement != null) {
        result.add(replacement);
      } else if (!view.isReplaced(step)) {
        result.add(step);
      }
    }
    return result;
  }

  private static Step step(Fusion fusion) {
    Step first = fusion.steps().get(0);
    Step last = fusion.last();
    return new Step(
        first.operation(),
        OpTraits.PLAIN,
        fusion.kernel(),
        fusion.inputs().stream().mapToInt(Integer::intValue).toArray(),
        last.output(0),
        last.outputCount(),
        false,
        fusion.steps().stream()
            .flatMap(step -> step.operations().stream())
            .collect(ImmutableList.toImmutableList()));
  }
}
