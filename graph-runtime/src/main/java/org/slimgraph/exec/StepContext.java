package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.CreationSite;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.plan.Plan;
import org.slimgraph.plan.Step;
import org.slimgraph.state.SessionState;
import org.slimgraph.state.Snapshot;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * What kernels see of the current step, whichever executor runs it. Where values are kept is the
 * executor's matter. Used by one thread at a time.
 */
abstract class StepContext implements KernelContext {
  private final Plan plan;
  private final SessionState session;
  private final Parallel parallel;
  private final List<Snapshot> held = new ArrayList<>();

  /** By step: what kernels keep from run to run, and the key it was made for. */
  private final @Nullable Object[] preparedKeys;

  private final @Nullable Object[] prepared;
  private float[] scratch = new float[0];
  private StepTrace trace = StepTrace.NONE;
  private @Nullable Step current;
  private int currentIndex;
  private Cancellation cancellation = new Cancellation();

  StepContext(Plan plan, int steps, SessionState session, Parallel parallel) {
    this.plan = plan;
    this.session = session;
    this.parallel = parallel;
    this.preparedKeys = new Object[steps];
    this.prepared = new Object[steps];
  }

  /** Starts a run that {@code asked} may end early. */
  final void begin(Cancellation asked) {
    cancellation = asked;
  }

  /** Returns what value {@code v} is now: a Tensor, or the Variable that a reference stands for. */
  abstract @Nullable Object value(int v);

  abstract void setValue(int v, Object value);

  /** Returns the tensor planned for value {@code v} if its shape is {@code shape}; else null. */
  abstract @Nullable Tensor planned(int v, Shape shape);

  abstract boolean isUsedValue(int v);

  /** Returns whether value {@code v} was computed once for all runs of the plan. */
  abstract boolean isConstant(int v);

  /** Sets what notes the steps of the next run. */
  final void trace(StepTrace trace) {
    this.trace = trace;
  }

  /** Returns what notes the steps. */
  final StepTrace trace() {
    return trace;
  }

  /**
   * Runs the kernel of {@code step}.
   *
   * @param index a number of its own, for what the kernel keeps from run to run
   * @throws SlimgraphException what the kernel threw, with the operation's name, types and shapes
   */
  final void run(Step step, int index) {
    current = step;
    currentIndex = index;
    long begin = trace.isOn() ? trace.now() : 0;
    try {
      if (!step.operation().def().allowsUninitializedInput() && !step.traits().access().isEmpty()) {
        checkInitialized(step);
      }
      step.kernel().compute(this);
      if (trace.isOn() && !step.isFetch()) {
        trace.note(step, begin, outputs(step));
      }
    } catch (SlimgraphException e) {
      throw e.withContext(context(step));
    } catch (OutOfMemoryError e) {
      throw SlimgraphException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "OOM when running; give Java more memory (-Xmx)\n" + context(step),
          e);
    } catch (RuntimeException e) {
      throw SlimgraphException.of(
          ErrorCode.INTERNAL, "Kernel failed: " + e + "\n" + context(step), e);
    }
  }

  private List<@Nullable Object> outputs(Step step) {
    List<@Nullable Object> outputs = new ArrayList<>();
    for (int i = 0; i < step.outputCount(); i++) {
      outputs.add(value(step.output(i)));
    }
    return outputs;
  }

  private void checkInitialized(Step step) {
    Operation op = step.operation();
    for (int input : step.traits().access().keySet()) {
      if (input < op.inputs().size() && op.input(input).dataType().isRef()) {
        Variable variable = variable(input);
        if (!variable.isInitialized()) {
          throw SlimgraphException.failedPrecondition(
              "Attempting to use uninitialized value %s", variable.name());
        }
      }
    }
  }

  /** TF's mark of the failing node, then one line an input and the line that made the operation. */
  private String context(Step step) {
    Operation op = step.operation();
    StringBuilder text = new StringBuilder("\t [[{{node ").append(op.name()).append("}}]]");
    text.append("\n  in ").append(op.type());
    for (int i = 0; i < step.inputCount(); i++) {
      Tensor input = peek(i);
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

  /**
   * Gives back the snapshots that were taken, except those that leave with {@code fetched}: the
   * caller may look at them for ever.
   */
  final void releaseSnapshots(List<Tensor> fetched) {
    for (int i = 0; i < held.size(); i++) {
      Snapshot snapshot = held.get(i);
      if (!contains(fetched, snapshot.tensor())) {
        snapshot.release();
      }
    }
    held.clear();
    current = null;
    trace = StepTrace.NONE;
  }

  private static boolean contains(List<Tensor> tensors, Tensor tensor) {
    for (int i = 0; i < tensors.size(); i++) {
      if (TensorStorage.array(tensors.get(i)) == TensorStorage.array(tensor)) {
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
    Object value = value(step().input(i));
    if (value instanceof Tensor tensor) {
      return tensor;
    }
    if (value instanceof Variable variable) {
      return snapshot(variable);
    }
    throw SlimgraphException.internal("Input %d of '%s' has no value", i, name());
  }

  /** Returns input {@code i} if it is a tensor; null for a reference. For messages. */
  private @Nullable Tensor peek(int i) {
    return value(step().input(i)) instanceof Tensor tensor ? tensor : null;
  }

  @Override
  public int outputCount() {
    return step().outputCount();
  }

  @Override
  public DataType outputType(int i) {
    return plan.valueType(step().output(i)).base();
  }

  @Override
  public boolean isUsed(int i) {
    return isUsedValue(step().output(i));
  }

  @Override
  public Tensor output(int i, Shape shape) {
    int value = step().output(i);
    Tensor tensor = planned(value, shape);
    if (tensor == null) {
      tensor = allocate(outputType(i), shape);
    }
    setValue(value, tensor);
    return tensor;
  }

  /**
   * Returns a new tensor of undefined contents.
   *
   * @throws SlimgraphException RESOURCE_EXHAUSTED if the memory does not hold it
   */
  static Tensor allocate(DataType type, Shape shape) {
    long elements = shape.elementCount();
    if (elements > Integer.MAX_VALUE - 8) {
      throw SlimgraphException.resourceExhausted(
          "OOM when allocating tensor with shape%s and type %s: %d elements do not fit an array",
          shape.toBrackets(), type.tfName(), elements);
    }
    try {
      return TensorStorage.wrap(type, shape, TensorStorage.allocate(type, (int) elements));
    } catch (OutOfMemoryError e) {
      throw SlimgraphException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "OOM when allocating tensor with shape"
              + shape.toBrackets()
              + " and type "
              + type.tfName()
              + "; give Java more memory (-Xmx)",
          e);
    }
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
      setValue(step().output(i), value);
    }
  }

  /** An input's buffer may be reused after the step, unless the op's traits say it lives on. */
  private boolean sharesInput(Tensor value) {
    for (int i = 0; i < step().inputCount(); i++) {
      if (value(step().input(i)) instanceof Tensor input
          && TensorStorage.array(input) == TensorStorage.array(value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Variable variable(int i) {
    Object value = value(step().input(i));
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
    setValue(step().output(i), variable);
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
  public <T> T shared(String name, Class<T> type, Supplier<T> factory) {
    // No operation's name has a line break.
    return session.operation("\n" + name, type, factory);
  }

  @Override
  public final void checkCancelled() {
    cancellation.check();
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
  public long version(int i) {
    if (isConstant(step().input(i))) {
      return 0;
    }
    if (value(step().input(i)) instanceof Tensor input) {
      for (int k = 0; k < held.size(); k++) {
        if (held.get(k).tensor() == input) {
          return held.get(k).version();
        }
      }
    }
    return UNKNOWN_VERSION;
  }

  @Override
  public boolean exact() {
    return plan.options().exact();
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
