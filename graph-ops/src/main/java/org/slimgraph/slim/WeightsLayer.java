package org.slimgraph.slim;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Variable;

/**
 * What layers with weights share: how they make kernel and bias, and that a normalizer takes the
 * place of the bias.
 *
 * @param <O> the layer's options
 */
abstract class WeightsLayer<O extends WeightsOptions<O>> {
  final Slim slim;
  final Ops tf;
  final LayerCall.Style style;
  final Output inputs;
  final O options;

  WeightsLayer(Slim slim, LayerCall.Style style, Output inputs, O options) {
    this.slim = slim;
    this.tf = slim.tf();
    this.style = style;
    this.inputs = inputs;
    this.options = options;
  }

  /** Returns a kernel, under the name that the style has for {@code coreName}. */
  final Variable kernel(LayerCall call, String coreName, Shape shape) {
    return kernel(call, coreName, shape, options.weightsInitializer, options.weightsRegularizer);
  }

  final Variable kernel(
      LayerCall call,
      String coreName,
      Shape shape,
      @Nullable Initializer initializer,
      @Nullable Regularizer regularizer) {
    return call.layerVariable(
        new Wish(
            call.nameOf(coreName),
            coreName,
            shape,
            inputs.dataType().base(),
            initializer,
            regularizer,
            options.trainable));
  }

  /** Returns what a layer of contrib's own gets for its weights. */
  final Wish weights(String name, Shape shape) {
    return new Wish(
        name,
        name,
        shape,
        inputs.dataType().base(),
        options.weightsInitializer,
        options.weightsRegularizer,
        options.trainable);
  }

  /** Returns the wish for a bias, or null if there is to be none. */
  final @Nullable Wish bias(String name, String coreName, long size) {
    Initializer initializer = options.biasesInitializer;
    if (options.normalizer != null || initializer == null) {
      return null;
    }
    return new Wish(
        name,
        coreName,
        Shape.of(size),
        inputs.dataType().base(),
        initializer,
        options.biasesRegularizer,
        options.trainable);
  }

  /** Returns the bias, or null if there is to be none. */
  final @Nullable Variable bias(LayerCall call, long size) {
    Wish wish = bias(call.nameOf("bias"), "bias", size);
    return wish == null ? null : call.layerVariable(wish);
  }

  final Output biasAdd(Output outputs, @Nullable Variable bias, String dataFormat) {
    return bias == null ? outputs : tf.nn().biasAdd(outputs, bias.value(), dataFormat, "BiasAdd");
  }

  /** Collects the variables, normalises and activates. */
  final Output finish(LayerCall call, Output outputs, Variable kernel, @Nullable Variable bias) {
    call.collect("weights", kernel);
    if (bias != null) {
      call.collect("biases", bias);
    }
    return call.finish(normalized(outputs));
  }

  final Output normalized(Output outputs) {
    Normalizer normalizer = options.normalizer;
    if (normalizer == null) {
      return outputs;
    }
    return withParams(normalizer, options.normalizerParams).normalize(slim, outputs);
  }

  private static Normalizer withParams(
      Normalizer normalizer, @Nullable Consumer<? super BatchNormOptions> params) {
    if (params == null) {
      return normalizer;
    }
    if (normalizer != Slim.BATCH_NORM) {
      throw SlimgraphException.invalidArgument(
          "normalizerParams are options of batch_norm, but the normalizer is %s; give it its"
              + " options with normalizer(key, params)",
          normalizer);
    }
    return Slim.BATCH_NORM.with(params);
  }

  static void checkOutputs(String layer, int numOutputs) {
    if (numOutputs < 1) {
      throw SlimgraphException.invalidArgument(
          "%s: numOutputs must be positive, not %d", layer, numOutputs);
    }
  }

  static void checkPair(String what, int[] sizes) {
    if (sizes.length != 2) {
      throw SlimgraphException.invalidArgument(
          "The `%s` argument must be a tuple of 2 integers. Received %d", what, sizes.length);
    }
    checkPositive(what, sizes);
  }

  static void checkPositive(String what, int[] sizes) {
    for (int size : sizes) {
      if (size < 1) {
        throw SlimgraphException.invalidArgument(
            "all values of %s must be positive, not %s", what, Arrays.toString(sizes));
      }
    }
  }
}
