package org.slimgraph.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.tensor.DataType;

/** Walks a plan and checks what every stage must keep true. Always on in tests. */
final class PlanVerifier {
  private PlanVerifier() {}

  /**
   * Checks that every step comes after all it depends on, that every value is defined before it is
   * read, and that types agree with the graph.
   *
   * @throws SlimgraphException INTERNAL naming the step
   */
  static void check(Plan plan) {
    Set<Output> fed = new HashSet<>(plan.signature().feeds());
    Map<Operation, Integer> position = new HashMap<>();
    Set<Integer> defined = new HashSet<>();
    for (int i = 0; i < plan.signature().feeds().size(); i++) {
      defined.add(plan.feedValue(i));
    }
    Set<Operation> closers = new HashSet<>();
    for (Step step : plan.steps()) {
      if (step.traits().control() == OpTraits.ControlRole.NEXT_ITERATION) {
        closers.add(step.operation());
        defined.add(step.output(0));
      }
    }
    for (int s = 0; s < plan.steps().size(); s++) {
      Step step = plan.steps().get(s);
      Operation op = step.operation();
      if (!step.isFetch()) {
        position.put(op, s);
        for (Operation before : Pruning.predecessors(op, fed, closers::contains)) {
          require(position.containsKey(before), step, "runs before " + before.name());
        }
      }
      for (int i = 0; i < step.inputCount(); i++) {
        require(defined.contains(step.input(i)), step, "reads undefined input " + i);
        if (!step.isFetch()) {
          require(
              plan.valueType(step.input(i)).base() == op.input(i).dataType().base()
                  || op.input(i).dataType() == DataType.INVALID,
              step,
              "input " + i + " has another type");
        }
      }
      for (int i = 0; i < step.outputCount(); i++) {
        require(defined.add(step.output(i)) || closers.contains(op), step, "redefines output " + i);
      }
    }
    for (int i = 0; i < plan.signature().fetches().size(); i++) {
      if (!defined.contains(plan.fetchValue(i))) {
        throw SlimgraphException.internal("Plan does not compute fetch %d", i);
      }
    }
  }

  private static void require(boolean holds, Step step, String problem) {
    if (!holds) {
      throw SlimgraphException.internal("Step '%s' %s", step.operation().name(), problem);
    }
  }
}
