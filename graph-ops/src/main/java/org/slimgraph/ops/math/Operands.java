package org.slimgraph.ops.math;

import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;

/** How Python's calls and operators turn two operands, one of which may be a number, into an op. */
final class Operands {
  private Operands() {}

  /** Makes an operation of two tensors under a name. */
  interface Maker {
    Output make(Ops tf, Output x, Output y, String name);
  }

  /** Adds the op {@code type} on two tensors. */
  static Output call(Ops tf, String type, Output x, Output y, String name) {
    return tf.graph().opBuilder(type, name).input(x).input(y).build().output(0);
  }

  /** Adds the op {@code type} in a scope that bears its name. */
  static Output call(Ops tf, String type, Output x, Number y, String name) {
    return scoped(tf, name, x, y, (graph, a, b, scope) -> call(graph, type, a, b, scope));
  }

  /** Opens the scope {@code name} and makes the operation of that name in it. */
  static Output scoped(Ops tf, String name, Output x, Output y, Maker maker) {
    try (NameScope scope = tf.nameScope(name)) {
      return maker.make(tf, x, y, scope.name());
    }
  }

  /** As with two tensors; {@code y} becomes the constant {@code name/y} of the type of x. */
  static Output scoped(Ops tf, String name, Output x, Number y, Maker maker) {
    try (NameScope scope = tf.nameScope(name)) {
      Output constant = tf.constant(Scalars.of(x.dataType(), y), "y");
      return maker.make(tf, x, constant, scope.name());
    }
  }

  /** As with two tensors; {@code x} becomes the constant {@code name/x} of the type of y. */
  static Output scoped(Ops tf, String name, Number x, Output y, Maker maker) {
    try (NameScope scope = tf.nameScope(name)) {
      Output constant = tf.constant(Scalars.of(y.dataType(), x), "x");
      return maker.make(tf, constant, y, scope.name());
    }
  }
}
