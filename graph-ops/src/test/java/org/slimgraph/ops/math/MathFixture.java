package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

/** A graph of constants and what it gives. */
final class MathFixture {
  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);

  Output floats(float... values) {
    return tf.constant(Tensor.vector(values));
  }

  Output doubles(double... values) {
    return tf.constant(values);
  }

  Output ints(int... values) {
    return tf.constant(Tensor.vector(values));
  }

  /** Returns integers as a tensor of another type. */
  Output cast(DataType type, int... values) {
    return tf.cast(ints(values), type);
  }

  /** Returns floats as a tensor of another type. */
  Output cast(DataType type, float... values) {
    return tf.cast(floats(values), type);
  }

  Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  float[] runFloats(Output output) {
    return run(tf.cast(output, DataType.FLOAT)).floats();
  }

  int[] runInts(Output output) {
    return run(tf.cast(output, DataType.INT32)).ints();
  }

  /** Adds an op that has no builder. */
  Output op(String type, Output... inputs) {
    var builder = graph.opBuilder(type, type);
    List.of(inputs).forEach(builder::input);
    return builder.build().output(0);
  }
}
