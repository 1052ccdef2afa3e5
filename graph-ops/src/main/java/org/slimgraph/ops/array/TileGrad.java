package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The sum over the repetitions that Tile made; graphs of before TF 1.0 hold it. */
final class TileGrad {
  static final OpSpec SPEC =
      OpSpec.of("TileGrad")
          .input("input: T")
          .input("multiples: int32")
          .output("output: T")
          .attr("T: type")
          .def(def -> def.deprecated(3, "TileGrad has been replaced with reduce_sum"))
          .shape(TileGrad::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> TileGrad::compute)
          .build();

  private TileGrad() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Shape multiples = c.constantShape(1);
    if (!in.isRankKnown() || !multiples.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    ShapeRules.withRank(multiples, in.rank());
    long[] dims = in.dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Dims.divideEvenly(dims[i], multiples.dim(i));
    }
    return List.of(Shape.of(dims));
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    Tensor multiples = context.input(1);
    int rank = in.shape().rank();
    if (multiples.shape().rank() != 1 || multiples.size() != rank) {
      throw SlimgraphException.invalidArgument(
          "Expected multiples to be a vector of length %d but got shape %s",
          rank, multiples.shape().toBrackets());
    }
    long[] dims = in.shape().dims();
    for (int i = 0; i < rank; i++) {
      long times = Integers.at(multiples, i);
      if (times < 1 || dims[i] % times != 0) {
        throw SlimgraphException.invalidArgument(
            "Expected input_dim[%d] to be divisible by multiples[%d], but %d %% %d != 0",
            i, i, dims[i], times);
      }
      dims[i] /= times;
    }
    Shape shape = Shape.of(dims);
    Tensor out = context.output(0, shape);
    Elements.zero(out);
    for (int i = 0; i < in.size(); i++) {
      Elements.add(
          in.dataType(),
          1,
          TensorStorage.array(in),
          i,
          TensorStorage.array(out),
          place(i, in.shape(), shape),
          1);
    }
  }

  /** Returns the element of the sum that element {@code flat} of the input belongs to. */
  private static int place(int flat, Shape in, Shape out) {
    int rest = flat;
    int place = 0;
    int stride = 1;
    for (int d = in.rank() - 1; d >= 0; d--) {
      place += rest % (int) in.dim(d) % (int) out.dim(d) * stride;
      rest /= (int) in.dim(d);
      stride *= (int) out.dim(d);
    }
    return place;
  }
}
