package org.slimgraph.ops.nn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.HalfFloat;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** One graph of constants and what tests of this family do with it. */
final class NnCase {
  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);

  /** Returns a constant of this shape whose elements look irregular and lie in -1…1. */
  Output values(long... dims) {
    return tf.constant(Tensor.of(Shape.of(dims), floats(dims)));
  }

  static float[] floats(long... dims) {
    float[] values = new float[(int) Shape.of(dims).elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 37 % 101 - 50) / 50f;
    }
    return values;
  }

  /** Returns {@code values} as a half tensor. */
  static Tensor half(Shape shape, float... values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      short bits = HalfFloat.floatToHalf(values[i]);
      bytes[2 * i] = (byte) bits;
      bytes[2 * i + 1] = (byte) (bits >> 8);
    }
    return Tensor.of(DataType.HALF, shape, bytes);
  }

  /** Returns {@code image}, in NHWC, as it is in NCHW. */
  Output channelsFirst(Output image) {
    return tf.transpose(image, new int[] {0, 3, 1, 2});
  }

  /** Returns {@code image}, in NCHW, as it is in NHWC. */
  Output channelsLast(Output image) {
    return tf.transpose(image, new int[] {0, 2, 3, 1});
  }

  Tensor run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output);
    }
  }

  List<Tensor> run(List<Output> outputs) {
    try (Session session = Session.open(graph)) {
      var runner = session.runner();
      outputs.forEach(runner::fetch);
      return runner.run();
    }
  }

  /** Returns the first line of the error that running {@code output} ends with. */
  String errorOf(Output output) {
    return firstLine(assertThrows(SlimgraphException.class, () -> run(output)));
  }

  static String firstLine(SlimgraphException e) {
    return e.getMessage().lines().findFirst().orElse("");
  }
}
