package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Runs an op's shape rule on a new operation and checks what it answers. */
final class ShapeInference implements ShapeContext {
  private final OperationSketch sketch;
  private final ImmutableList<DataType> outputTypes;
  private final ConstantValues constants;
  private final @Nullable HandleInfo[] handles;

  private ShapeInference(
      OperationSketch sketch, ImmutableList<DataType> outputTypes, ConstantValues constants) {
    this.sketch = sketch;
    this.outputTypes = outputTypes;
    this.constants = constants;
    this.handles = new HandleInfo[outputTypes.size()];
  }

  /** Builds the operation that {@code sketch} describes, shapes included. */
  static Operation infer(
      Graph graph, int id, OperationSketch sketch, ImmutableList<DataType> outputTypes) {
    ShapeInference inference =
        new ShapeInference(sketch, outputTypes, new ConstantValues(graph.registry()));
    List<Shape> shapes = inference.run(graph.registry());
    return new Operation(graph, id, sketch, outputTypes, shapes, inference.handles);
  }

  private List<Shape> run(OpRegistry registry) {
    Optional<RegisteredOp> op = registry.find(sketch.def().name());
    if (op.isEmpty()) {
      return outputTypes.stream().map(type -> Shape.unknown()).toList();
    }
    List<Shape> shapes;
    try {
      shapes = op.get().shape().infer(this);
    } catch (SlimgraphException e) {
      if (e.code() != ErrorCode.INVALID_ARGUMENT) {
        throw e;
      }
      throw SlimgraphException.of(e.code(), e.getMessage() + " " + context());
    }
    if (shapes.size() != outputTypes.size()) {
      throw SlimgraphException.internal(
          "The shape rule of %s gave %d shapes for %d outputs",
          sketch.def().name(), shapes.size(), outputTypes.size());
    }
    return shapes;
  }

  /** TF's closing words, then one line an input as our users read it. */
  private String context() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "for '%s' (op: '%s') with input shapes: %s.",
            sketch.name(),
            sketch.def().name(),
            sketch.inputs().stream()
                .map(input -> input.shape().toBrackets())
                .collect(Collectors.joining(", "))));
    for (Output input : sketch.inputs()) {
      text.append("\n  input ")
          .append(input.name())
          .append("  ")
          .append(input.dataType().tfName())
          .append(' ')
          .append(input.shape().toBrackets());
    }
    if (sketch.site() != CreationSite.UNKNOWN) {
      text.append("\n  created at ").append(sketch.site());
    }
    return text.toString();
  }

  @Override
  public OpDef def() {
    return sketch.def();
  }

  @Override
  public Attributes attrs() {
    return sketch.attrs();
  }

  @Override
  public int inputCount() {
    return sketch.inputs().size();
  }

  @Override
  public Shape input(int i) {
    return sketch.inputs().get(i).shape();
  }

  @Override
  public DataType inputType(int i) {
    return sketch.inputs().get(i).dataType();
  }

  @Override
  public int outputCount() {
    return outputTypes.size();
  }

  @Override
  public Optional<Tensor> constant(int i) {
    return constants.of(sketch.inputs().get(i));
  }

  @Override
  public Shape constantShape(int i) {
    return constants.shapeOf(sketch.inputs().get(i));
  }

  @Override
  public Optional<HandleInfo> inputHandle(int i) {
    Output input = sketch.inputs().get(i);
    return input.operation().outputHandle(input.index());
  }

  @Override
  public void outputHandle(int i, HandleInfo info) {
    handles[i] = info;
  }

  /** Lists the types of all outputs that {@code def} declares under {@code attrs}. */
  static ImmutableList<DataType> outputTypes(OpDef def, Attributes attrs) {
    List<DataType> types = new ArrayList<>();
    def.outputs()
        .forEach(
            arg -> {
              int count = arg.count(attrs);
              for (int k = 0; k < count; k++) {
                types.add(arg.typeAt(k, attrs));
              }
            });
    return ImmutableList.copyOf(types);
  }
}
