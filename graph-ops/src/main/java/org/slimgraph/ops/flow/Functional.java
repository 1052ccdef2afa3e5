package org.slimgraph.ops.flow;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Loops over the rows of a tensor. TF: tf.map_fn, tf.foldl, tf.scan. */
final class Functional {
  private Functional() {}

  /** Returns the number of rows, a constant if it is known. */
  static Output rows(Ops tf, Output value) {
    Shape shape = value.shape();
    if (shape.rank() == 0) {
      throw SlimgraphException.invalidArgument(
          "'%s' is a scalar and has no rows to take one by one", value.name());
    }
    if (shape.isRankKnown() && shape.dim(0) >= 0 && shape.dim(0) <= Integer.MAX_VALUE) {
      return tf.constant((int) shape.dim(0), "rows");
    }
    return tf.gather(tf.shape(value), tf.constant(0));
  }

  private static TensorArray rowsOf(Ops tf, Output values, Output count) {
    return TensorArray.create(tf, values.dataType().base(), count, new TensorArrayOptions())
        .unstack(values);
  }

  static Output map(
      Ops tf, UnaryOperator<Output> function, Output values, DataType type, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output count = rows(tf, values);
      TensorArray in = rowsOf(tf, values, count);
      TensorArray out = TensorArray.create(tf, type, count, new TensorArrayOptions());
      List<Output> end =
          tf.whileLoop(
              v -> tf.less(v.get(0), count),
              v -> {
                Output result = function.apply(in.read(v.get(0)));
                TensorArray next = out.withFlow(v.get(1)).write(v.get(0), result);
                return List.of(tf.plus(v.get(0), 1), next.flow());
              },
              List.of(tf.constant(0), out.flow()));
      return stacked(out.withFlow(end.get(1)), values);
    }
  }

  /** Returns all elements, of which there are as many as {@code values} has rows. */
  private static Output stacked(TensorArray array, Output values) {
    Output all = array.stack();
    if (values.shape().isRankKnown() && all.shape().isRankKnown()) {
      all.setShape(Shape.of(values.shape().dim(0)).concat(all.shape().slice(1)));
    }
    return all;
  }

  static Output fold(
      Ops tf, BinaryOperator<Output> function, Output values, Output initial, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output count = rows(tf, values);
      TensorArray in = rowsOf(tf, values, count);
      return tf.whileLoop(
              v -> tf.less(v.get(0), count),
              v -> List.of(tf.plus(v.get(0), 1), function.apply(v.get(1), in.read(v.get(0)))),
              List.of(tf.constant(0), initial))
          .get(1);
    }
  }

  static Output scan(
      Ops tf, BinaryOperator<Output> function, Output values, Output initial, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output count = rows(tf, values);
      TensorArray in = rowsOf(tf, values, count);
      TensorArray out =
          TensorArray.create(tf, initial.dataType().base(), count, new TensorArrayOptions());
      List<Output> end =
          tf.whileLoop(
              v -> tf.less(v.get(0), count),
              v -> {
                Output next = function.apply(v.get(1), in.read(v.get(0)));
                TensorArray written = out.withFlow(v.get(2)).write(v.get(0), next);
                return List.of(tf.plus(v.get(0), 1), next, written.flow());
              },
              List.of(tf.constant(0), initial, out.flow()));
      return stacked(out.withFlow(end.get(2)), values);
    }
  }
}
