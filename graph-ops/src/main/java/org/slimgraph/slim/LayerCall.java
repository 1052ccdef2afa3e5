package org.slimgraph.slim;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.CustomGetter;
import org.slimgraph.variables.Initializer;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Regularizer;
import org.slimgraph.variables.Reuse;
import org.slimgraph.variables.Variable;
import org.slimgraph.variables.VariableScope;
import org.slimgraph.variables.VariableScopeOptions;

/**
 * One call of a layer: the variable scope and name scope it builds in, its variables, and how it
 * ends.
 */
final class LayerCall implements AutoCloseable {
  /** Slim's names of the variables of tf.layers. */
  private static final ImmutableMap<String, String> SLIM_NAMES =
      ImmutableMap.of(
          "kernel", "weights",
          "bias", "biases",
          "depthwise_kernel", "depthwise_weights",
          "pointwise_kernel", "pointwise_weights");

  private final Ops tf;
  private final LayerOptions<?> options;
  private final OpenVariableScope scope;
  private final ImmutableMap<String, String> names;
  private final Runnable onClose;

  private LayerCall(
      Ops tf,
      LayerOptions<?> options,
      OpenVariableScope scope,
      ImmutableMap<String, String> names,
      Runnable onClose) {
    this.tf = tf;
    this.options = options;
    this.scope = scope;
    this.names = names;
    this.onClose = onClose;
  }

  /** Whose layer is called. */
  enum Style {
    /** The layer of slim: with model variables, called {@code weights}. */
    SLIM {
      @Override
      LayerCall open(Ops tf, LayerOptions<?> options, String defaultName) {
        return openForModel(tf, options, defaultName);
      }
    },
    /** The layer of tf.layers, below slim's: with plain variables, called {@code kernel}. */
    CORE {
      @Override
      LayerCall open(Ops tf, LayerOptions<?> options, String defaultName) {
        return openCore(tf, options, defaultName);
      }
    };

    /** Opens the scope that {@code options} names, or {@code defaultName} made unique. */
    abstract LayerCall open(Ops tf, LayerOptions<?> options, String defaultName);
  }

  /** Opens the scope that {@code options} names, or {@code defaultName} made unique. */
  static LayerCall open(Ops tf, LayerOptions<?> options, String defaultName) {
    return open(tf, options, defaultName, null);
  }

  /** Opens the scope of a layer all of whose variables are model variables. */
  static LayerCall openForModel(Ops tf, LayerOptions<?> options, String defaultName) {
    return open(tf, options, defaultName, ModelVariables.GETTER);
  }

  private static LayerCall open(
      Ops tf, LayerOptions<?> options, String defaultName, @Nullable CustomGetter getter) {
    OpenVariableScope scope =
        tf.variableScope(
            o -> {
              name(o, options, defaultName);
              Optional.ofNullable(getter).ifPresent(o::customGetter);
            });
    return new LayerCall(tf, options, scope, SLIM_NAMES, scope::close);
  }

  /**
   * Opens the scope of a layer of tf.layers: it takes its names when it is made, and is entered
   * when it is called. A layer that reuses has its own name, not made unique.
   */
  private static LayerCall openCore(Ops tf, LayerOptions<?> options, String defaultName) {
    VariableScope own;
    try (OpenVariableScope first =
        tf.variableScope(
            o -> {
              if (options.scope == null && options.reuse == Reuse.TRUE) {
                o.name(defaultName).reuse(options.reuse);
              } else {
                name(o, options, defaultName);
              }
            })) {
      own = first.scope();
    }
    OpenVariableScope scope =
        tf.variableScope(o -> o.scope(own).reuse(options.reuse).auxiliaryNameScope(false));
    NameScope operations = tf.nameScope(own.originalNameScope());
    return new LayerCall(
        tf,
        options,
        scope,
        ImmutableMap.of(),
        () -> {
          operations.close();
          scope.close();
        });
  }

  private static void name(
      VariableScopeOptions scope, LayerOptions<?> options, String defaultName) {
    String name = options.scope;
    if (name == null) {
      scope.defaultName(defaultName);
    } else {
      scope.name(name);
    }
    scope.reuse(options.reuse);
  }

  /** Returns what this layer calls the variable that tf.layers calls {@code coreName}. */
  String nameOf(String coreName) {
    return names.getOrDefault(coreName, coreName);
  }

  /**
   * What a layer wants of a variable.
   *
   * @param name its short name
   * @param layerName the name that tf.layers has for it, under which its loss is built
   */
  record Wish(
      String name,
      String layerName,
      Shape shape,
      DataType dtype,
      @Nullable Initializer initializer,
      @Nullable Regularizer regularizer,
      boolean trainable) {

    static Wish of(String name, Shape shape, DataType dtype, Initializer initializer) {
      return new Wish(name, name, shape, dtype, initializer, null, false);
    }

    Wish trainable(boolean trainable) {
      return new Wish(name, layerName, shape, dtype, initializer, regularizer, trainable);
    }

    Wish regularizer(@Nullable Regularizer regularizer) {
      return new Wish(name, layerName, shape, dtype, initializer, regularizer, trainable);
    }
  }

  /**
   * Returns a model variable as contrib.layers makes it: {@code getVariable} adds the collections
   * and the loss, whose scope is the variable's name.
   */
  Variable modelVariable(Wish wish) {
    return modelVariable(wish, wish.name());
  }

  /** Returns a model variable that joins the collections of the options for {@code collected}. */
  Variable modelVariable(Wish wish, String collected) {
    return ModelVariables.get(
        tf,
        wish.name(),
        wish.shape(),
        o -> {
          o.dtype(wish.dtype()).trainable(wish.trainable());
          o.collections(options.collectionsOf(collected));
          Optional.ofNullable(wish.initializer()).ifPresent(o::initializer);
          Optional.ofNullable(wish.regularizer()).ifPresent(o::regularizer);
        });
  }

  /**
   * Returns a variable as tf.layers makes it: the layer builds the loss of a new variable in its
   * own name scope. Its collections are added by {@link #collect}.
   */
  Variable layerVariable(Wish wish) {
    Graph graph = tf.graph();
    int before = graph.collection(GraphKeys.GLOBAL_VARIABLES).size();
    Variable variable =
        tf.getVariable(
            wish.name(),
            wish.shape(),
            o -> {
              o.dtype(wish.dtype()).trainable(wish.trainable());
              Optional.ofNullable(wish.initializer()).ifPresent(o::initializer);
            });
    boolean isNew = graph.collection(GraphKeys.GLOBAL_VARIABLES).lastIndexOf(variable) >= before;
    Regularizer regularizer = wish.regularizer();
    if (isNew && regularizer != null) {
      try (NameScope losses = tf.nameScope(wish.layerName() + "/Regularizer")) {
        regularizer
            .apply(tf, variable.value())
            .ifPresent(loss -> graph.addToCollection(GraphKeys.REGULARIZATION_LOSSES, loss));
      }
    }
    return variable;
  }

  /** Adds a variable of {@link #layerVariable} to the collections that the options name for it. */
  void collect(String name, Variable variable) {
    ModelVariables.addOnce(variable, options.collectionsOf(name));
  }

  /** Applies the activation and puts the layer's output in the collections of the options. */
  Output finish(Output outputs) {
    UnaryOperator<Output> activation = options.activation;
    Output result = activation == null ? outputs : activation.apply(outputs);
    boolean is10 = tf.graph().compat() == Compat.TF_1_0;
    return NamedOutputs.collect(
        options, is10 ? scope.scope().originalNameScope() : scope.name(), result);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
