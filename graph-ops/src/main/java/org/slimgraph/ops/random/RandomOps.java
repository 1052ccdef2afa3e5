package org.slimgraph.ops.random;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.Literals;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Builders of {@code tf.random}.
 *
 * <p>An operation's stream follows from the graph's seed and its own, as in TF: (graph, own); with
 * a graph seed only, (graph, number of operations so far); with an own seed only, (87654321, own).
 * A session starts every stream anew and each run moves it on. Without any seed TF draws one from
 * the operating system; here the stream follows from the operation's name, so that the same program
 * gives the same bits: set the graph's seed, from a clock if need be, to get others.
 */
public final class RandomOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.<OpSpec>builder()
          .addAll(RandomTensors.SPECS)
          .add(RandomUniformInt.SPEC, RandomShuffle.SPEC, Multinomial.SPEC)
          .build();

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public RandomOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Adds uniform numbers in [minval, maxval); integers for an integer type.
   *
   * @param shape the fully defined shape of the result
   */
  public Output uniform(
      Shape shape, double minval, double maxval, Consumer<RandomOptions> options) {
    return uniform(() -> shapeConstant(shape), minval, maxval, options);
  }

  /** Adds uniform floats in [minval, maxval). */
  public Output uniform(Shape shape, double minval, double maxval) {
    return uniform(shape, minval, maxval, o -> {});
  }

  /** Adds uniform floats in [0, 1). */
  public Output uniform(Shape shape) {
    return uniform(shape, 0, 1);
  }

  /**
   * Adds uniform numbers in [minval, maxval); integers for an integer type.
   *
   * @param shape the shape of the result, an integer vector
   */
  public Output uniform(
      Output shape, double minval, double maxval, Consumer<RandomOptions> options) {
    return uniform(() -> shape, minval, maxval, options);
  }

  private Output uniform(
      ShapeSource shape, double minval, double maxval, Consumer<RandomOptions> options) {
    RandomOptions set = applied(options);
    DataType dtype = set.dtype();
    try (NameScope scope = tf.nameScope(set.nameOr("random_uniform"))) {
      Output dims = shape.build();
      Output min = tf.constant(Literals.scalar(dtype, minval), "min");
      Output max = tf.constant(Literals.scalar(dtype, maxval), "max");
      if (dtype.isInteger()) {
        return uniformInt(scope.name(), dims, min, max, set.seed());
      }
      Output numbers = draw("RandomUniform", dims, dtype, set.seed());
      Output range = binary("Sub", max, min, "sub");
      return binary("Add", binary("Mul", numbers, range, "mul"), min, scope.name());
    }
  }

  private Output uniformInt(String name, Output dims, Output min, Output max, OptionalLong seed) {
    Seeds seeds = Seeds.next(graph(), seed);
    return graph()
        .opBuilder("RandomUniformInt", name)
        .input(dims)
        .input(min)
        .input(max)
        .attr("seed", seeds.seed())
        .attr("seed2", seeds.seed2())
        .build()
        .output(0);
  }

  /**
   * Adds normal numbers.
   *
   * @param shape the fully defined shape of the result
   */
  public Output normal(Shape shape, double mean, double stddev, Consumer<RandomOptions> options) {
    return scaled(
        "random_normal", "RandomStandardNormal", () -> shapeConstant(shape), mean, stddev, options);
  }

  /** Adds normal floats. */
  public Output normal(Shape shape, double mean, double stddev) {
    return normal(shape, mean, stddev, o -> {});
  }

  /** Adds normal floats of mean 0 and standard deviation 1. */
  public Output normal(Shape shape) {
    return normal(shape, 0, 1);
  }

  /**
   * Adds normal numbers.
   *
   * @param shape the shape of the result, an integer vector
   */
  public Output normal(Output shape, double mean, double stddev, Consumer<RandomOptions> options) {
    return scaled("random_normal", "RandomStandardNormal", () -> shape, mean, stddev, options);
  }

  /**
   * Adds normal numbers; those outside of two standard deviations are drawn anew.
   *
   * @param shape the fully defined shape of the result
   */
  public Output truncatedNormal(
      Shape shape, double mean, double stddev, Consumer<RandomOptions> options) {
    return scaled(
        "truncated_normal", "TruncatedNormal", () -> shapeConstant(shape), mean, stddev, options);
  }

  /** Adds normal floats; those outside of two standard deviations are drawn anew. */
  public Output truncatedNormal(Shape shape, double mean, double stddev) {
    return truncatedNormal(shape, mean, stddev, o -> {});
  }

  /**
   * Adds normal numbers; those outside of two standard deviations are drawn anew.
   *
   * @param shape the shape of the result, an integer vector
   */
  public Output truncatedNormal(
      Output shape, double mean, double stddev, Consumer<RandomOptions> options) {
    return scaled("truncated_normal", "TruncatedNormal", () -> shape, mean, stddev, options);
  }

  /** Adds {@code value} with the slices along its first dimension in random order. */
  public Output shuffle(Output value) {
    return shuffle(value, o -> {});
  }

  /** Adds {@code value} with the slices along its first dimension in random order. */
  public Output shuffle(Output value, Consumer<RandomOptions> options) {
    RandomOptions set = applied(options);
    return RandomShuffle.shuffle(
        tf, value, Seeds.next(graph(), set.seed()), set.nameOr("RandomShuffle"));
  }

  /**
   * Adds class numbers drawn with the log-probabilities {@code logits}.
   *
   * @param logits [batch, classes]
   * @param samples how many to draw for each row
   * @return [batch, samples], int64
   */
  public Output categorical(Output logits, int samples) {
    return categorical(logits, samples, o -> {});
  }

  /** Adds class numbers drawn with the log-probabilities {@code logits}. */
  public Output categorical(Output logits, int samples, Consumer<RandomOptions> options) {
    RandomOptions set = applied(options);
    try (NameScope scope = tf.nameScope(set.nameOr("categorical"))) {
      Output count = tf.constant(Tensor.scalar(samples), "Multinomial/num_samples");
      return Multinomial.draw(tf, logits, count, Seeds.next(graph(), set.seed()), "Multinomial");
    }
  }

  private Output scaled(
      String function,
      String type,
      ShapeSource shape,
      double mean,
      double stddev,
      Consumer<RandomOptions> options) {
    RandomOptions set = applied(options);
    try (NameScope scope = tf.nameScope(set.nameOr(function))) {
      Output dims = shape.build();
      Output meanValue = tf.constant(Literals.scalar(set.dtype(), mean), "mean");
      Output stddevValue = tf.constant(Literals.scalar(set.dtype(), stddev), "stddev");
      Output numbers = draw(type, dims, set.dtype(), set.seed());
      return binary("Add", binary("Mul", numbers, stddevValue, "mul"), meanValue, scope.name());
    }
  }

  private Output draw(String type, Output dims, DataType dtype, OptionalLong seed) {
    Seeds seeds = Seeds.next(graph(), seed);
    return graph()
        .opBuilder(type, type)
        .input(dims)
        .attr("seed", seeds.seed())
        .attr("seed2", seeds.seed2())
        .attr("dtype", dtype)
        .build()
        .output(0);
  }

  private Output binary(String type, Output x, Output y, String name) {
    return graph().opBuilder(type, name).input(x).input(y).build().output(0);
  }

  /** Where the shape comes from; a constant is made inside the builder's own name scope. */
  @FunctionalInterface
  private interface ShapeSource {
    Output build();
  }

  private Output shapeConstant(Shape shape) {
    if (!shape.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "Random tensors need a fully defined shape, not %s; pass the shape as a tensor", shape);
    }
    int[] dims = Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray();
    return tf.constant(Tensor.vector(dims), "shape");
  }

  private static RandomOptions applied(Consumer<RandomOptions> options) {
    RandomOptions set = new RandomOptions();
    options.accept(set);
    return set;
  }
}
