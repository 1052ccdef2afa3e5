package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.RunnableOp;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.Attributes;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Runs the kernel of one op without state on given inputs, outside any plan. */
public final class SingleStep implements KernelContext {
  private final List<DataType> outputTypes;
  private final List<Tensor> inputs;
  private final @Nullable Tensor[] outputs;

  private SingleStep(List<DataType> outputTypes, List<Tensor> inputs) {
    this.outputTypes = outputTypes;
    this.inputs = inputs;
    this.outputs = new Tensor[outputTypes.size()];
  }

  /**
   * Returns the outputs of {@code op} for these attributes and inputs.
   *
   * @throws SlimgraphException what the kernel throws; UNIMPLEMENTED if it asks for state
   */
  public static List<Tensor> run(RunnableOp op, Attributes attrs, List<Tensor> inputs) {
    List<DataType> types = new ArrayList<>();
    for (ArgDef arg : op.def().outputs()) {
      int count = arg.count(attrs);
      for (int k = 0; k < count; k++) {
        types.add(arg.typeAt(k, attrs).base());
      }
    }
    SingleStep step = new SingleStep(types, inputs);
    op.kernel(op.def().name(), attrs).compute(step);
    List<Tensor> results = new ArrayList<>();
    for (Tensor output : step.outputs) {
      if (output == null) {
        throw SlimgraphException.internal("The kernel of %s left an output unset", op.def().name());
      }
      results.add(output);
    }
    return results;
  }

  @Override
  public String name() {
    return "constant";
  }

  @Override
  public int inputCount() {
    return inputs.size();
  }

  @Override
  public Tensor input(int i) {
    return inputs.get(i);
  }

  @Override
  public int outputCount() {
    return outputTypes.size();
  }

  @Override
  public DataType outputType(int i) {
    return outputTypes.get(i);
  }

  @Override
  public boolean isUsed(int i) {
    return true;
  }

  @Override
  public Tensor output(int i, Shape shape) {
    Tensor tensor = StepContext.allocate(outputTypes.get(i), shape);
    outputs[i] = tensor;
    return tensor;
  }

  @Override
  public void setOutput(int i, Tensor value) {
    outputs[i] = value;
  }

  @Override
  public Variable variable(int i) {
    throw noState();
  }

  @Override
  public Variable variable(String container, String name, DataType type) {
    throw noState();
  }

  @Override
  public void setReference(int i, Variable variable) {
    throw noState();
  }

  @Override
  public Tensor snapshot(Variable variable) {
    throw noState();
  }

  @Override
  public <T> T state(Class<T> type, Supplier<T> factory) {
    throw noState();
  }

  @Override
  public <K, T> T prepared(K key, Function<? super K, ? extends T> make) {
    return make.apply(key);
  }

  @Override
  public long version(int i) {
    return UNKNOWN_VERSION;
  }

  @Override
  public boolean exact() {
    return true;
  }

  private static SlimgraphException noState() {
    return SlimgraphException.unimplemented("A step outside a session has no state");
  }

  @Override
  public Parallel parallel() {
    return Parallel.SERIAL;
  }

  @Override
  public float[] scratch(int size) {
    return new float[size];
  }
}
