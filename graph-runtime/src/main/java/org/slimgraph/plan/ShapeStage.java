package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ConstantFunction;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.op.ValueFunction;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Finds, for given shapes of the fed values, the shape of every value and the values that are
 * constant: operations on constants are computed now, and so is all that only asks for shapes. An
 * operation with state or a variable is never computed here. Control edges need no care: the order
 * of the other steps is fixed already.
 */
final class ShapeStage {
  private static final long MAX_FOLDED_ELEMENTS = 4 << 20;

  private final Plan plan;
  private final Shape[] shapes;
  private final @Nullable Tensor[] constants;
  private final @Nullable HandleInfo[] handles;
  private final @Nullable Shape[] partialValues;

  private ShapeStage(Plan plan) {
    this.plan = plan;
    int values = plan.valueCount();
    this.shapes = new Shape[values];
    this.constants = new Tensor[values];
    this.handles = new HandleInfo[values];
    this.partialValues = new Shape[values];
  }

  /** The outcome: a shape a value, perhaps not fully known; a tensor for each constant value. */
  record Result(Shape[] shapes, @Nullable Tensor[] constants) {}

  static Result run(Plan plan, ImmutableList<Shape> feedShapes) {
    ShapeStage stage = new ShapeStage(plan);
    for (int i = 0; i < feedShapes.size(); i++) {
      stage.shapes[plan.feedValue(i)] = feedShapes.get(i);
    }
    plan.steps().forEach(stage::visit);
    return new Result(stage.shapes, stage.constants);
  }

  private void visit(Step step) {
    StepView view = new StepView(step);
    Optional<RegisteredOp> op = plan.ops().find(step.operation().type());
    if (step.isFetch() || op.isEmpty()) {
      for (int i = 0; i < step.outputCount(); i++) {
        shapes[step.output(i)] = Shape.unknown();
      }
      return;
    }
    infer(step, view, op.get());
    if (plan.options().optimize() && fold(step, op.get())) {
      return;
    }
    ValueFunction partial = op.get().partialValue();
    if (partial != null && step.outputCount() == 1) {
      partialValues[step.output(0)] = partial.partialValue(view).orElse(null);
      settlePartial(step.output(0));
    }
  }

  private boolean fold(Step step, RegisteredOp op) {
    ConstantFunction constant = op.constant();
    if (constant == null) {
      return false;
    }
    List<Tensor> inputs = new ArrayList<>(step.inputCount());
    long elements = 0;
    for (int i = 0; i < step.inputCount(); i++) {
      Tensor input = constants[step.input(i)];
      if (input == null) {
        return false;
      }
      elements += input.size();
      inputs.add(input);
    }
    if (elements > MAX_FOLDED_ELEMENTS || growsLarge(step)) {
      return false;
    }
    Optional<List<Tensor>> outputs = constant.evaluate(step.operation().attrs(), inputs);
    if (outputs.isEmpty()) {
      return false;
    }
    for (int i = 0; i < step.outputCount(); i++) {
      constants[step.output(i)] = outputs.get().get(i);
      shapes[step.output(i)] = outputs.get().get(i).shape();
    }
    return true;
  }

  /**
   * A large tensor that follows from small ones, such as a Fill, is cheaper to compute than to
   * keep.
   */
  private boolean growsLarge(Step step) {
    for (int i = 0; step.inputCount() > 0 && i < step.outputCount(); i++) {
      if (shapes[step.output(i)].elementCount() > MAX_FOLDED_ELEMENTS) {
        return true;
      }
    }
    return false;
  }

  private void infer(Step step, StepView view, RegisteredOp op) {
    List<Shape> inferred;
    try {
      inferred = op.shape().infer(view);
    } catch (SlimgraphException e) {
      // These inputs cannot be valid: the kernel will say so, if the step is reached.
      inferred = null;
    }
    for (int i = 0; i < step.outputCount(); i++) {
      shapes[step.output(i)] = inferred == null ? Shape.unknown() : inferred.get(i);
    }
  }

  /** Turns a fully known integer vector or scalar into a constant. */
  private void settlePartial(int value) {
    Shape known = partialValues[value];
    if (!plan.options().optimize()
        || known == null
        || !known.isFullyDefined()
        || !shapes[value].isRankKnown()) {
      return;
    }
    long[] dims = known.dims();
    Shape shape = shapes[value].rank() == 0 ? Shape.scalar() : Shape.of(dims.length);
    if (plan.valueType(value) == DataType.INT64) {
      constants[value] = Tensor.of(shape, dims);
    } else if (plan.valueType(value) == DataType.INT32 && fitInts(dims)) {
      int[] ints = new int[dims.length];
      for (int i = 0; i < dims.length; i++) {
        ints[i] = (int) dims[i];
      }
      constants[value] = Tensor.of(shape, ints);
    }
  }

  private static boolean fitInts(long[] dims) {
    for (long dim : dims) {
      if (dim > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** What a shape rule sees of a step. */
  private final class StepView implements ShapeContext {
    private final Step step;

    StepView(Step step) {
      this.step = step;
    }

    @Override
    public OpDef def() {
      return step.operation().def();
    }

    @Override
    public Attributes attrs() {
      return step.operation().attrs();
    }

    @Override
    public int inputCount() {
      return step.inputCount();
    }

    @Override
    public Shape input(int i) {
      return shapes[step.input(i)];
    }

    @Override
    public DataType inputType(int i) {
      return plan.valueType(step.input(i));
    }

    @Override
    public int outputCount() {
      return step.outputCount();
    }

    @Override
    public Optional<Tensor> constant(int i) {
      return Optional.ofNullable(constants[step.input(i)]);
    }

    @Override
    public Shape constantShape(int i) {
      Tensor constant = constants[step.input(i)];
      if (constant != null) {
        long[] dims = constant.longs();
        for (int k = 0; k < dims.length; k++) {
          dims[k] = Math.max(dims[k], -1);
        }
        return Shape.of(dims);
      }
      Shape partial = partialValues[step.input(i)];
      if (partial != null) {
        return partial;
      }
      Shape shape = input(i);
      if (shape.rank() == 0) {
        return Shape.ofRank(1);
      }
      return shape.rank() == 1 && shape.dim(0) >= 0 && shape.dim(0) <= 254
          ? Shape.ofRank((int) shape.dim(0))
          : Shape.unknown();
    }

    @Override
    public Optional<HandleInfo> inputHandle(int i) {
      return Optional.ofNullable(handles[step.input(i)]);
    }

    @Override
    public void outputHandle(int i, HandleInfo info) {
      handles[step.output(i)] = info;
    }
  }
}
