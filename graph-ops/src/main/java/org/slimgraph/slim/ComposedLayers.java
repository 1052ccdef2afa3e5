package org.slimgraph.slim;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.variables.OpenVariableScope;
import org.slimgraph.variables.Reuse;

/** Layers applied one after another; part of {@link Slim}. */
public interface ComposedLayers {

  /**
   * One call of a layer in {@link #repeat}: {@code (x, scope) -> slim.conv2d(x, 64, 3, o ->
   * o.scope(scope))}.
   */
  @FunctionalInterface
  interface Repeated {
    /** Returns the layer's output, built under {@code scope}. */
    Output build(Output inputs, String scope);
  }

  /**
   * One call of a layer in {@link #stack}: {@code (x, units, scope) -> slim.fullyConnected(x,
   * units, o -> o.scope(scope))}.
   *
   * @param <A> what differs from call to call
   */
  @FunctionalInterface
  interface Stacked<A> {
    /** Returns the layer's output, built under {@code scope}. */
    Output build(Output inputs, A argument, String scope);
  }

  /** Returns the layers that this is a part of. */
  Slim slim();

  /**
   * Applies a layer {@code repetitions} times, in the scopes {@code Repeat/<layer>_1} and on. As in
   * TF, conv2d calls itself {@code convolution2d}.
   *
   * @param layer the key of the layer, which names the scopes
   */
  default Output repeat(Output inputs, int repetitions, LayerKey<?> layer, Repeated build) {
    return repeat(inputs, repetitions, layer, null, build);
  }

  /** Applies a layer {@code repetitions} times, in the scopes {@code <scope>/<scope>_1} and on. */
  default Output repeat(
      Output inputs, int repetitions, LayerKey<?> layer, @Nullable String scope, Repeated build) {
    Ops tf = slim().tf();
    try (OpenVariableScope open = Composition.open(tf, scope, "Repeat", Reuse.INHERIT)) {
      String base = scope == null ? Composition.functionName(tf, layer) : scope;
      Output outputs = inputs;
      for (int i = 1; i <= repetitions; i++) {
        outputs = build.build(outputs, base + "_" + i);
      }
      return outputs;
    }
  }

  /**
   * Applies a layer once for each argument, in the scopes {@code Stack/<layer>_1} and on.
   *
   * @param layer the key of the layer, which names the scopes
   */
  default <A> Output stack(
      Output inputs, LayerKey<?> layer, List<A> stackArgs, Stacked<? super A> build) {
    return stack(inputs, layer, stackArgs, null, Reuse.INHERIT, build);
  }

  /**
   * Applies a layer once for each argument, in the scopes {@code <scope>/<scope>_1} and on.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if variables are to be reused without a scope
   */
  default <A> Output stack(
      Output inputs,
      LayerKey<?> layer,
      List<A> stackArgs,
      @Nullable String scope,
      Reuse reuse,
      Stacked<? super A> build) {
    Ops tf = slim().tf();
    try (OpenVariableScope open = Composition.open(tf, scope, "Stack", reuse)) {
      String base = scope == null ? Composition.functionName(tf, layer) : scope;
      Output outputs = inputs;
      for (int i = 0; i < stackArgs.size(); i++) {
        outputs = build.build(outputs, stackArgs.get(i), base + "_" + (i + 1));
      }
      return outputs;
    }
  }
}
