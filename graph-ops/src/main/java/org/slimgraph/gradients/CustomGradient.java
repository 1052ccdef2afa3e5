package org.slimgraph.gradients;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;

/**
 * What a function with a gradient of its own builds. TF: what the function under {@code
 * tf.custom_gradient} returns.
 *
 * @param results the function's results
 * @param gradient builds, from what flows into each result, what flows into each argument
 */
public record CustomGradient(List<Output> results, UnaryOperator<List<Output>> gradient) {

  /** Copies the list. */
  public CustomGradient {
    results = List.copyOf(results);
  }

  /**
   * Adds an IdentityN of results and arguments, whose gradient is the function's. Only arguments
   * get a gradient: tensors that the function uses besides are constants to it.
   */
  public static List<Output> apply(
      Ops tf, List<Output> arguments, Function<List<Output>, CustomGradient> function) {
    CustomGradient built = function.apply(List.copyOf(arguments));
    int results = built.results().size();
    String name =
        RegisteredGradients.of(tf.graph()).registerCustom(g -> built.flowBack(g, arguments.size()));
    Operation identity =
        tf.graph()
            .opBuilder("IdentityN", "IdentityN")
            .inputs(concat(built.results(), arguments))
            .attr("_gradient_op_type", name)
            .build();
    return identity.outputs().subList(0, results);
  }

  private static List<Output> concat(List<Output> a, List<Output> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  private void flowBack(GradientContext g, int arguments) {
    List<Output> arrived = IntStream.range(0, results.size()).mapToObj(g::dy).toList();
    List<Output> gradients = gradient.apply(arrived);
    if (gradients.size() != arguments) {
      throw SlimgraphException.invalidArgument(
          "Num gradients %d generated for op '%s' (op type: %s) do not match num inputs %d: a"
              + " custom gradient gives one gradient an argument",
          gradients.size(), g.op().name(), g.op().type(), arguments);
    }
    for (int i = 0; i < arguments; i++) {
      g.set(results.size() + i, gradients.get(i));
    }
  }
}
