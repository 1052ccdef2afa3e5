package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.plan.ShapedPlan;
import org.slimgraph.plan.Step;
import org.slimgraph.state.SessionState;
import org.slimgraph.state.Snapshot;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * The memory of one run at a time: an arena for the planned values and the table of all values. It
 * is also what kernels see of the current step. Reused from run to run, used by one thread at a
 * time.
 */
final class RunState implements KernelContext {
  private final ShapedPlan plan;
  private final SessionState session;
  private final Parallel parallel;

  /** By value number: a Tensor, or the Variable that a reference stands for. */
  private final @Nullable Object[] values;

  private final @Nullable Object[] initial;
  private final @Nullable Tensor[] planned;
  private final List<Snapshot> held = new ArrayList<>();

  /** By step: what kernels keep from run to run, and the key it was made for. */
  private final @Nullable Object[] preparedKeys;

  private final @Nullable Object[] prepared;
  private float[] scratch = new float[0];
  private @Nullable Step current;
  private int currentIndex;

  RunState(ShapedPlan plan, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.session = session;
    this.parallel = parallel;
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
    this.preparedKeys = new Object[plan.stepCount()];
    this.prepared = new Object[plan.stepCount()];
  }

  ShapedPlan plan() {
    return plan;
  }

  void feed(int value, Tensor tensor) {
    values[value] = tensor;
  }

  /** Makes step {@code index} the current one. */
  Step enter(int index) {
    Step step = plan.step(index);
    current = step;
    currentIndex = index;
    return step;
  }

  /** Returns the value of a fetch after the run. */
  Tensor fetched(int value) {
    Object fetched = values[value];
    if (fetched instanceof Tensor tensor) {
      return tensor;
    }
    throw SlimgraphException.internal("Fetched value %d is %s", value, fetched);
  }

  /** Ends a run: gives back snapshots, except those that were fetched, and forgets the values. */
  void finish(boolean succeeded) {
    for (int i = 0; i < held.size(); i++) {
      Snapshot snapshot = held.get(i);
      if (!succeeded || !isFetched(snapshot.tensor())) {
        snapshot.release();
      }
    }
    held.clear();
    System.arraycopy(initial, 0, values, 0, values.length);
    current = null;
  }

  /** A fetched snapshot is never given back: the caller may look at it for ever. */
  private boolean isFetched(Tensor tensor) {
    int fetches = plan.plan().signature().fetches().size();
    for (int i = 0; i < fetches; i++) {
      Object value = values[plan.plan().fetchValue(i)];
      if (value instanceof Tensor fetched
          && TensorStorage.array(fetched) == TensorStorage.array(tensor)) {
        return true;
      }
    }
    return false;
  }

  private Step step() {
    if (current == null) {
      throw new IllegalStateException("No step is running");
    }
    return current;
  }

  @Override
  public String name() {
    return step().operation().name();
  }

  @Override
  public int inputCount() {
    return step().inputCount();
  }

  @Override
  public Tensor input(int i) {
    Object value = values[step().input(i)];
    if (value instanceof Tensor tensor) {
      return tensor;
    }
    if (value instanceof Variable variable) {
      return snapshot(variable);
    }
    throw SlimgraphException.internal("Input %d of '%s' has no value", i, name());
  }

  /** Returns input {@code i} if it is a tensor; null for a reference. For messages. */
  @Nullable Tensor peek(int i) {
    return values[step().input(i)] instanceof Tensor tensor ? tensor : null;
  }

  @Override
  public int outputCount() {
    return step().outputCount();
  }

  @Override
  public DataType outputType(int i) {
    return plan.plan().valueType(step().output(i)).base();
  }

  @Override
  public boolean isUsed(int i) {
    return plan.isUsed(step().output(i));
  }

  @Override
  public Tensor output(int i, Shape shape) {
    int value = step().output(i);
    Tensor tensor = planned[value];
    if (tensor == null || !tensor.shape().equals(shape)) {
      DataType type = plan.plan().valueType(value).base();
      long elements = shape.elementCount();
      if (elements > Integer.MAX_VALUE - 8) {
        throw SlimgraphException.resourceExhausted(
            "OOM when allocating tensor with shape%s and type %s: %d elements do not fit an array",
            shape.toBrackets(), type.tfName(), elements);
      }
      tensor = TensorStorage.wrap(type, shape, TensorStorage.allocate(type, (int) elements));
    }
    values[value] = tensor;
    return tensor;
  }

  @Override
  public void setOutput(int i, Tensor value) {
    int alias = step().traits().alias();
    if (alias < 0 && !step().isFetch() && sharesInput(value)) {
      Tensor copy = output(i, value.shape());
      TensorStorage.copy(
          value.dataType(),
          TensorStorage.array(value),
          0,
          TensorStorage.array(copy),
          0,
          value.size());
    } else {
      values[step().output(i)] = value;
    }
  }

  /** An input's buffer may be reused after the step, unless the op's traits say it lives on. */
  private boolean sharesInput(Tensor value) {
    for (int i = 0; i < step().inputCount(); i++) {
      if (values[step().input(i)] instanceof Tensor input
          && TensorStorage.array(input) == TensorStorage.array(value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Variable variable(int i) {
    Object value = values[step().input(i)];
    if (value instanceof Variable variable) {
      return variable;
    }
    if (value instanceof Tensor handle
        && handle.dataType() == DataType.RESOURCE
        && TensorStorage.objects(handle)[0] instanceof Variable variable) {
      return variable;
    }
    throw SlimgraphException.invalidArgument(
        "Input %d of '%s' is no reference to a variable", i, name());
  }

  @Override
  public Variable variable(String container, String name, DataType type) {
    return session.variable(container, name, type);
  }

  @Override
  public void setReference(int i, Variable variable) {
    values[step().output(i)] = variable;
  }

  @Override
  public Tensor snapshot(Variable variable) {
    Snapshot snapshot = variable.hold();
    held.add(snapshot);
    return snapshot.tensor();
  }

  @Override
  public <T> T state(Class<T> type, Supplier<T> factory) {
    return session.operation(name(), type, factory);
  }

  @Override
  @SuppressWarnings("unchecked") // a step's kernel always asks for one type
  public <K, T> T prepared(K key, Function<? super K, ? extends T> make) {
    Object kept = prepared[currentIndex];
    if (kept == null || !key.equals(preparedKeys[currentIndex])) {
      kept = make.apply(key);
      prepared[currentIndex] = kept;
      preparedKeys[currentIndex] = key;
    }
    return (T) kept;
  }

  @Override
  public Parallel parallel() {
    return parallel;
  }

  @Override
  public float[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new float[Math.max(size, 1024)];
    }
    return scratch;
  }
}
