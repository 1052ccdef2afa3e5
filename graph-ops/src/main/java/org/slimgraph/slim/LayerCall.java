package org.slimgraph.slim;

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
import org.slimgraph.variables.Variable;

/**
 * One call of a layer: the variable scope and name scope it builds in, its variables, and how it
 * ends.
 */
final class LayerCall implements AutoCloseable {
  private final Ops tf;
  private final LayerOptions<?> options;
  private final OpenVariableScope scope;

  private LayerCall(Ops tf, LayerOptions<?> options, OpenVariableScope scope) {
    this.tf = tf;
    this.options = options;
    this.scope = scope;
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
    String name = options.scope;
    return new LayerCall(
        tf,
        options,
        tf.variableScope(
            o -> {
              if (name == null) {
                o.defaultName(defaultName);
              } else {
                o.name(name);
              }
              if (getter != null) {
                o.customGetter(getter);
              }
              o.reuse(options.reuse);
            }));
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
    return ModelVariables.get(
        tf,
        wish.name(),
        wish.shape(),
        o -> {
          o.dtype(wish.dtype()).trainable(wish.trainable());
          o.collections(options.collectionsOf(wish.name()));
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
    if (tf.graph().compat() == Compat.TF_1_0) {
      NamedOutputs.name(result, scope.scope().originalNameScope());
      tf.graph().addToCollections(options.outputsCollections, result);
    } else {
      NamedOutputs.collect(options.outputsCollections, scope.name(), result);
    }
    return result;
  }

  @Override
  public void close() {
    scope.close();
  }
}
