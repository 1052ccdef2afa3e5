package org.slimgraph.slim;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.learning.Evaluation;
import org.slimgraph.slim.learning.Learning;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.FanMode;
import org.slimgraph.variables.GetVariableOptions;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.LayerInitializers;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Variable;

/**
 * The user's entry to TF-Slim, shaped like the {@code slim} module: layers that make their own
 * variables, and arg scopes that give them options.
 *
 * <pre>{@code
 * Slim slim = Slim.on(tf);
 * try (var scope = slim.argScope(CONV2D, o -> o.normalizer(BATCH_NORM).padding(SAME))) {
 *   net = slim.conv2d(net, 64, 3);
 *   net = slim.conv2d(net, 128, 3, o -> o.stride(2));
 * }
 * }</pre>
 *
 * <p>A layer takes its options from TF's defaults, then from the open arg scopes, outer ones first,
 * then from the call: the later one wins, option by option. Its variables are model variables; its
 * scope is the option {@code scope} or the layer's own name, made unique.
 *
 * <p>Some rules of Python's arg_scope are kept by the compiler here: only layers with a {@link
 * LayerKey} can be named, a scope can only set options that the layer has, positional arguments are
 * never options (so there is no duplicate argument, and no trap of scoping {@code convolution}
 * around {@code conv2d}), a scope object takes no further options, and the scale of a regularizer
 * is a floating-point number whatever the literal. The thread that builds a graph owns its open arg
 * scopes; all {@code Slim}s of one graph share them.
 */
public final class Slim implements ImageLayers, VectorLayers, ComposedLayers, VariableFunctions {
  /** The key of {@link #conv2d}. */
  public static final LayerKey<Conv2dOptions> CONV2D = LayerKey.of("conv2d", Conv2dOptions::new);

  /** The key of {@link #convolution}. */
  public static final LayerKey<Conv2dOptions> CONVOLUTION =
      LayerKey.of("convolution", Conv2dOptions::new);

  /** The key of {@link #separableConv2d} and {@link #depthwiseConv2d}. */
  public static final LayerKey<SeparableConv2dOptions> SEPARABLE_CONV2D =
      LayerKey.of("separable_conv2d", SeparableConv2dOptions::new);

  /** The key of {@link #conv2dTranspose}. */
  public static final LayerKey<Conv2dTransposeOptions> CONV2D_TRANSPOSE =
      LayerKey.of("conv2d_transpose", Conv2dTransposeOptions::new);

  /** The key of {@link #conv2dInPlane}. */
  public static final LayerKey<Conv2dInPlaneOptions> CONV2D_IN_PLANE =
      LayerKey.of("conv2d_in_plane", Conv2dInPlaneOptions::new);

  /** The key of {@link #fullyConnected} and its aliases. */
  public static final LayerKey<FullyConnectedOptions> FULLY_CONNECTED =
      LayerKey.of("fully_connected", FullyConnectedOptions::new);

  /** The key of {@link #maxPool2d}. */
  public static final LayerKey<PoolOptions> MAX_POOL2D =
      LayerKey.of("max_pool2d", PoolOptions::new);

  /** The key of {@link #avgPool2d}. */
  public static final LayerKey<PoolOptions> AVG_POOL2D =
      LayerKey.of("avg_pool2d", PoolOptions::new);

  /** The key of {@link #dropout}. */
  public static final LayerKey<DropoutOptions> DROPOUT =
      LayerKey.of("dropout", DropoutOptions::new);

  /** The key of {@link #flatten}. */
  public static final LayerKey<OutputOptions> FLATTEN = LayerKey.of("flatten", OutputOptions::new);

  /** The key of {@link #biasAdd}. */
  public static final LayerKey<BiasAddOptions> BIAS_ADD =
      LayerKey.of("bias_add", BiasAddOptions::new);

  /** The key of {@link #oneHotEncoding}. */
  public static final LayerKey<OneHotOptions> ONE_HOT_ENCODING =
      LayerKey.of("one_hot_encoding", OneHotOptions::new);

  /** The key of {@link #layerNorm}, to be given to arg scopes or as a normalizer. */
  public static final NormalizerKey<LayerNormOptions> LAYER_NORM =
      NormalizerKey.of("layer_norm", LayerNormOptions::new, Slim::layerNorm);

  /** The key of {@link #instanceNorm}, to be given to arg scopes or as a normalizer. */
  public static final NormalizerKey<InstanceNormOptions> INSTANCE_NORM =
      NormalizerKey.of("instance_norm", InstanceNormOptions::new, Slim::instanceNorm);

  /** The key of {@link #groupNorm}, to be given to arg scopes or as a normalizer. */
  public static final NormalizerKey<GroupNormOptions> GROUP_NORM =
      NormalizerKey.of("group_norm", GroupNormOptions::new, Slim::groupNorm);

  /** The key of {@link #batchNorm}, to be given to arg scopes or as a normalizer. */
  public static final NormalizerKey<BatchNormOptions> BATCH_NORM =
      NormalizerKey.of("batch_norm", BatchNormOptions::new, Slim::batchNorm);

  private final Ops tf;
  private final ArgScopes argScopes;
  private final Learning learning;

  private Slim(Ops tf) {
    this.tf = tf;
    this.argScopes = ArgScopes.of(tf.graph());
    this.learning = new Learning(tf);
  }

  /** Returns the layers of the graph of {@code tf}. */
  public static Slim on(Ops tf) {
    return new Slim(tf);
  }

  /** Returns the builders of the graph. */
  @Override
  public Ops tf() {
    return tf;
  }

  /** Returns the builders of {@code slim.learning}, which train. */
  public Learning learning() {
    return learning;
  }

  /** Returns {@code slim.evaluation}, which evaluates checkpoints. */
  public Evaluation evaluation() {
    return new Evaluation(tf);
  }

  /** Returns the builders of {@code slim.metrics}, whose arguments start with the predictions. */
  public StreamingMetrics metrics() {
    return new StreamingMetrics(tf);
  }

  /** Returns slim's losses, which take the predictions first. */
  public SlimLosses losses() {
    return new SlimLosses(tf.losses());
  }

  @Override
  public Slim slim() {
    return this;
  }

  // Layers

  /** Adds a batch normalisation, as {@link #batchNorm(Output, Consumer)}. */
  public Output batchNorm(Output inputs) {
    return batchNorm(inputs, o -> {});
  }

  /**
   * Adds a batch normalisation: in training with the mean and variance of the batch, whose moving
   * averages two update operations keep; in inference with these averages.
   *
   * <p>TF's trap: by default nothing runs the updates. They are members of UPDATE_OPS and must run
   * with each training step, as {@code controlDependencies(tf.collection(UPDATE_OPS))} around
   * {@code minimize} does.
   *
   * <p>Variables, each [channels]: {@code BatchNorm/beta}, with {@code scale} {@code
   * BatchNorm/gamma}, {@code BatchNorm/moving_mean}, {@code BatchNorm/moving_variance}; with {@code
   * renorm} also {@code moving_stddev}, {@code renorm_mean}, {@code renorm_stddev}.
   *
   * @param inputs of rank 2 or more, channels last, or second under NCHW; their number must be
   *     known
   * @return the type and shape of {@code inputs}
   * @throws SlimgraphException INVALID_ARGUMENT for unknown rank or channels or another data
   *     format, or if {@code isTraining} is no bool, or null where TF does not mean Keras' learning
   *     phase: in the layer's default form it does
   */
  public Output batchNorm(Output inputs, Consumer<? super BatchNormOptions> set) {
    return BatchNorm.build(this, inputs, options(BATCH_NORM, set));
  }

  // Arg scopes

  /** Returns the options of one call: defaults, then the open arg scopes, then {@code callSite}. */
  public <O> O options(LayerKey<O> layer, Consumer<? super O> callSite) {
    O options = layer.defaultOptions();
    currentArgScope().apply(layer, options);
    callSite.accept(options);
    return options;
  }

  /** Opens a scope in which calls of {@code layer} run {@code set} over their options. */
  public <O> OpenArgScope argScope(LayerKey<O> layer, Consumer<? super O> set) {
    return argScopes.open(currentArgScope().with(layer, set));
  }

  /** Opens a scope in which calls of all {@code layers} run {@code set} over their options. */
  public <O> OpenArgScope argScope(
      List<? extends LayerKey<? extends O>> layers, Consumer<? super O> set) {
    return argScopes.open(currentArgScope().with(layers, set));
  }

  /**
   * Opens a scope in which {@code scope} is in force <em>instead of</em> what was: it is not merged
   * with the open ones. {@link ArgScope#EMPTY} clears everything.
   */
  public OpenArgScope argScope(ArgScope scope) {
    return argScopes.open(scope);
  }

  /** Returns what is in force, to enter again. */
  public ArgScope currentArgScope() {
    return argScopes.current();
  }

  // Variables

  /**
   * Returns the variable {@code name} of the current variable scope, made or shared, as a member of
   * GLOBAL_VARIABLES, MODEL_VARIABLES and the collections of {@code set}.
   */
  public Variable modelVariable(String name, Shape shape, Consumer<GetVariableOptions> set) {
    return ModelVariables.get(tf, name, shape, set);
  }

  /** Returns the variable {@code name}, as {@link #modelVariable(String, Shape, Consumer)}. */
  public Variable modelVariable(String name, Shape shape) {
    return modelVariable(name, shape, o -> {});
  }

  /** Returns all model variables. */
  public List<Variable> getModelVariables() {
    return variables(tf.collection(GraphKeys.MODEL_VARIABLES));
  }

  /** Returns the model variables whose names the regular expression matches at their start. */
  public List<Variable> getModelVariables(String scope) {
    return variables(tf.graph().collection(GraphKeys.MODEL_VARIABLES, scope));
  }

  private static List<Variable> variables(List<GraphElement> members) {
    return members.stream().filter(Variable.class::isInstance).map(Variable.class::cast).toList();
  }

  // Regularizers and initializers

  /**
   * Returns the regularizer {@code scale · Σ|w|}; none for 0.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the scale is negative
   */
  public Regularizer l1Regularizer(double scale) {
    return Regularizers.l1(scale);
  }

  /**
   * Returns the regularizer {@code scale · Σw²/2}; none for 0. It only fills REGULARIZATION_LOSSES.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the scale is negative
   */
  public Regularizer l2Regularizer(double scale) {
    return Regularizers.l2(scale);
  }

  /**
   * Returns the sum of both regularizers; a scale of 0 leaves one out.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a scale is negative
   */
  public Regularizer l1L2Regularizer(double scaleL1, double scaleL2) {
    return Regularizers.l1L2(scaleL1, scaleL2);
  }

  /** Returns the regularizer that adds up {@code regularizers}. */
  public Regularizer sumRegularizer(List<Regularizer> regularizers) {
    return Regularizers.sum(List.copyOf(regularizers), "sum_regularizer");
  }

  /**
   * Adds the sum of a regularizer's losses of {@code weights} to REGULARIZATION_LOSSES.
   *
   * @throws SlimgraphException INVALID_ARGUMENT without weights, or if a loss is no scalar
   */
  public Output applyRegularization(Regularizer regularizer, List<Output> weights) {
    return Regularizers.apply(tf, regularizer, weights);
  }

  /** Applies a regularizer to the members of WEIGHTS, as above. */
  public Output applyRegularization(Regularizer regularizer) {
    return applyRegularization(regularizer, Regularizers.weights(tf));
  }

  /** Returns the default initializer of weights: uniform, the variance 1 over the mean fan. */
  public Initializer xavierInitializer() {
    return LayerInitializers.xavier(true);
  }

  /** Returns slim's variance scaling with its defaults: factor 2, fan in, truncated normal. */
  public Initializer varianceScalingInitializer() {
    return varianceScalingInitializer(2, FanMode.FAN_IN, false);
  }

  /** Returns slim's variance scaling, which differs from tf's in the normal's correction. */
  public Initializer varianceScalingInitializer(double factor, FanMode mode, boolean uniform) {
    return LayerInitializers.varianceScaling(factor, mode, uniform);
  }

  // Named outputs

  /**
   * Adds {@code outputs} to {@code collections}, where it is found under {@code alias} too.
   *
   * @return {@code outputs}
   */
  public Output collectNamedOutputs(Collection<String> collections, String alias, Output outputs) {
    NamedOutputs.collect(collections, alias, outputs);
    return outputs;
  }

  /** Returns the aliases of {@code output}; its own name, without ":0", if it has none. */
  public List<String> aliases(Output output) {
    return NamedOutputs.aliases(output);
  }

  /** Returns the members of a collection by their aliases, in order. */
  public ImmutableMap<String, Output> convertCollectionToDict(GraphKey<? extends Output> key) {
    return convertCollectionToDict(key, false);
  }

  /** Returns the members of a collection by their aliases, and clears it if asked to. */
  public ImmutableMap<String, Output> convertCollectionToDict(
      GraphKey<? extends Output> key, boolean clear) {
    ImmutableMap<String, Output> dict = NamedOutputs.byAlias(tf.graph(), key);
    if (clear) {
      tf.graph().clearCollection(key.name());
    }
    return dict;
  }

  // Small things of slim.utils

  /**
   * Returns the value of a tensor that is known while the graph is built; a variable's never is.
   */
  public Optional<Tensor> constantValue(Output output) {
    return tf.graph().constantValue(output);
  }

  /**
   * Returns {@code n} times {@code value}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if one of them is not positive
   */
  public static int[] nPositiveIntegers(int n, int value) {
    checkPositive("n", n);
    checkPositive("value", value);
    int[] values = new int[n];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Returns a copy of {@code values}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they are not {@code n} or not all positive
   */
  public static int[] nPositiveIntegers(int n, int[] values) {
    checkPositive("n", n);
    if (values.length != n) {
      throw SlimgraphException.invalidArgument(
          "Expected sequence of %d positive integers, but received %d of them", n, values.length);
    }
    for (int value : values) {
      checkPositive("value", value);
    }
    return values.clone();
  }

  /**
   * Returns the dimensions of {@code shape}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they are not {@code n} or not all positive
   */
  public static int[] nPositiveIntegers(int n, Shape shape) {
    return nPositiveIntegers(n, Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray());
  }

  private static void checkPositive(String what, int value) {
    if (value < 1) {
      throw SlimgraphException.invalidArgument(
          "%s must be a positive integer, not %d", what, value);
    }
  }
}
