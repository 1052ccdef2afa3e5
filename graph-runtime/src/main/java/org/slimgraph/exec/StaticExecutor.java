package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.CreationSite;
import org.slimgraph.graph.Operation;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.plan.Step;
import org.slimgraph.state.SessionState;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Tensor;

/**
 * Runs the steps of plans without control flow, in order, on the calling thread; the loops of a
 * step use the workers. Keeps the memory of finished runs for the next ones. Thread-safe: each run
 * has its own memory.
 */
public final class StaticExecutor {
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

  /**
   * Runs the plan once.
   *
   * @param feeds the fed values, in the order of the signature's feeds
   * @return the fetched values, in the order of the signature's fetches
   * @throws SlimgraphException what the first failing step threw, with the operation's name;
   *     effects of the steps before it stay
   */
  public List<Tensor> run(List<Tensor> feeds, Cancellation cancellation) {
    RunState state = idle.pollFirst();
    if (state == null) {
      state = new RunState(plan, session, parallel);
    }
    boolean succeeded = false;
    try {
      for (int i = 0; i < feeds.size(); i++) {
        state.feed(plan.plan().feedValue(i), feeds.get(i));
      }
      for (int i = 0; i < plan.stepCount(); i++) {
        cancellation.check();
        execute(i, state);
      }
      int fetches = plan.plan().signature().fetches().size();
      List<Tensor> results = new ArrayList<>(fetches);
      for (int i = 0; i < fetches; i++) {
        results.add(state.fetched(plan.plan().fetchValue(i)));
      }
      succeeded = true;
      return results;
    } finally {
      state.finish(succeeded);
      idle.addFirst(state);
    }
  }

  private static void execute(int index, RunState state) {
    Step step = state.enter(index);
    try {
      if (!step.operation().def().allowsUninitializedInput() && !step.traits().access().isEmpty()) {
        checkInitialized(step, state);
      }
      step.kernel().compute(state);
    } catch (SlimgraphException e) {
      throw e.withContext(context(step, state));
    } catch (RuntimeException e) {
      SlimgraphException wrapped =
          SlimgraphException.of(
              ErrorCode.INTERNAL, "Kernel failed: " + e + "\n" + context(step, state));
      wrapped.initCause(e);
      throw wrapped;
    }
  }

  private static void checkInitialized(Step step, RunState state) {
    Operation op = step.operation();
    for (int input : step.traits().access().keySet()) {
      if (input < op.inputs().size() && op.input(input).dataType().isRef()) {
        Variable variable = state.variable(input);
        if (!variable.isInitialized()) {
          throw SlimgraphException.failedPrecondition(
              "Attempting to use uninitialized value %s", variable.name());
        }
      }
    }
  }

  /** TF's mark of the failing node, then one line an input and the line that made the operation. */
  private static String context(Step step, RunState state) {
    Operation op = step.operation();
    StringBuilder text = new StringBuilder("\t [[{{node ").append(op.name()).append("}}]]");
    text.append("\n  in ").append(op.type());
    for (int i = 0; i < step.inputCount(); i++) {
      Tensor input = state.peek(i);
      text.append(i == 0 ? " of " : ", ");
      text.append(
          input == null
              ? "a reference"
              : input.dataType().tfName() + " " + input.shape().toBrackets());
    }
    if (op.site() != CreationSite.UNKNOWN) {
      text.append("\n  created at ").append(op.site());
    }
    return text.toString();
  }
}
