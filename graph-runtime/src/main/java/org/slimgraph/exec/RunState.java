package org.slimgraph.exec;

import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * The memory of one run of a static plan: an arena for the planned values and the table of all
 * values. Reused from run to run.
 */
final class RunState extends StepContext {
  private final ShapedPlan plan;
  private final @Nullable Object[] values;
  private final @Nullable Object[] initial;
  private final @Nullable Tensor[] planned;

  RunState(ShapedPlan plan, SessionState session, Parallel parallel) {
    super(plan.plan(), plan.stepCount(), session, parallel);
    this.plan = plan;
    int count = plan.plan().valueCount();
    this.planned = new Tensor[count];
    this.initial = new Object[count];
    Object[] arena = plan.memory().allocate();
    for (int v = 0; v < count; v++) {
      initial[v] = plan.constant(v);
      if (plan.buffer(v) >= 0) {
        planned[v] =
            TensorStorage.wrap(
                plan.plan().valueType(v),
                plan.shape(v),
                arena[plan.memory().slotOf(plan.buffer(v))]);
      }
    }
    this.values = initial.clone();
  }

  void feed(int value, Tensor tensor) {
    values[value] = tensor;
  }

  /** Returns the value of a fetch after the run. */
  Tensor fetched(int value) {
    Object fetched = values[value];
    if (fetched instanceof Tensor tensor) {
      return tensor;
    }
    throw SlimgraphException.internal("Fetched value %d is %s", value, fetched);
  }

  /** Forgets the values of a run. */
  void clear() {
    System.arraycopy(initial, 0, values, 0, values.length);
  }

  @Override
  @Nullable Object value(int v) {
    return values[v];
  }

  @Override
  void setValue(int v, Object value) {
    values[v] = value;
  }

  @Override
  @Nullable Tensor planned(int v, Shape shape) {
    Tensor tensor = planned[v];
    return tensor != null && tensor.shape().equals(shape) ? tensor : null;
  }

  @Override
  boolean isConstant(int v) {
    return plan.constant(v) != null;
  }

  @Override
  boolean isUsedValue(int v) {
    return plan.isUsed(v);
  }
}
