package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Operation;
import org.slimgraph.memory.MemoryPlan;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A {@link Plan} for given shapes of the fed values: the steps that are left to run, the constants,
 * and a place in memory for each value whose shape is known. Immutable.
 */
public final class ShapedPlan {
  private final Plan plan;
  private final ImmutableList<Shape> feedShapes;
  private final Step[] steps;
  private final Shape[] shapes;
  private final @Nullable Tensor[] constants;
  private final boolean[] used;
  private final int[] bufferOf;
  private final MemoryPlan memory;

  private ShapedPlan(
      Plan plan,
      ImmutableList<Shape> feedShapes,
      Step[] steps,
      ShapeStage.Result values,
      Buffers buffers) {
    this.plan = plan;
    this.feedShapes = feedShapes;
    this.steps = steps;
    this.shapes = values.shapes();
    this.constants = values.constants();
    this.used = buffers.used();
    this.bufferOf = buffers.bufferOf();
    this.memory = buffers.memory();
  }

  /** Returns {@code plan} for fed values of these shapes, in the order of its feeds. */
  public static ShapedPlan of(Plan plan, ImmutableList<Shape> feedShapes) {
    ShapeStage.Result values = ShapeStage.run(plan, feedShapes);
    List<Step> left = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (!isConstant(step, values.constants())) {
        left.add(step);
      }
    }
    if (plan.options().optimize() && !plan.hasControlFlow()) {
      left = RewriteStage.run(plan, left, values, RewriteStage.standard());
    }
    Step[] steps = left.toArray(Step[]::new);
    Buffers buffers = Buffers.of(plan, steps, values);
    return new ShapedPlan(plan, feedShapes, steps, values, buffers);
  }

  private static boolean isConstant(Step step, @Nullable Tensor[] constants) {
    boolean pure =
        !step.operation().def().isStateful()
            && step.traits().access().isEmpty()
            && step.outputCount() > 0
            && !step.isFetch();
    for (int i = 0; pure && i < step.outputCount(); i++) {
      pure = constants[step.output(i)] != null;
    }
    return pure;
  }

  /** Returns the plan this one specialises. */
  public Plan plan() {
    return plan;
  }

  /** Returns the shapes of the fed values. */
  public ImmutableList<Shape> feedShapes() {
    return feedShapes;
  }

  /** Returns the number of steps to run. */
  public int stepCount() {
    return steps.length;
  }

  /** Returns step {@code i}. */
  public Step step(int i) {
    return steps[i];
  }

  /** Returns what is known of the shape of value {@code v}. */
  public Shape shape(int v) {
    return shapes[v];
  }

  /** Returns the constant that value {@code v} is; null if it is none. */
  public @Nullable Tensor constant(int v) {
    return constants[v];
  }

  /** Returns whether a step or a fetch reads value {@code v}. */
  public boolean isUsed(int v) {
    return used[v];
  }

  /** Returns the buffer in which value {@code v} is computed; -1 if it gets a fresh one. */
  public int buffer(int v) {
    return bufferOf[v];
  }

  /** Returns the assignment of buffers to slots. */
  public MemoryPlan memory() {
    return memory;
  }

  /**
   * Describes the steps in the order they run, a line each: the operations' types, the first one's
   * name, the shapes of the outputs and where they lie; then the memory of one run.
   */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < steps.length; s++) {
      Step step = steps[s];
      text.append(s).append(' ');
      text.append(step.operations().stream().map(Operation::type).collect(Collectors.joining("+")));
      text.append(" '").append(step.operation().name()).append('\'');
      for (int i = 0; i < step.outputCount(); i++) {
        int v = step.output(i);
        text.append(i == 0 ? " -> " : ", ");
        text.append(plan.valueType(v).tfName()).append(' ').append(shapes[v].toBrackets());
        text.append(bufferOf[v] < 0 ? "" : " in slot " + memory.slotOf(bufferOf[v]));
      }
      text.append('\n');
    }
    text.append("memory of a run: ").append(memory.bytes()).append(" bytes in ");
    return text.append(memory.slots().size()).append(" slots\n").toString();
  }

  /** The places of values in memory. */
  record Buffers(boolean[] used, int[] bufferOf, MemoryPlan memory) {

    /**
     * Gives a buffer to each value whose shape is known and that does not leave the run. A step
     * whose output may share an input's storage keeps the input's buffer alive; one that may write
     * over an input that nothing reads later takes over its buffer.
     */
    static Buffers of(Plan plan, Step[] steps, ShapeStage.Result values) {
      return new BufferStage(plan, steps, values).run();
    }
  }
}
