package org.slimgraph.variables;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;

/** Options of {@code tf.variable}, with TF's defaults. Not thread-safe. */
public final class VariableOptions {
  private String name = "Variable";
  private boolean trainable = true;
  private @Nullable ImmutableList<String> collections;
  private boolean validateShape = true;
  private boolean useResource;
  private @Nullable UnaryOperator<Output> constraint;

  VariableOptions() {}

  /** Sets the name, made unique below the current name scope. Default: "Variable". */
  public VariableOptions name(String name) {
    this.name = name;
    return this;
  }

  /** Sets whether optimizers change the variable. Default: true. */
  public VariableOptions trainable(boolean trainable) {
    this.trainable = trainable;
    return this;
  }

  /**
   * Sets the collections that get the variable. Default: GLOBAL_VARIABLES. A trainable variable
   * joins TRAINABLE_VARIABLES too.
   */
  public VariableOptions collections(GraphKey<?>... keys) {
    return collections(Arrays.stream(keys).map(GraphKey::name).toList());
  }

  /** Sets the collections by their strings, as {@link #collections(GraphKey...)}. */
  public VariableOptions collections(Collection<String> keys) {
    this.collections = ImmutableList.copyOf(keys);
    return this;
  }

  /**
   * Sets whether the shape of the initial value is that of the variable for ever. Default: true.
   * Without it any shape may be assigned, by assignments that do not validate either.
   */
  public VariableOptions validateShape(boolean validateShape) {
    this.validateShape = validateShape;
    return this;
  }

  /** Sets whether the variable is held by handle. Default: false, a reference variable. */
  public VariableOptions useResource(boolean useResource) {
    this.useResource = useResource;
    return this;
  }

  /** Sets a projection that optimizers apply after each update of the variable. */
  public VariableOptions constraint(UnaryOperator<Output> constraint) {
    this.constraint = constraint;
    return this;
  }

  @Nullable UnaryOperator<Output> constraint() {
    return constraint;
  }

  String name() {
    return name;
  }

  boolean trainable() {
    return trainable;
  }

  boolean validateShape() {
    return validateShape;
  }

  boolean useResource() {
    return useResource;
  }

  /** Returns the keys of all collections that get the variable, each once. */
  Set<String> allCollections() {
    Set<String> all = new LinkedHashSet<>();
    if (collections == null) {
      all.add(GraphKeys.GLOBAL_VARIABLES.name());
    } else {
      all.addAll(collections);
    }
    if (trainable) {
      all.add(GraphKeys.TRAINABLE_VARIABLES.name());
    }
    return all;
  }

  /** Takes the collections of a request; null for the default. */
  VariableOptions collectionsOrDefault(@Nullable ImmutableList<String> keys) {
    this.collections = keys;
    return this;
  }
}
