package org.slimgraph.ops.array;

import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Surrounds a tensor with zeros or a given value. TF: tf.pad with mode CONSTANT. */
final class Pad {
  static final OpSpec SPEC =
      OpSpec.of("Pad")
          .input("input: T")
          .input("paddings: Tpaddings")
          .output("output: T")
          .attr("T: type")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .shape(Pad::infer)
          .gradient(Pad::gradient)
          .kernel(
              attrs ->
                  context -> compute(context, TensorStorage.allocate(context.outputType(0), 1)))
          .build();

  static final OpSpec V2_SPEC =
      OpSpec.of("PadV2")
          .input("input: T")
          .input("paddings: Tpaddings")
          .input("constant_values: T")
          .output("output: T")
          .attr("T: type")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .shape(Pad::infer)
          .gradient(Pad::gradient)
          .kernel(attrs -> context -> compute(context, TensorStorage.array(context.input(2))))
          .build();

  private Pad() {}

  /** The shape rule of the ops that enlarge by paddings. */
  static List<Shape> infer(ShapeContext c) {
    return List.of(padded(c, 1));
  }

  /** Returns the input's shape with the paddings added; with sign -1, taken away. */
  static Shape padded(ShapeContext c, int sign) {
    Shape paddings = ShapeRules.withRank(c.input(1), 2);
    Dims.mustBe(paddings.dim(1), 2);
    Shape in = c.input(0);
    long rank = paddings.dim(0);
    if (rank >= 0) {
      in = ShapeRules.withRank(in, (int) rank);
    }
    Optional<Tensor> known = c.constant(1);
    if (known.isEmpty()) {
      return in.isRankKnown() ? Shape.ofRank(in.rank()) : Shape.unknown();
    }
    long[] dims = in.dims();
    for (int i = 0; i < dims.length; i++) {
      long sum = Integers.at(known.get(), 2 * i) + Integers.at(known.get(), 2 * i + 1);
      dims[i] = sign > 0 ? Dims.add(dims[i], sum) : Dims.subtract(dims[i], sum);
    }
    return Shape.of(dims);
  }

  /** What the move depends on. */
  private record Key(Shape shape, DataType type, ImmutableLongArray paddings) {
    View.Move move() {
      View target = View.of(padded());
      for (int i = 0; i < shape.rank(); i++) {
        target = target.part(i, (int) paddings.get(2 * i), (int) shape.dim(i));
      }
      return View.of(shape).to(target, type);
    }

    Shape padded() {
      long[] dims = shape.dims();
      for (int i = 0; i < dims.length; i++) {
        dims[i] += paddings.get(2 * i) + paddings.get(2 * i + 1);
      }
      return Shape.of(dims);
    }
  }

  private static void compute(KernelContext context, Object value) {
    Tensor in = context.input(0);
    Key key = new Key(in.shape(), in.dataType(), paddings(in.shape(), context.input(1)));
    Tensor out = context.output(0, key.padded());
    if (out.size() != in.size()) {
      Elements.fill(in.dataType(), TensorStorage.array(out), 0, out.size(), value, 0);
    }
    context.prepared(key, Key::move).run(in, out, context.parallel());
  }

  /** Returns the paddings, which must fit a tensor of {@code shape}. */
  static ImmutableLongArray paddings(Shape shape, Tensor paddings) {
    Shape wanted = Shape.of(shape.rank(), 2);
    if (paddings.shape().rank() != 2 || paddings.shape().dim(1) != 2) {
      throw SlimgraphException.invalidArgument(
          "paddings must be a matrix with 2 columns: %s", paddings.shape().toBrackets());
    }
    if (!paddings.shape().equals(wanted)) {
      throw SlimgraphException.invalidArgument(
          "The first dimension of paddings must be the rank of inputs%s %s",
          paddings.shape().toBrackets(), shape.toBrackets());
    }
    long[] values = paddings.longs();
    for (int i = 0; i < values.length; i += 2) {
      if (values[i] < 0 || values[i + 1] < 0) {
        throw SlimgraphException.invalidArgument(
            "Paddings must be non-negative: %d %d", values[i], values[i + 1]);
      }
    }
    return ImmutableLongArray.copyOf(values);
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output x = g.input(0);
    Output paddings = g.input(1);
    Output size = tf.stack(List.of(tf.rank(x), tf.constant(1)));
    Output before = tf.slice(paddings, tf.constant(new int[] {0, 0}), size);
    Output begin = tf.reshape(before, Shape.of(-1));
    g.set(0, tf.slice(g.dy(0), begin, tf.shape(x, paddings.dataType())));
  }

  static Output pad(Ops tf, Output tensor, Output paddings, String name) {
    return tf.graph().opBuilder("Pad", name).input(tensor).input(paddings).build().output(0);
  }

  static Output padV2(Ops tf, Output tensor, Output paddings, Output value, String name) {
    return tf.graph()
        .opBuilder("PadV2", name)
        .input(tensor)
        .input(paddings)
        .input(value)
        .build()
        .output(0);
  }

  static Tensor matrix(int[][] paddings) {
    int[] flat = new int[2 * paddings.length];
    for (int i = 0; i < paddings.length; i++) {
      flat[2 * i] = paddings[i][0];
      flat[2 * i + 1] = paddings[i][1];
    }
    return Tensor.of(Shape.of(paddings.length, 2), flat);
  }

  static Output pad(Ops tf, Output tensor, int[][] paddings, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return pad(tf, tensor, tf.constant(matrix(paddings), "paddings"), scope.name());
    }
  }
}
