package org.slimgraph.ops.state;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Applies a gradient: checks the inputs, then updates the variable and all slots at once, holding
 * each of them from the first read to the last write.
 */
final class OptimizerKernel implements Kernel {
  /** Elements of a part of the work, some 20 microseconds. */
  private static final int PART = 32_768;

  private final OptimizerRow row;
  private final boolean flag;
  private final int[] settingInputs;

  OptimizerKernel(OptimizerRow row, boolean flag) {
    this.row = row;
    this.flag = flag;
    this.settingInputs = row.settingInputs();
  }

  @Override
  public void compute(KernelContext context) {
    int count = row.variables().size();
    Variable[] variables = new Variable[count];
    for (int i = 0; i < count; i++) {
      variables[i] = context.variable(i);
      Handles.checkInitialized(variables[i], !row.byHandle());
      checkSameShape(variables[0].currentShape(), variables[i].currentShape(), i);
    }
    double[] settings = settings(context);
    Tensor gradient = context.input(row.gradientInput());
    if (row.isSparse()) {
      applySparse(context, variables, settings, gradient);
    } else {
      checkSameShape(variables[0].currentShape(), gradient.shape(), row.gradientInput());
      applyDense(context, variables, settings, gradient);
    }
    if (!row.byHandle()) {
      context.setReference(0, variables[0]);
    }
  }

  private void checkSameShape(Shape variable, Shape other, int input) {
    if (!variable.equals(other)) {
      throw SlimgraphException.invalidArgument(
          "var and %s do not have the same shape%s %s",
          row.inputName(input), variable.toBrackets(), other.toBrackets());
    }
  }

  private double[] settings(KernelContext context) {
    double[] settings = new double[settingInputs.length];
    for (int i = 0; i < settings.length; i++) {
      Tensor setting = context.input(settingInputs[i]);
      if (setting.shape().rank() != 0) {
        throw SlimgraphException.invalidArgument(
            "%s is not a scalar: %s",
            row.inputName(settingInputs[i]), setting.shape().toBrackets());
      }
      settings[i] = setting.dataType().isFloating() ? setting.doubles()[0] : setting.longs()[0];
    }
    return settings;
  }

  /** Work on the values of all variables before and after the step. */
  @FunctionalInterface
  private interface Work {
    void run(Tensor[] before, Tensor[] after);
  }

  private static void update(Variable[] variables, Work work) {
    update(variables, 0, new Tensor[variables.length], new Tensor[variables.length], work);
  }

  private static void update(
      Variable[] variables, int i, Tensor[] before, Tensor[] after, Work work) {
    if (i == variables.length) {
      work.run(before, after);
      return;
    }
    variables[i].update(
        (current, next) -> {
          before[i] = current;
          after[i] = next;
          update(variables, i + 1, before, after, work);
        });
  }

  private void applyDense(
      KernelContext context, Variable[] variables, double[] settings, Tensor gradient) {
    int size = gradient.size();
    int parts = Math.max(1, size / PART);
    update(
        variables,
        (before, after) ->
            context
                .parallel()
                .run(
                    parts,
                    part -> {
                      int begin = (int) ((long) size * part / parts);
                      int end = (int) ((long) size * (part + 1) / parts);
                      step(settings, before, gradient, after, begin, end);
                    }));
  }

  private void step(
      double[] settings, Tensor[] before, Tensor gradient, Tensor[] after, int begin, int end) {
    var fast = row.fastPath();
    if (fast != null && row.fastWhen().test(flag) && gradient.dataType() == DataType.FLOAT) {
      fast.run(
          floats(settings),
          flag,
          floats(before),
          TensorStorage.floats(gradient),
          floats(after),
          begin,
          end);
      return;
    }
    OptimizerFormula.Step step = row.formula().with(settings, flag);
    double[] state = new double[before.length];
    for (int i = begin; i < end; i++) {
      for (int k = 0; k < state.length; k++) {
        state[k] = get(before[k], i);
      }
      step.apply(state, get(gradient, i));
      for (int k = 0; k < state.length; k++) {
        set(after[k], i, state[k]);
      }
    }
  }

  private void applySparse(
      KernelContext context, Variable[] variables, double[] settings, Tensor gradient) {
    Shape shape = variables[0].currentShape();
    Tensor indices = context.input(row.indicesInput());
    checkSparse(shape, gradient.shape(), indices.shape());
    long[] rows = indices.longs();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= shape.dim(0)) {
        throw SlimgraphException.invalidArgument(
            "Index %d at offset %d in indices is out of range", rows[i], i);
      }
    }
    int length = Math.toIntExact(shape.slice(1).elementCount());
    OptimizerFormula.Step step = row.formula().with(settings, flag);
    update(
        variables,
        (before, after) -> {
          for (int k = 0; k < after.length; k++) {
            copy(before[k], after[k]);
          }
          double[] state = new double[after.length];
          for (int i = 0; i < rows.length; i++) {
            for (int e = 0; e < length; e++) {
              int at = (int) rows[i] * length + e;
              for (int k = 0; k < state.length; k++) {
                state[k] = get(after[k], at);
              }
              step.apply(state, get(gradient, i * length + e));
              for (int k = 0; k < state.length; k++) {
                set(after[k], at, state[k]);
              }
            }
          }
        });
  }

  private static void checkSparse(Shape variable, Shape gradient, Shape indices) {
    if (variable.rank() < 1) {
      throw SlimgraphException.invalidArgument("var must be at least 1 dimensional");
    }
    if (indices.rank() != 1) {
      throw SlimgraphException.invalidArgument("indices must be one-dimensional");
    }
    for (int d = 1; d < variable.rank(); d++) {
      if (gradient.rank() != variable.rank() || gradient.dim(d) != variable.dim(d)) {
        throw SlimgraphException.invalidArgument("var and grad must match in dimension %d", d);
      }
    }
    if (gradient.rank() != variable.rank() || gradient.dim(0) != indices.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "grad must be the same size as indices in the first dimension.");
    }
  }

  private static void copy(Tensor from, Tensor to) {
    Object source = TensorStorage.array(from);
    Object target = TensorStorage.array(to);
    if (source != target) {
      TensorStorage.copy(from.dataType(), source, 0, target, 0, from.size());
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float[][] floats(Tensor[] tensors) {
    float[][] arrays = new float[tensors.length][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = TensorStorage.floats(tensors[i]);
    }
    return arrays;
  }

  private static double get(Tensor tensor, int i) {
    return switch (tensor.dataType()) {
      case FLOAT -> TensorStorage.floats(tensor)[i];
      case DOUBLE -> TensorStorage.doubles(tensor)[i];
      case HALF -> HalfFloat.halfToFloat(TensorStorage.shorts(tensor)[i]);
      default -> HalfFloat.bfloat16ToFloat(TensorStorage.shorts(tensor)[i]);
    };
  }

  private static void set(Tensor tensor, int i, double value) {
    switch (tensor.dataType()) {
      case FLOAT -> TensorStorage.floats(tensor)[i] = (float) value;
      case DOUBLE -> TensorStorage.doubles(tensor)[i] = value;
      case HALF -> TensorStorage.shorts(tensor)[i] = HalfFloat.floatToHalf((float) value);
      default -> TensorStorage.shorts(tensor)[i] = HalfFloat.floatToBfloat16((float) value);
    }
  }
}
