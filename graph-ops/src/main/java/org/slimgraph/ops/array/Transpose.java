package org.slimgraph.ops.array;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Longs;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

/** Reorders dimensions. TF: tf.transpose. */
final class Transpose {
  static final OpSpec SPEC = spec(OpSpec.of("Transpose"), false);

  /** Also conjugates. TF: tf.transpose with conjugate=True. */
  static final OpSpec CONJUGATE_SPEC = spec(OpSpec.of("ConjugateTranspose"), true);

  private Transpose() {}

  private static OpSpec spec(OpSpec.Builder builder, boolean conjugate) {
    return builder
        .input("x: T")
        .input("perm: Tperm")
        .output("y: T")
        .attr("T: type")
        .attr("Tperm: {int32, int64} = DT_INT32")
        .shape(Transpose::infer)
        .gradient(g -> gradient(g, conjugate))
        .kernel(attrs -> context -> compute(context, conjugate))
        .build();
  }

  /** What the move depends on. */
  private record Key(Shape shape, DataType type, ImmutableIntArray order) {
    View.Move move() {
      View view = View.of(shape).transpose(order.toArray());
      return view.to(View.of(shapeOf(shape, order)), type);
    }
  }

  private static Shape shapeOf(Shape in, ImmutableIntArray order) {
    long[] dims = new long[order.length()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = in.dim(order.get(i));
    }
    return Shape.of(dims);
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    long elements = c.input(1).elementCount();
    Optional<Tensor> order = c.constant(1);
    if (!in.isRankKnown() && elements < 0) {
      return List.of(Shape.unknown());
    }
    int rank = in.isRankKnown() ? in.rank() : (int) elements;
    ShapeRules.withRank(in, rank);
    ShapeRules.withRank(c.input(1), 1);
    Dims.mustBe(c.input(1).dim(0), rank);
    if (order.isEmpty()) {
      return List.of(Shape.ofRank(rank));
    }
    long[] dims = order.get().longs();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < -rank || dims[i] >= rank) {
        throw SlimgraphException.invalidArgument(
            "perm dim %d is out of range of input rank %d", dims[i], rank);
      }
      dims[i] = in.dim((int) dims[i]);
    }
    return List.of(Shape.of(dims));
  }

  private static void compute(KernelContext context, boolean conjugate) {
    Tensor x = context.input(0);
    ImmutableIntArray order = order(x.shape(), context.input(1));
    Tensor y = context.output(0, shapeOf(x.shape(), order));
    context
        .prepared(new Key(x.shape(), x.dataType(), order), Key::move)
        .run(x, y, context.parallel());
    if (conjugate && x.dataType().isComplex()) {
      conjugate(y);
    }
  }

  private static ImmutableIntArray order(Shape in, Tensor perm) {
    int rank = in.rank();
    if (perm.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "perm must be a vector, not %s", perm.shape().toBrackets());
    }
    if (perm.size() != rank) {
      throw SlimgraphException.invalidArgument(
          "transpose expects a vector of size %d. But input(1) is a vector of size %d",
          rank, perm.size());
    }
    ImmutableIntArray.Builder order = ImmutableIntArray.builder(rank);
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < rank; i++) {
      long axis = Integers.at(perm, i);
      if (axis < 0 || axis >= rank) {
        throw SlimgraphException.invalidArgument("%d is out of range [0 .. %d)", axis, rank);
      }
      seen[(int) axis] = true;
      order.add((int) axis);
    }
    for (int i = 0; i < rank; i++) {
      if (!seen[i]) {
        throw SlimgraphException.invalidArgument(
            "%d is missing from {%s}.", i, Longs.join(",", perm.longs()));
      }
    }
    return order.build();
  }

  private static void conjugate(Tensor y) {
    Object array = TensorStorage.array(y);
    for (int i = 0; i < y.size(); i++) {
      if (array instanceof float[] floats) {
        floats[2 * i + 1] = -floats[2 * i + 1];
      } else {
        ((double[]) array)[2 * i + 1] = -((double[]) array)[2 * i + 1];
      }
    }
  }

  private static void gradient(GradientContext g, boolean conjugate) {
    Output order = g.tf().invertPermutation(g.input(1));
    g.set(0, transpose(g.tf(), g.dy(0), order, conjugate, "transpose"));
  }

  static Output transpose(Ops tf, Output x, Output perm, boolean conjugate, String name) {
    return tf.graph()
        .opBuilder(conjugate && x.dataType().isComplex() ? "ConjugateTranspose" : "Transpose", name)
        .input(x)
        .input(perm)
        .build()
        .output(0);
  }

  static Output transpose(Ops tf, Output x, int[] perm, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output order = tf.constant(Tensor.vector(perm), "perm");
      return transpose(tf, x, order, false, scope.name());
    }
  }

  /** Reverses all dimensions. */
  static Output transpose(Ops tf, Output x, String name) {
    if (!x.shape().isRankKnown()) {
      throw SlimgraphException.invalidArgument(
          "transpose of a tensor of unknown rank needs perm, the order of dimensions");
    }
    int rank = x.shape().rank();
    return transpose(tf, x, IntStream.range(0, rank).map(i -> rank - 1 - i).toArray(), name);
  }
}
