package org.slimgraph.slim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Compat;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Reuse;

/** The scopes of {@link ComposedLayers}. */
final class Composition {
  /** The layers whose Python function is called otherwise than its usual alias. */
  private static final Map<LayerKey<?>, String> FUNCTIONS =
      Map.of(
          Slim.CONV2D, "convolution2d",
          Slim.SEPARABLE_CONV2D, "separable_convolution2d",
          Slim.CONV2D_TRANSPOSE, "convolution2d_transpose",
          Slim.CONV2D_IN_PLANE, "convolution2d_in_plane");

  private Composition() {}

  static OpenVariableScope open(Ops tf, @Nullable String scope, String defaultName, Reuse reuse) {
    return tf.variableScope(
        o -> {
          if (scope == null) {
            o.defaultName(defaultName);
          } else {
            o.name(scope);
          }
          o.reuse(reuse);
        });
  }

  /** Returns the name of the layer's Python function. */
  static String functionName(Ops tf, LayerKey<?> layer) {
    if (layer == Slim.CONV2D && tf.graph().compat() == Compat.TF_1_0) {
      return "convolution";
    }
    return FUNCTIONS.getOrDefault(layer, layer.name());
  }
}
