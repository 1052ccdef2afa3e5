package org.slimgraph.gradients;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.Gradient;

/**
 * Gradients that users state themselves, and second ones; part of {@link org.slimgraph.ops.Ops}.
 */
public interface GradientOps extends Builders {

  /**
   * Registers a gradient in this graph, for operations that ask for it by name. TF:
   * tf.RegisterGradient.
   *
   * @throws SlimgraphException ALREADY_EXISTS if the name is taken
   */
  default void registerGradient(String name, Gradient gradient) {
    RegisteredGradients.of(tf().graph()).register(name, gradient);
  }

  /**
   * Opens a block whose operations take other gradients than those of their type. TF:
   * tf.Graph.gradient_override_map. A name that is not registered is refused when the gradient is
   * built.
   *
   * @param names the names of registered gradients by op type
   */
  default Scope gradientOverrideMap(Map<String, String> names) {
    return tf().graph().gradientOverrideMap(names);
  }

  /**
   * Calls {@code function}, which builds results and says what their gradient is. TF:
   * tf.custom_gradient.
   *
   * @param arguments what the results depend on; other tensors that the function uses get no
   *     gradient through it
   * @return the results
   */
  default List<Output> customGradient(
      List<Output> arguments, Function<List<Output>, CustomGradient> function) {
    return CustomGradient.apply(tf(), arguments, function);
  }

  /**
   * Adds the second derivatives of the sum of {@code ys} with respect to each of {@code xs}. TF:
   * tf.hessians.
   *
   * @return a tensor an x, of the shape of x twice
   * @throws SlimgraphException INVALID_ARGUMENT if the ys, or their first derivatives, do not
   *     depend on an x
   */
  default List<Output> hessians(List<Output> ys, List<Output> xs, String name) {
    return Hessians.build(tf(), ys, xs, name);
  }

  /** Adds the second derivatives of {@code ys} with respect to each of {@code xs}. */
  default List<Output> hessians(List<Output> ys, List<Output> xs) {
    return hessians(ys, xs, "hessians");
  }
}
