package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Runs the shape rule of a new operation. */
final class ShapeInference {
  private final OpRegistry registry;
  private final ConstantValues constants;

  ShapeInference(OpRegistry registry) {
    this.registry = registry;
    this.constants = new ConstantValues(registry);
  }

  /**
   * Sets the shapes of {@code op}'s outputs.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if no inputs of these shapes can be valid
   */
  void infer(Operation op) {
    Optional<RegisteredOp> registered = registry.find(op.type());
    if (registered.isEmpty()) {
      return;
    }
    List<Shape> shapes;
    try {
      shapes = registered.get().shape().infer(new OperationShapes(op, constants));
    } catch (SlimgraphException e) {
      if (e.code() != ErrorCode.INVALID_ARGUMENT) {
        throw e;
      }
      throw SlimgraphException.of(e.code(), e.getMessage() + " " + context(op));
    }
    if (shapes.size() != op.outputCount()) {
      throw SlimgraphException.internal(
          "The shape rule of %s gave %d shapes for %d outputs",
          op.type(), shapes.size(), op.outputCount());
    }
    for (int i = 0; i < shapes.size(); i++) {
      op.setOutputShape(i, shapes.get(i));
    }
  }

  /** TF's closing words, then one line an input as our users read it. */
  private static String context(Operation op) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "for '%s' (op: '%s') with input shapes: %s.",
            op.name(),
            op.type(),
            op.inputs().stream()
                .map(input -> input.shape().toBrackets())
                .collect(Collectors.joining(", "))));
    for (int i = 0; i < op.inputs().size(); i++) {
      Output input = op.input(i);
      text.append("\n  ")
          .append(argumentName(op, i))
          .append("  ")
          .append(input.name())
          .append("  ")
          .append(input.dataType().tfName())
          .append(' ')
          .append(input.shape().toBrackets());
    }
    if (op.site() != CreationSite.UNKNOWN) {
      text.append("\n  created at ").append(op.site());
    }
    return text.toString();
  }

  private static String argumentName(Operation op, int input) {
    int first = 0;
    for (ArgDef arg : op.def().inputs()) {
      first += arg.count(op.attrs());
      if (input < first) {
        return arg.name();
      }
    }
    return "input";
  }

  /** Lists the types of all outputs that {@code def} declares under {@code attrs}. */
  static ImmutableList<DataType> outputTypes(OpDef def, Attributes attrs) {
    ImmutableList.Builder<DataType> types = ImmutableList.builder();
    for (ArgDef arg : def.outputs()) {
      int count = arg.count(attrs);
      for (int k = 0; k < count; k++) {
        types.add(arg.typeAt(k, attrs));
      }
    }
    return types.build();
  }
}
