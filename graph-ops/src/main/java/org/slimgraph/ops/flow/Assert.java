package org.slimgraph.ops.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Fails the run if a condition is false. TF: tf.Assert. */
final class Assert {
  static final OpSpec SPEC =
      OpSpec.of("Assert")
          .input("condition: bool")
          .input("data: T")
          .attr("T: list(type) >= 1")
          .attr("summarize: int = 3")
          .stateful()
          .shape(ShapeRules::none)
          .notDifferentiable("it has no outputs")
          .kernel(Assert::kernel)
          .build();

  private Assert() {}

  private static Kernel kernel(Attributes attrs) {
    long shown = attrs.integer("summarize");
    return context -> {
      if (context.shape(0).rank() != 0) {
        throw SlimgraphException.invalidArgument(
            "In[0] should be a scalar: %s", context.shape(0).toBrackets());
      }
      if (!context.booleans(0)[0]) {
        StringBuilder message = new StringBuilder("assertion failed: ");
        for (int i = 1; i < context.inputCount(); i++) {
          message.append(i == 1 ? "[" : " [").append(summary(context.input(i), shown)).append(']');
        }
        throw SlimgraphException.invalidArgument(message.toString());
      }
    };
  }

  /** Returns the first elements; a negative {@code shown} gives all. */
  static String summary(Tensor tensor, long shown) {
    int count = (int) (shown < 0 ? tensor.size() : Math.min(shown, tensor.size()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(element(tensor, i));
    }
    return text.append(count < tensor.size() ? "..." : "").toString();
  }

  private static String element(Tensor tensor, int i) {
    if (tensor.dataType() == DataType.STRING) {
      return new String(TensorStorage.strings(tensor)[i], StandardCharsets.UTF_8);
    }
    if (tensor.dataType().isFloating()) {
      boolean wide = tensor.dataType() == DataType.DOUBLE;
      return wide ? PrintedReals.of(tensor.doubles()[i]) : PrintedReals.of(tensor.floats()[i]);
    }
    String text = tensor.elementText(i);
    return tensor.dataType() == DataType.BOOL ? text.equals("true") ? "1" : "0" : text;
  }

  static Operation assertTrue(
      Ops tf, Output condition, List<Output> data, int summarize, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tf.graph()
          .opBuilder("Assert", "Assert")
          .input(condition)
          .inputs(data)
          .attr("summarize", summarize)
          .build();
    }
  }
}
