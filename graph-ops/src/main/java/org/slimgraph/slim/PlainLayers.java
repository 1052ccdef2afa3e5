package org.slimgraph.slim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.array.SliceMasks;
import org.slimgraph.slim.LayerCall.Wish;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.OpenVariableScope;

/**
 * Layers of a few operations each: flatten, softmax, unit_norm, one_hot_encoding, bias_add. TF
 * 1.15: {@code contrib/layers/python/layers/layers.py}.
 */
final class PlainLayers {
  private final Ops tf;

  PlainLayers(Ops tf) {
    this.tf = tf;
  }

  Output flatten(Output inputs, OutputOptions options) {
    String name = options.scope;
    try (NameScope scope = tf.nameScope(name == null ? "Flatten" : name)) {
      Output outputs =
          tf.graph().compat() == Compat.TF_1_0 ? flattenAs10(inputs) : flatten(inputs, "flatten");
      return NamedOutputs.collect(options, scope.name(), outputs);
    }
  }

  /** Flattens as tf.layers.flatten does. */
  Output flatten(Output inputs, String name) {
    Shape shape = inputs.shape();
    if (shape.rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Input 0 of layer flatten is incompatible with the layer: expected min_ndim=1, found"
              + " ndim=%s: %s",
          shape.isRankKnown() ? "0" : "None", inputs.name());
    }
    try (NameScope scope = tf.nameScope(name)) {
      Output outputs;
      if (shape.dim(0) > 0) {
        outputs = tf.reshape(inputs, Shape.of(shape.dim(0), -1));
      } else {
        SliceMasks one = SliceMasks.none().withShrinkAxis(1);
        Output batch =
            tf.stridedSlice(tf.shape(inputs), new int[] {0}, new int[] {1}, new int[] {1}, one);
        Output rest = tf.constant(-1, "Reshape/shape/1");
        outputs = tf.reshape(inputs, tf.stack(List.of(batch, rest), 0, "Reshape/shape"));
      }
      outputs.setShape(Shape.of(shape.dim(0), size(shape, 1)));
      return outputs;
    }
  }

  private Output flattenAs10(Output inputs) {
    Shape shape = inputs.shape();
    if (shape.rank() < 2) {
      throw SlimgraphException.invalidArgument(
          "Inputs must have a least 2 dimensions.: %s has shape %s", inputs.name(), shape);
    }
    long size = size(shape, 1);
    if (size < 0) {
      throw SlimgraphException.invalidArgument(
          "Inputs 2nd dimension must be defined.: %s has shape %s", inputs.name(), shape);
    }
    return tf.reshape(inputs, Shape.of(-1, size));
  }

  /** Returns the product of the sizes from {@code first} on; -1 if one is unknown. */
  private static long size(Shape shape, int first) {
    long size = 1;
    for (int i = first; i < shape.rank(); i++) {
      if (shape.dim(i) < 0) {
        return -1;
      }
      size *= shape.dim(i);
    }
    return size;
  }

  Output softmax(Output logits, @Nullable String name) {
    try (OpenVariableScope scope = open(name, "softmax")) {
      int rank = logits.shape().rank();
      if (rank < 2) {
        throw SlimgraphException.invalidArgument(
            "rank of shape must be at least 2 not: %d: softmax of %s with shape %s",
            rank, logits.name(), logits.shape());
      }
      long classes = ImageLayout.known(logits, rank - 1, "The last dimension of softmax' logits");
      Output rows = tf.nn().softmax(tf.reshape(logits, Shape.of(-1, classes)));
      Output predictions = tf.reshape(rows, tf.shape(logits));
      predictions.setShape(logits.shape());
      return predictions;
    }
  }

  private OpenVariableScope open(@Nullable String name, String defaultName) {
    return tf.variableScope(
        o -> {
          if (name == null) {
            o.defaultName(defaultName);
          } else {
            o.name(name);
          }
        });
  }

  Output unitNorm(Output inputs, int dim, double epsilon, @Nullable String name) {
    try (OpenVariableScope scope = open(name, "UnitNorm")) {
      int rank = inputs.shape().rank();
      if (rank < 0) {
        throw SlimgraphException.invalidArgument(
            "The input rank must be known.: %s", inputs.name());
      }
      if (dim < 0 || dim >= rank) {
        throw SlimgraphException.invalidArgument(
            "dim must be positive but smaller than the input rank.: it is %d for the shape %s",
            dim, inputs.shape());
      }
      Output sum = tf.reduceSum(tf.square(inputs), o -> o.axes(dim).keepDims(true));
      Output lengths = tf.sqrt(tf.plus(epsilon, sum));
      List<Output> multiples = new ArrayList<>();
      if (dim > 0) {
        multiples.add(ones(dim));
      }
      multiples.add(
          tf.stridedSlice(
              tf.shape(inputs),
              new int[] {dim},
              new int[] {dim + 1},
              new int[] {1},
              SliceMasks.none()));
      if (dim < rank - 1) {
        multiples.add(ones(rank - 1 - dim));
      }
      return tf.over(inputs, tf.tile(lengths, tf.concat(multiples, 0)));
    }
  }

  private Output ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return tf.constant(Tensor.vector(ones), "ones");
  }

  Output oneHot(Output labels, int classes, OneHotOptions options) {
    String name = options.scope;
    try (NameScope scope = tf.nameScope(name == null ? "OneHotEncoding" : name)) {
      Output numbers =
          labels.dataType().base() == DataType.INT32
              ? tf.cast(labels, DataType.INT64, "ToInt64")
              : labels;
      Output outputs =
          tf.oneHot(
              numbers,
              tf.constant(classes, "one_hot/depth"),
              tf.constant((float) options.onValue, "one_hot/on_value"),
              tf.constant((float) options.offValue, "one_hot/off_value"),
              -1);
      return NamedOutputs.collect(options, scope.name(), outputs);
    }
  }

  Output biasAdd(Output inputs, BiasAddOptions options) {
    boolean channelsFirst = ImageLayout.isChannelsFirst(options.dataFormat);
    try (LayerCall call = LayerCall.open(tf, options, "BiasAdd")) {
      Shape shape = inputs.shape();
      if (!shape.isRankKnown()) {
        throw SlimgraphException.invalidArgument(
            "Dims of shape must be known but is None: %s", inputs.name());
      }
      if (channelsFirst && shape.rank() != 4) {
        throw SlimgraphException.invalidArgument(
            "Data format NCHW only supports 4D Tensor: %s has shape %s", inputs.name(), shape);
      }
      int axis = channelsFirst ? 1 : shape.rank() - 1;
      if (axis < 0 || shape.dim(axis) < 0) {
        throw SlimgraphException.invalidArgument(
            "`C` dimension must be known but is None: %s has shape %s", inputs.name(), shape);
      }
      Wish wish =
          Wish.of(
                  "biases",
                  Shape.of(shape.dim(axis)),
                  inputs.dataType().base(),
                  options.initializer)
              .trainable(options.trainable)
              .regularizer(options.regularizer);
      Output biases = call.modelVariable(wish).value();
      return call.finish(
          tf.nn().biasAdd(inputs, biases, channelsFirst ? "NCHW" : "NHWC", "BiasAdd"));
    }
  }
}
