package org.slimgraph.ops.array;

import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
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

/** Repeats a tensor along its dimensions. TF: tf.tile. */
final class Tile {
  static final OpSpec SPEC =
      OpSpec.of("Tile")
          .input("input: T")
          .input("multiples: Tmultiples")
          .output("output: T")
          .attr("T: type")
          .attr("Tmultiples: {int32, int64} = DT_INT32")
          .shape(Tile::infer)
          .gradient(Tile::gradient)
          .kernel(attrs -> Tile::compute)
          .build();

  private Tile() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Shape multiples = c.constantShape(1);
    if (in.isRankKnown()) {
      ShapeRules.withRank(c.input(1), 1);
      multiples = ShapeRules.withRank(multiples, in.rank());
    }
    if (!multiples.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    long[] dims = multiples.dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Dims.multiply(in.dim(i), dims[i]);
    }
    return List.of(Shape.of(dims));
  }

  /** What the move depends on. */
  private record Key(Shape shape, DataType type, ImmutableLongArray multiples) {
    Shape tiled() {
      long[] dims = shape.dims();
      for (int i = 0; i < dims.length; i++) {
        dims[i] *= multiples.get(i);
      }
      return Shape.of(dims);
    }

    View.Move move() {
      View from = View.of(shape);
      View to = View.of(tiled());
      for (int i = 0; i < shape.rank(); i++) {
        int times = (int) multiples.get(i);
        from = from.repeat(2 * i, times);
        to = to.split(2 * i, times);
      }
      return from.to(to, type);
    }
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    Tensor multiples = context.input(1);
    if (multiples.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "Expected multiples to be 1-D, but got shape %s", multiples.shape().toBrackets());
    }
    if (multiples.size() != in.shape().rank()) {
      throw SlimgraphException.invalidArgument(
          "Expected multiples argument to be a vector of length %d but got length %d",
          in.shape().rank(), multiples.size());
    }
    for (int i = 0; i < multiples.size(); i++) {
      if (Integers.at(multiples, i) < 0) {
        throw SlimgraphException.invalidArgument(
            "Expected multiples[%d] >= 0, but got %d", i, Integers.at(multiples, i));
      }
    }
    Key key = new Key(in.shape(), in.dataType(), ImmutableLongArray.copyOf(multiples.longs()));
    Tensor out = context.output(0, key.tiled());
    if (out.size() > 0) {
      context.prepared(key, Key::move).run(in, out, context.parallel());
    }
  }

  /** Sums over the repetitions. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output shape = tf.shape(g.input(0), g.input(1).dataType());
    Output split =
        tf.reshape(
            tf.transpose(tf.stack(List.of(g.input(1), shape)), new int[] {1, 0}), Shape.of(-1));
    Output axes = tf.range(tf.constant(0), tf.size(split), tf.constant(2));
    g.set(0, tf.reduceSum(tf.reshape(g.dy(0), split), axes));
  }

  static Output tile(Ops tf, Output input, Output multiples, String name) {
    return tf.graph().opBuilder("Tile", name).input(input).input(multiples).build().output(0);
  }

  static Output tile(Ops tf, Output input, int[] multiples, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return tile(tf, input, tf.constant(Tensor.vector(multiples), "multiples"), scope.name());
    }
  }
}
