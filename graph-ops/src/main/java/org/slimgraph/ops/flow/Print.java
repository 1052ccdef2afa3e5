package org.slimgraph.ops.flow;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.TensorStorage;

/**
 * Passes its input on and logs tensors, where TF writes to the standard error stream. TF: tf.Print.
 */
final class Print {
  private static final System.Logger LOG = System.getLogger(Print.class.getName());

  static final OpSpec SPEC =
      OpSpec.of("Print")
          .input("input: T")
          .input("data: U")
          .output("output: T")
          .attr("T: type")
          .attr("U: list(type) >= 0")
          .attr("message: string = ''")
          .attr("first_n: int = -1")
          .attr("summarize: int = 3")
          .stateful()
          .shape(ShapeRules::unchanged)
          .gradient(g -> g.passOn(0, 0))
          .kernel(Print::kernel)
          .build();

  static final OpSpec V2 =
      OpSpec.of("PrintV2")
          .input("input: string")
          .attr("output_stream: string = 'stderr'")
          .attr("end: string = '\n'")
          .stateful()
          .shape(c -> List.of())
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> Print::printString)
          .build();

  private Print() {}

  private static Kernel kernel(Attributes attrs) {
    String message = attrs.string("message");
    long first = attrs.integer("first_n");
    long shown = attrs.integer("summarize");
    return context -> {
      context.setOutput(0, context.input(0));
      AtomicLong calls = context.state(AtomicLong.class, AtomicLong::new);
      if (first >= 0 && calls.getAndIncrement() >= first) {
        return;
      }
      StringBuilder text = new StringBuilder(message);
      for (int i = 1; i < context.inputCount(); i++) {
        text.append('[').append(Assert.summary(context.input(i), shown)).append(']');
      }
      LOG.log(Level.INFO, text.toString());
    };
  }

  private static void printString(org.slimgraph.kernel.KernelContext context) {
    if (context.shape(0).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "PrintV2 needs a scalar, but its input has shape %s", context.shape(0).toBrackets());
    }
    LOG.log(
        Level.INFO, new String(TensorStorage.strings(context.input(0))[0], StandardCharsets.UTF_8));
  }

  static Output print(
      Ops tf, Output input, List<Output> data, String message, int firstN, int shown, String name) {
    return tf.graph()
        .opBuilder("Print", name)
        .input(input)
        .inputs(data)
        .attr("message", message)
        .attr("first_n", firstN)
        .attr("summarize", shown)
        .build()
        .output(0);
  }
}
