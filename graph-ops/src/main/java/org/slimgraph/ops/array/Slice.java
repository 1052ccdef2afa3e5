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

/** A box cut out of a tensor. TF: tf.slice. */
final class Slice {
  static final OpSpec SPEC =
      OpSpec.of("Slice")
          .input("input: T")
          .input("begin: Index")
          .input("size: Index")
          .output("output: T")
          .attr("T: type")
          .attr("Index: {int32, int64}")
          .shape(Slice::infer)
          .partialValue(Slice::known)
          .gradient(Slice::gradient)
          .kernel(attrs -> Slice::compute)
          .build();

  private Slice() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Shape parameters = ShapeRules.merge(ShapeRules.withRank(c.input(1), 1), c.input(2));
    ShapeRules.withRank(c.input(2), 1);
    if (parameters.isRankKnown() && parameters.dim(0) >= 0) {
      in = ShapeRules.withRank(in, (int) parameters.dim(0));
    }
    Shape begin = c.constantShape(1);
    Optional<Tensor> sizes = c.constant(2);
    if (sizes.isPresent()) {
      return List.of(sized(in, begin, sizes.get()));
    }
    Shape known = c.constantShape(2);
    if (known.isRankKnown()) {
      return List.of(known);
    }
    return List.of(in.isRankKnown() ? Shape.ofRank(in.rank()) : Shape.unknown());
  }

  private static Shape sized(Shape in, Shape begin, Tensor sizes) {
    ShapeRules.withRank(begin, sizes.size());
    long[] dims = sizes.longs();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        dims[i] = Dims.subtract(in.dim(i), begin.dim(i));
      }
    }
    return Shape.of(dims);
  }

  private static Optional<Shape> known(ShapeContext c) {
    Optional<Shape> in = Vectors.input(c, 0);
    Shape begin = c.constantShape(1);
    Optional<Tensor> size = c.constant(2);
    if (in.isEmpty() || c.input(0).rank() != 1 || begin.rank() != 1 || size.isEmpty()) {
      return Optional.empty();
    }
    long from = begin.dim(0);
    long count = Integers.at(size.get(), 0);
    long to = count == -1 ? in.get().rank() : from + count;
    if (from < 0 || to < from || to > in.get().rank()) {
      return Optional.empty();
    }
    return Optional.of(in.get().slice((int) from, (int) to));
  }

  /** What the move depends on. */
  private record Key(Shape shape, DataType type, ImmutableLongArray begin, Shape size) {
    View.Move move() {
      View view = View.of(shape);
      for (int i = 0; i < shape.rank(); i++) {
        view = view.part(i, (int) begin.get(i), (int) size.dim(i));
      }
      return view.to(View.of(size), type);
    }
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    Tensor begin = context.input(1);
    Tensor size = context.input(2);
    Shape shape = in.shape();
    if (begin.shape().rank() != 1
        || size.shape().rank() != 1
        || begin.size() != shape.rank()
        || size.size() != shape.rank()) {
      throw SlimgraphException.invalidArgument(
          "Expected begin and size arguments to be 1-D tensors of size %d, but got shapes %s and"
              + " %s instead.",
          shape.rank(), begin.shape().toBrackets(), size.shape().toBrackets());
    }
    long[] sizes = new long[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = checkedSize(shape.dim(i), Integers.at(begin, i), Integers.at(size, i), i);
    }
    Shape out = Shape.of(sizes);
    ImmutableLongArray from = ImmutableLongArray.copyOf(begin.longs());
    context
        .prepared(new Key(shape, in.dataType(), from, out), Key::move)
        .run(in, context.output(0, out), context.parallel());
  }

  private static long checkedSize(long dim, long begin, long given, int i) {
    long size = given == -1 ? dim - begin : given;
    if (dim == 0 && (begin != 0 || size != 0)) {
      throw SlimgraphException.invalidArgument(
          "Expected begin[%d] == 0 (got %d) and size[%d] == 0 (got %d) when input.dim_size(%d) =="
              + " 0",
          i, begin, i, size, i);
    }
    if (begin < 0 || begin > dim) {
      throw SlimgraphException.invalidArgument(
          "Expected begin[%d] in [0, %d], but got %d", i, dim, begin);
    }
    if (size < 0 || begin + size > dim) {
      throw SlimgraphException.invalidArgument(
          "Expected size[%d] in [0, %d], but got %d", i, dim - begin, size);
    }
    return size;
  }

  /** Pads the gradient with zeros to the input's shape. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output begin = g.input(1);
    Output all = tf.shape(g.input(0), begin.dataType());
    Output taken = tf.shape(g.output(0), begin.dataType());
    Output after = tf.subtract(tf.subtract(all, taken), begin);
    g.set(0, tf.pad(g.dy(0), tf.stack(List.of(begin, after), 1)));
  }

  static Output slice(Ops tf, Output input, Output begin, Output size, String name) {
    return tf.graph()
        .opBuilder("Slice", name)
        .input(input)
        .input(begin)
        .input(size)
        .build()
        .output(0);
  }

  static Output slice(Ops tf, Output input, int[] begin, int[] size, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output from = tf.constant(Tensor.vector(begin), "begin");
      Output count = tf.constant(Tensor.vector(size), "size");
      return slice(tf, input, from, count, scope.name());
    }
  }
}
