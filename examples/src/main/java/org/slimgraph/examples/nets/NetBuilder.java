package org.slimgraph.examples.nets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Conv2dOptions;
import org.slimgraph.slim.Normalizer;
import org.slimgraph.slim.Slim;
import org.slimgraph.variables.OpenVariableScope;

/** One net while it is built: its end points, and the tails that many nets share. */
final class NetBuilder {
  final Slim slim;
  final Ops tf;
  final NetOptions options;
  final Map<String, Output> endPoints = new LinkedHashMap<>();

  NetBuilder(Slim slim, NetOptions options) {
    this.slim = slim;
    this.tf = slim.tf();
    this.options = options;
  }

  /** Opens the net's variable scope. */
  OpenVariableScope open(String defaultName) {
    return tf.variableScope(options.scopeOr(defaultName), options.reuse);
  }

  /** Makes {@code output} the end point {@code name}. */
  Output end(String name, Output output) {
    endPoints.put(name, output);
    return output;
  }

  Output conv(String scope, Output net, int filters, int size) {
    return conv(scope, net, filters, size, o -> {});
  }

  /** Adds a convolution that is an end point. */
  Output conv(
      String scope, Output net, int filters, int size, Consumer<? super Conv2dOptions> set) {
    return end(scope, slim.conv2d(net, filters, size, set(scope, set)));
  }

  /** Adds a maximum pooling that is an end point. */
  Output maxPool(String scope, Output net, int size, int stride) {
    return end(scope, slim.maxPool2d(net, size, o -> o.stride(stride).scope(scope)));
  }

  Output dropout(String scope, Output net) {
    return slim.dropout(
        net,
        o -> {
          options.applyTo(o);
          o.scope(scope);
        });
  }

  static Consumer<Conv2dOptions> set(String scope, Consumer<? super Conv2dOptions> set) {
    return o -> {
      set.accept(o);
      o.scope(scope);
    };
  }

  /** Adds a convolution of windows of one pixel, without norm and activation: the classes. */
  Output classes(String scope, Output net, Consumer<? super Conv2dOptions> set) {
    return slim.conv2d(
        net,
        options.numClasses,
        1,
        set(
            scope,
            o -> {
              o.activation(null).normalizer((Normalizer) null);
              set.accept(o);
            }));
  }

  /** Drops the height and the width, which are 1. */
  Output squeeze(Output net, String name) {
    return tf.squeeze(net, new int[] {1, 2}, name);
  }

  /** Ends the net with logits and their softmax. */
  Net finish(Output logits, UnaryOperator<Output> softmax) {
    end("Logits", logits);
    end("Predictions", softmax.apply(logits));
    return Net.of(logits, endPoints);
  }
}
