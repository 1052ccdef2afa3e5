package org.slimgraph.slim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.nn.Moments;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * The normalisations that keep no averages: slim.layer_norm, slim.instance_norm, slim.group_norm.
 * TF 1.15: {@code layers.py} and {@code normalization.py} in {@code contrib/layers/python/layers}.
 */
final class Norms {
  private final Ops tf;
  private final Output inputs;
  private final DataType dtype;

  Norms(Ops tf, Output inputs) {
    this.tf = tf;
    this.inputs = inputs;
    this.dtype = inputs.dataType().base();
  }

  /** Beta and gamma, of which each may be missing, as factors of the inputs. */
  private record Parameters(@Nullable Output beta, @Nullable Output gamma) {}

  private Parameters parameters(
      LayerCall call, NormOptions<?> options, Shape shape, Shape broadcast) {
    Output beta = null;
    Output gamma = null;
    if (options.center) {
      beta = shaped(call.modelVariable(options.beta(shape, dtype)), broadcast);
    }
    if (options.scale) {
      gamma = shaped(call.modelVariable(options.gamma(shape, dtype)), broadcast);
    }
    return new Parameters(beta, gamma);
  }

  private Output shaped(Variable variable, Shape broadcast) {
    return variable.shape().equals(broadcast)
        ? variable.value()
        : tf.reshape(variable.value(), broadcast);
  }

  private Output normalized(Moments moments, Parameters parameters, double epsilon) {
    Output outputs =
        tf.nn()
            .batchNormalization(
                inputs,
                moments.mean(),
                moments.variance(),
                epsilon,
                o -> {
                  Optional.ofNullable(parameters.beta()).ifPresent(o::offset);
                  Optional.ofNullable(parameters.gamma()).ifPresent(o::scale);
                });
    outputs.setShape(inputs.shape());
    return outputs;
  }

  /** Normalises all that belongs to one example. */
  Output layerNorm(LayerNormOptions options) {
    try (LayerCall call = LayerCall.open(tf, options, "LayerNorm")) {
      int rank = ImageLayout.rank(inputs);
      int begin = options.beginNormAxis < 0 ? options.beginNormAxis + rank : options.beginNormAxis;
      if (options.beginParamsAxis >= rank || begin >= rank) {
        throw SlimgraphException.invalidArgument(
            "begin_params_axis (%d) and begin_norm_axis (%d) must be < rank(inputs) (%d)",
            options.beginParamsAxis, begin, rank);
      }
      Shape params = paramsShape(options.beginParamsAxis);
      Parameters parameters = parameters(call, options, params, params);
      int[] axes = IntStream.range(begin, rank).toArray();
      Moments moments = tf.nn().moments(inputs, axes, true);
      return call.finish(normalized(moments, parameters, dtype == DataType.HALF ? 1e-3 : 1e-12));
    }
  }

  private Shape paramsShape(int beginParamsAxis) {
    int rank = inputs.shape().rank();
    int first = beginParamsAxis < 0 ? Math.max(0, beginParamsAxis + rank) : beginParamsAxis;
    long[] dims = Arrays.copyOfRange(inputs.shape().dims(), first, rank);
    if (Arrays.stream(dims).anyMatch(dim -> dim < 0)) {
      throw SlimgraphException.invalidArgument(
          "Inputs %s: shape(inputs)[%d:] is not fully defined: %s",
          inputs.name(), beginParamsAxis, inputs.shape());
    }
    return Shape.of(dims);
  }

  /** Normalises each channel of each example. */
  Output instanceNorm(InstanceNormOptions options) {
    boolean channelsFirst = ImageLayout.isChannelsFirst(options.dataFormat);
    try (LayerCall call = LayerCall.open(tf, options, "InstanceNorm")) {
      int rank = ImageLayout.rank(inputs);
      int axis = channelsFirst ? 1 : rank - 1;
      Shape shape = Shape.of(channels(axis));
      Parameters parameters = parameters(call, options, shape, alongAxis(axis, rank));
      int[] axes = IntStream.range(1, rank).filter(i -> i != axis).toArray();
      Moments moments = tf.nn().moments(inputs, axes, true);
      return call.finish(normalized(moments, parameters, options.epsilon));
    }
  }

  private long channels(int axis) {
    Shape shape = inputs.shape();
    long channels = axis >= 0 && axis < shape.rank() ? shape.dim(axis) : -1;
    if (channels < 0) {
      throw SlimgraphException.invalidArgument(
          "Inputs %s has undefined channels dimension: its shape is %s", inputs.name(), shape);
    }
    return channels;
  }

  /**
   * Returns the shape that lays a vector of channels along {@code axis}; a vector if it is last.
   */
  private Shape alongAxis(int axis, int rank) {
    long channels = inputs.shape().dim(axis);
    if (axis == rank - 1) {
      return Shape.of(channels);
    }
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[axis] = channels;
    return Shape.of(dims);
  }

  /** Normalises groups of channels of each example. */
  Output groupNorm(GroupNormOptions options) {
    try (LayerCall call = LayerCall.open(tf, options, "GroupNorm")) {
      int rank = ImageLayout.rank(inputs);
      int axis = axis("channels_axis", options.channelsAxis, rank);
      long channels = channels(axis);
      TreeSet<Integer> reduced = new TreeSet<>();
      for (int reduction : options.reductionAxes) {
        int one = axis("reduction_axes", reduction, rank);
        if (one == axis) {
          throw SlimgraphException.invalidArgument(
              "reduction_axis must be mutually exclusive with channels_axis: both are %d", axis);
        }
        reduced.add(one > axis ? one + 1 : one);
      }
      reduced.add(axis + 1);
      checkGroups(options.groups, channels);
      return call.finish(grouped(call, options, axis, reduced));
    }
  }

  private static int axis(String what, int axis, int rank) {
    int positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) {
      throw SlimgraphException.invalidArgument(
          "Axis is out of bounds: %s is %d for inputs of rank %d", what, axis, rank);
    }
    return positive;
  }

  private static void checkGroups(int groups, long channels) {
    if (groups < 1 || groups > channels) {
      throw SlimgraphException.invalidArgument(
          "Invalid groups %d for %d channels.", groups, channels);
    }
    if (channels % groups != 0) {
      throw SlimgraphException.invalidArgument(
          "%d channels is not commensurate with %d groups.", channels, groups);
    }
  }

  private Output grouped(
      LayerCall call, GroupNormOptions options, int axis, TreeSet<Integer> reduced) {
    long channels = inputs.shape().dim(axis);
    long groupSize = channels / options.groups;
    long[] paramDims = new long[inputs.shape().rank() + 1];
    Arrays.fill(paramDims, 1);
    paramDims[axis] = options.groups;
    paramDims[axis + 1] = groupSize;
    Parameters parameters = parameters(call, options, Shape.of(channels), Shape.of(paramDims));
    Output shape = tf.shape(inputs);
    Output groups = tf.reshape(inputs, groupedShape(shape, axis, options.groups, groupSize));
    int[] axes = reduced.stream().mapToInt(i -> i).toArray();
    Moments moments = tf.nn().moments(groups, axes, true);
    Output gain = tf.rsqrt(tf.plus(moments.variance(), options.epsilon));
    Output offset = tf.times(tf.negate(moments.mean()), gain);
    if (parameters.gamma() != null) {
      gain = tf.times(gain, parameters.gamma());
      offset = tf.times(offset, parameters.gamma());
    }
    if (parameters.beta() != null) {
      offset = tf.plus(offset, parameters.beta());
    }
    Output outputs = tf.reshape(tf.plus(tf.times(groups, gain), offset), shape);
    outputs.setShape(inputs.shape());
    return outputs;
  }

  /** Returns the shape of the inputs with the channels cut into groups. */
  private Output groupedShape(Output shape, int axis, int groups, long groupSize) {
    List<Output> dims = new ArrayList<>();
    List<Output> all = tf.unstack(shape, inputs.shape().rank(), 0);
    for (int i = 0; i < all.size(); i++) {
      if (i == axis) {
        dims.add(tf.constant(groups));
        dims.add(tf.constant((int) groupSize));
      } else {
        dims.add(all.get(i));
      }
    }
    return tf.stack(dims);
  }
}
