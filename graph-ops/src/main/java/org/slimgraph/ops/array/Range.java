package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Numbers from a start in equal steps. TF: tf.range. */
final class Range {
  static final OpSpec SPEC =
      OpSpec.of("Range")
          .input("start: Tidx")
          .input("limit: Tidx")
          .input("delta: Tidx")
          .output("output: Tidx")
          .attr("Tidx: {bfloat16, float, double, int32, int64} = DT_INT32")
          .shape(Range::infer)
          .notDifferentiable("its length is no smooth function of its inputs")
          .kernel(attrs -> Range::compute)
          .build();

  private Range() {}

  private static List<Shape> infer(ShapeContext c) {
    for (int i = 0; i < 3; i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    Optional<Tensor> start = c.constant(0);
    Optional<Tensor> limit = c.constant(1);
    Optional<Tensor> delta = c.constant(2);
    if (start.isEmpty() || limit.isEmpty() || delta.isEmpty()) {
      return List.of(Shape.ofRank(1));
    }
    return List.of(Shape.of(length(start.get(), limit.get(), delta.get())));
  }

  private static long length(Tensor start, Tensor limit, Tensor delta) {
    if (start.dataType().isInteger()) {
      return length(Integers.at(start, 0), Integers.at(limit, 0), Integers.at(delta, 0));
    }
    double from = Elements.real(start, 0);
    double to = Elements.real(limit, 0);
    double step = Elements.real(delta, 0);
    checkDirection(
        start, limit, delta, Double.compare(to, from), step == 0 ? 0 : step > 0 ? 1 : -1);
    double steps =
        start.dataType() == DataType.DOUBLE
            ? Math.abs((to - from) / step)
            : Math.abs(((float) to - (float) from) / (float) step);
    return (long) Math.ceil(steps);
  }

  private static long length(long start, long limit, long delta) {
    checkDirection(
        Tensor.scalar(start),
        Tensor.scalar(limit),
        Tensor.scalar(delta),
        Long.compare(limit, start),
        Long.signum(delta));
    long step = Math.abs(delta);
    return (Math.abs(limit - start) + step - 1) / step;
  }

  private static void checkDirection(
      Tensor start, Tensor limit, Tensor delta, int distance, int direction) {
    if (direction == 0) {
      throw SlimgraphException.invalidArgument("Requires delta != 0: %s", text(delta));
    }
    if (direction > 0 && distance < 0) {
      throw SlimgraphException.invalidArgument(
          "Requires start <= limit when delta > 0: %s/%s", text(start), text(limit));
    }
    if (direction < 0 && distance > 0) {
      throw SlimgraphException.invalidArgument(
          "Requires start >= limit when delta < 0: %s/%s", text(start), text(limit));
    }
  }

  private static String text(Tensor scalar) {
    String text = scalar.elementText(0);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static void compute(KernelContext context) {
    Tensor start = context.input(0);
    Tensor delta = context.input(2);
    for (int i = 0; i < 3; i++) {
      if (context.input(i).size() != 1) {
        throw SlimgraphException.invalidArgument(
            "%s must be a scalar, not shape %s",
            List.of("start", "limit", "delta").get(i), context.shape(i).toBrackets());
      }
    }
    long length = length(start, context.input(1), delta);
    Tensor out = context.output(0, Shape.of(length));
    switch (start.dataType()) {
      case INT32, INT64 -> {
        for (int i = 0; i < length; i++) {
          Integers.set(out, i, Integers.at(start, 0) + i * Integers.at(delta, 0));
        }
      }
      // The steps are added one after another, as TF does, rounding included.
      case DOUBLE -> {
        double value = Elements.real(start, 0);
        for (int i = 0; i < length; i++) {
          Elements.setReal(out, i, value);
          value += Elements.real(delta, 0);
        }
      }
      default -> {
        float value = (float) Elements.real(start, 0);
        for (int i = 0; i < length; i++) {
          Elements.setReal(out, i, value);
          value = (float) (value + Elements.real(delta, 0));
        }
      }
    }
  }

  static Output range(Ops tf, Output start, Output limit, Output delta, String name) {
    return tf.graph()
        .opBuilder("Range", name)
        .input(start)
        .input(limit)
        .input(delta)
        .build()
        .output(0);
  }

  static Output range(Ops tf, int start, int limit, int delta, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return range(
          tf,
          tf.constant(Tensor.scalar(start), "start"),
          tf.constant(Tensor.scalar(limit), "limit"),
          tf.constant(Tensor.scalar(delta), "delta"),
          scope.name());
    }
  }
}
