package org.slimgraph.ops.array;

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
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The same elements under another shape. TF: tf.reshape. */
final class Reshape {
  static final OpSpec SPEC =
      OpSpec.of("Reshape")
          .input("tensor: T")
          .input("shape: Tshape")
          .output("output: T")
          .attr("T: type")
          .attr("Tshape: {int32, int64} = DT_INT32")
          .shape(Reshape::infer)
          .partialValue(Reshape::known)
          .gradient(Reshape::backToInput)
          .traits(traits -> traits.alias(0))
          .kernel(attrs -> Reshape::compute)
          .build();

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  private Reshape() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    if (c.input(1).isRankKnown() && c.input(1).rank() > 1) {
      ShapeRules.withRank(c.input(1), 1);
    }
    Shape out = c.constantShape(1);
    if (!out.isRankKnown() || !in.isRankKnown()) {
      return List.of(out);
    }
    long[] dims = out.dims();
    int unknownOut = onlyUnknown(dims);
    long[] inDims = in.dims();
    int unknownIn = onlyUnknown(inDims);
    if (unknownOut == SEVERAL || unknownIn == SEVERAL) {
      return List.of(out);
    }
    long knownOut = product(dims);
    long knownIn = product(inDims);
    if (unknownIn == NONE && unknownOut == NONE) {
      if (knownIn != knownOut) {
        throw SlimgraphException.invalidArgument(
            "Cannot reshape a tensor with %d elements to shape %s (%d elements)",
            knownIn, out.toBrackets(), knownOut);
      }
    } else if (unknownIn == NONE && knownOut > 0) {
      dims[unknownOut] = Dims.divideEvenly(knownIn, knownOut);
    }
    return List.of(Shape.of(dims));
  }

  private static int onlyUnknown(long[] dims) {
    int unknown = NONE;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0) {
        unknown = unknown == NONE ? i : SEVERAL;
      }
    }
    return unknown;
  }

  private static long product(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      product = dim < 0 ? product : Dims.multiply(product, dim);
    }
    return product;
  }

  private static Optional<Shape> known(ShapeContext c) {
    int rank = c.constantShape(1).rank();
    return rank == 0 || rank == 1 ? Vectors.input(c, 0) : Optional.empty();
  }

  private static void compute(KernelContext context) {
    Tensor x = context.input(0);
    Tensor sizes = context.input(1);
    if (sizes.shape().rank() > 1) {
      throw SlimgraphException.invalidArgument(
          "sizes input must be 1-D, not %s", sizes.shape().toBrackets());
    }
    context.setOutput(0, x.reshaped(target(x, sizes)));
  }

  private static Shape target(Tensor x, Tensor sizes) {
    long[] dims = new long[sizes.size()];
    int unknown = NONE;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Integers.at(sizes, i);
      if (dims[i] == -1 && unknown != NONE) {
        throw SlimgraphException.invalidArgument(
            "Only one input size may be -1, not both %d and %d", unknown, i);
      } else if (dims[i] == -1) {
        unknown = i;
      } else if (dims[i] < 0) {
        throw SlimgraphException.invalidArgument(
            "Size %d must be non-negative, not %d", i, dims[i]);
      }
    }
    if (unknown != NONE) {
      dims[unknown] = missing(x.shape(), dims);
    }
    if (product(dims) != x.size()) {
      throw SlimgraphException.invalidArgument(
          "Input to reshape is a tensor with %d values, but the requested shape has %d",
          x.size(), product(dims));
    }
    return Shape.of(dims);
  }

  /**
   * Returns what the sizes leave for the one that is -1. TF 1.x: where a size is 0, the zeros on
   * both sides are left out, so that [0, 6] reshaped to [0, 3, -1] has shape [0, 3, 2].
   */
  private static long missing(Shape shape, long[] dims) {
    boolean empty = product(dims) == 0;
    long elements = empty ? productWithoutZeros(shape.dims()) : shape.elementCount();
    long given = productWithoutZeros(dims);
    if (elements % given != 0) {
      throw SlimgraphException.invalidArgument(
          "Input to reshape is a tensor with %d values, but the requested shape requires a"
              + " multiple of %d",
          elements, given);
    }
    return elements / given;
  }

  private static long productWithoutZeros(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      product = dim <= 0 ? product : Dims.multiply(product, dim);
    }
    return product;
  }

  /** The gradient of all ops that only reshape. */
  static void backToInput(GradientContext g) {
    g.set(0, g.tf().reshape(g.dy(0), g.tf().shape(g.input(0))));
  }

  static Output reshape(Ops tf, Output tensor, Output shape, String name) {
    return tf.graph().opBuilder("Reshape", name).input(tensor).input(shape).build().output(0);
  }

  static Output reshape(Ops tf, Output tensor, Shape shape, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      return reshape(tf, tensor, tf.constant(Integers.vector(shape), "shape"), scope.name());
    }
  }
}
