package org.slimgraph.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.op.ConstantFunction;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.op.ValueFunction;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Finds the values of outputs that are known before running, for shape rules and for layers that
 * look at a constant predicate. Looks only at small tensors and not through long chains: shapes are
 * short.
 */
final class ConstantValues {
  private static final int MAX_DEPTH = 200;
  private static final long MAX_ELEMENTS = 1024;

  private final OpRegistry registry;
  private final Map<Output, Optional<Tensor>> found = new HashMap<>();
  private int depth;

  ConstantValues(OpRegistry registry) {
    this.registry = registry;
  }

  /** Returns the value of {@code output} if it follows from constants alone. */
  Optional<Tensor> of(Output output) {
    Optional<Tensor> known = found.get(output);
    if (known == null) {
      known = evaluate(output);
      found.put(output, known);
    }
    return known;
  }

  private Optional<Tensor> evaluate(Output output) {
    Operation op = output.operation();
    Optional<RegisteredOp> registered = registry.find(op.type());
    if (registered.isEmpty() || depth >= MAX_DEPTH) {
      return Optional.empty();
    }
    long elements = output.shape().elementCount();
    if (elements > MAX_ELEMENTS) {
      return Optional.empty();
    }
    depth++;
    try {
      if (registered.get().partialValue() != null) {
        Optional<Tensor> whole = fromPartial(output, registered.get());
        if (whole.isPresent()) {
          return whole;
        }
      }
      ConstantFunction constant = registered.get().constant();
      if (constant == null) {
        return Optional.empty();
      }
      List<Tensor> inputs = new ArrayList<>();
      for (Output input : op.inputs()) {
        Optional<Tensor> value = of(input);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        inputs.add(value.get());
      }
      return constant.evaluate(op.attrs(), inputs).map(outputs -> outputs.get(output.index()));
    } finally {
      depth--;
    }
  }

  private Optional<Tensor> fromPartial(Output output, RegisteredOp registered) {
    if (output.shape().rank() != 0 && output.shape().rank() != 1) {
      // A rule may describe the elements of any array; only a vector's are all there is to say.
      return Optional.empty();
    }
    Optional<Shape> partial = partial(output, registered);
    if (partial.isEmpty() || !partial.get().isFullyDefined()) {
      return Optional.empty();
    }
    long[] dims = partial.get().dims();
    Shape shape = output.shape().rank() == 0 ? Shape.scalar() : Shape.of(dims.length);
    switch (output.dataType().base()) {
      case INT32:
        int[] ints = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
          if (dims[i] > Integer.MAX_VALUE) {
            return Optional.empty();
          }
          ints[i] = (int) dims[i];
        }
        return Optional.of(Tensor.of(shape, ints));
      case INT64:
        return Optional.of(Tensor.of(shape, dims));
      default:
        return Optional.empty();
    }
  }

  private Optional<Shape> partial(Output output, RegisteredOp registered) {
    ValueFunction rule = registered.partialValue();
    return rule == null
        ? Optional.empty()
        : rule.partialValue(new OperationShapes(output.operation(), this));
  }

  /** Returns the shape that an integer vector describes, as far as it is known. */
  Shape shapeOf(Output output) {
    Optional<Tensor> value = of(output);
    if (value.isPresent()) {
      return fromTensor(value.get());
    }
    Optional<RegisteredOp> registered = registry.find(output.operation().type());
    if (registered.isPresent() && depth < MAX_DEPTH) {
      depth++;
      try {
        Optional<Shape> partial = partial(output, registered.get());
        if (partial.isPresent()) {
          return partial.get();
        }
      } finally {
        depth--;
      }
    }
    Shape shape = output.shape();
    if (shape.rank() == 0) {
      return Shape.ofRank(1);
    }
    return shape.rank() == 1 && shape.dim(0) >= 0 && shape.dim(0) <= 254
        ? Shape.ofRank((int) shape.dim(0))
        : Shape.unknown();
  }

  private static Shape fromTensor(Tensor value) {
    long[] dims = value.longs();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.max(dims[i], -1);
    }
    return Shape.of(dims);
  }
}
