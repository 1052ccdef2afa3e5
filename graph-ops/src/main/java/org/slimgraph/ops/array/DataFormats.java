package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeFunction;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Dimensions, and vectors of one number a dimension, of images in another order of dimensions. TF's
 * graph rewriting inserts both.
 */
final class DataFormats {
  static final OpSpec DIM_MAP =
      spec("DataFormatDimMap", ShapeRules::unchanged, DataFormats::mapKernel);
  static final OpSpec VEC_PERMUTE =
      spec("DataFormatVecPermute", ShapeRules::unchanged, DataFormats::permuteKernel);

  private DataFormats() {}

  private static OpSpec spec(
      String type, ShapeFunction shape, org.slimgraph.kernel.KernelFactory kernel) {
    return OpSpec.of(type)
        .input("x: T")
        .output("y: T")
        .attr("T: {int32, int64} = DT_INT32")
        .attr("src_format: string = 'NHWC'")
        .attr("dst_format: string = 'NCHW'")
        .shape(shape)
        .notDifferentiable("its values are integers")
        .kernel(kernel)
        .build();
  }

  /** Returns for each dimension of {@code format} where it is in {@code other}. */
  private static int[] places(String format, String other) {
    for (String given : new String[] {format, other}) {
      if (given.length() != 4) {
        throw SlimgraphException.invalidArgument(
            "A data format must be of length 4, received %s", given);
      }
    }
    int[] places = new int[4];
    boolean[] taken = new boolean[4];
    for (int d = 0; d < 4; d++) {
      places[d] = other.indexOf(format.charAt(d));
      if (places[d] < 0 || taken[places[d]]) {
        throw SlimgraphException.invalidArgument(
            "Destination and source format must determine a permutation, got %s and %s",
            format, other);
      }
      taken[places[d]] = true;
    }
    return places;
  }

  private static Kernel mapKernel(Attributes attrs) {
    int[] places = places(attrs.string("src_format"), attrs.string("dst_format"));
    return context -> {
      Tensor in = context.input(0);
      Tensor out = context.output(0, in.shape());
      for (int i = 0; i < in.size(); i++) {
        long dim = Integers.at(in, i);
        if (dim < -4 || dim > 3) {
          throw SlimgraphException.invalidArgument("Dimension %d is not in [-4, 4)", dim);
        }
        Integers.set(out, i, places[(int) (dim < 0 ? dim + 4 : dim)]);
      }
    };
  }

  private static Kernel permuteKernel(Attributes attrs) {
    int[] places = places(attrs.string("dst_format"), attrs.string("src_format"));
    return context -> {
      Tensor in = context.input(0);
      Shape shape = in.shape();
      if (shape.rank() != 1 && shape.rank() != 2) {
        throw SlimgraphException.invalidArgument(
            "input must be a vector or 2-D tensor, but got shape %s", shape.toBrackets());
      }
      int columns = shape.rank() == 1 ? 1 : 2;
      if (shape.dim(0) != 4 || (shape.rank() == 2 && shape.dim(1) != 2)) {
        throw SlimgraphException.invalidArgument(
            "%dD input must be of shape %s, but got shape %s",
            shape.rank(), columns == 1 ? "[4]" : "[4,2]", shape.toBrackets());
      }
      Tensor out = context.output(0, shape);
      for (int i = 0; i < in.size(); i++) {
        int from = places[i / columns] * columns + i % columns;
        Integers.set(out, i, Integers.at(in, from));
      }
    };
  }
}
