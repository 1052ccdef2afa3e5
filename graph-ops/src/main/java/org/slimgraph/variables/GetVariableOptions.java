package org.slimgraph.variables;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/**
 * Options of {@code tf.getVariable}. What is left open comes from the variable scope. Not
 * thread-safe.
 */
public final class GetVariableOptions {
  private @Nullable DataType dtype;
  private @Nullable Initializer initializer;
  private @Nullable Regularizer regularizer;
  private boolean trainable = true;
  private @Nullable ImmutableList<String> collections;
  private boolean validateShape = true;
  private @Nullable Boolean useResource;
  private Reuse reuse = Reuse.INHERIT;
  private @Nullable CustomGetter customGetter;
  private @Nullable UnaryOperator<Output> constraint;

  GetVariableOptions() {}

  GetVariableOptions copy() {
    GetVariableOptions copy = new GetVariableOptions();
    copy.dtype = dtype;
    copy.initializer = initializer;
    copy.regularizer = regularizer;
    copy.trainable = trainable;
    copy.collections = collections;
    copy.validateShape = validateShape;
    copy.useResource = useResource;
    copy.reuse = reuse;
    copy.customGetter = customGetter;
    copy.constraint = constraint;
    return copy;
  }

  /** Sets the type. Default: that of the scope, FLOAT at the root. */
  public GetVariableOptions dtype(DataType dtype) {
    this.dtype = dtype.base();
    return this;
  }

  /**
   * Sets the initializer. Default: that of the scope; if there is none, glorot uniform for floating
   * types and zeros for integers, booleans and strings.
   */
  public GetVariableOptions initializer(Initializer initializer) {
    this.initializer = initializer;
    return this;
  }

  /** Starts the variable with {@code value}, which gives its shape and type too. */
  public GetVariableOptions initialValue(Output value) {
    return initializer(Initializers.value(value));
  }

  /** Starts the variable with {@code value}, which gives its shape and type too. */
  public GetVariableOptions initialValue(Tensor value) {
    return initializer(Initializers.value(value));
  }

  /** Sets the regularizer. Default: that of the scope; {@link Regularizer#NONE} hides it. */
  public GetVariableOptions regularizer(Regularizer regularizer) {
    this.regularizer = regularizer;
    return this;
  }

  /** Sets whether optimizers change the variable. Default: true. */
  public GetVariableOptions trainable(boolean trainable) {
    this.trainable = trainable;
    return this;
  }

  /**
   * Sets the collections that get the variable. Default: GLOBAL_VARIABLES. A trainable variable
   * joins TRAINABLE_VARIABLES too.
   */
  public GetVariableOptions collections(GraphKey<?>... keys) {
    return collections(Arrays.stream(keys).map(GraphKey::name).toList());
  }

  /** Sets the collections by their strings, as {@link #collections(GraphKey...)}. */
  public GetVariableOptions collections(Collection<String> keys) {
    this.collections = ImmutableList.copyOf(keys);
    return this;
  }

  /** Sets whether the initial value's shape must be known and is kept. Default: true. */
  public GetVariableOptions validateShape(boolean validateShape) {
    this.validateShape = validateShape;
    return this;
  }

  /** Sets whether the variable is held by handle. Default: as the scope says, false at the root. */
  public GetVariableOptions useResource(boolean useResource) {
    this.useResource = useResource;
    return this;
  }

  /** Sets whether the variable must be new or must exist. Default: as the scope says. */
  public GetVariableOptions reuse(Reuse reuse) {
    this.reuse = reuse;
    return this;
  }

  /** Sets the custom getter instead of the scope's. */
  public GetVariableOptions customGetter(CustomGetter customGetter) {
    this.customGetter = customGetter;
    return this;
  }

  /** Sets a projection that optimizers apply after each update of the variable. */
  public GetVariableOptions constraint(UnaryOperator<Output> constraint) {
    this.constraint = constraint;
    return this;
  }

  /** Returns the type, if it was set. */
  public Optional<DataType> dtype() {
    return Optional.ofNullable(dtype);
  }

  /** Returns the initializer, if one was set. */
  public Optional<Initializer> initializer() {
    return Optional.ofNullable(initializer);
  }

  /** Returns the regularizer, if one was set. */
  public Optional<Regularizer> regularizer() {
    return Optional.ofNullable(regularizer);
  }

  /** Returns whether optimizers change the variable. */
  public boolean trainable() {
    return trainable;
  }

  /** Returns the keys of the collections, if they were set. */
  public Optional<ImmutableList<String>> collections() {
    return Optional.ofNullable(collections);
  }

  /** Returns whether the shape is validated. */
  public boolean validateShape() {
    return validateShape;
  }

  /** Returns whether the variable is held by handle, if that was set. */
  public Optional<Boolean> useResource() {
    return Optional.ofNullable(useResource);
  }

  /** Returns whether the variable must be new or must exist. */
  public Reuse reuse() {
    return reuse;
  }

  /** Returns the custom getter, if one was set. */
  public Optional<CustomGetter> customGetter() {
    return Optional.ofNullable(customGetter);
  }

  /** Returns the projection that optimizers apply, if there is one. */
  public Optional<UnaryOperator<Output>> constraint() {
    return Optional.ofNullable(constraint);
  }
}
