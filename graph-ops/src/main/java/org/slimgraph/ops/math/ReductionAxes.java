package org.slimgraph.ops.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Which dimensions of a shape a reduction removes, the shape that remains, and how to get there by
 * passes over neighbouring dimensions. Immutable.
 */
final class ReductionAxes {
  private final Shape input;
  private final boolean[] reduced;

  private ReductionAxes(Shape input, boolean[] reduced) {
    this.input = input;
    this.reduced = reduced;
  }

  /**
   * Reads the axes of a run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if one does not exist; one may come twice
   */
  static ReductionAxes of(Shape input, Tensor axes) {
    int rank = input.rank();
    boolean[] reduced = new boolean[rank];
    for (int i = 0; i < axes.size(); i++) {
      long axis = element(axes, i);
      if (axis < -rank || axis >= rank) {
        throw SlimgraphException.invalidArgument(
            "Invalid reduction dimension (%d for input with %d dimension(s)", axis, rank);
      }
      int index = (int) (axis < 0 ? axis + rank : axis);
      reduced[index] = true;
    }
    return new ReductionAxes(input, reduced);
  }

  private static long element(Tensor axes, int i) {
    return axes.dataType() == DataType.INT32
        ? TensorStorage.ints(axes)[i]
        : TensorStorage.longs(axes)[i];
  }

  /** The shape rule of reductions: input 0 without the dimensions that input 1 names. */
  static List<Shape> infer(ShapeContext c) {
    Shape input = c.input(0);
    if (c.input(1).rank() > 1) {
      throw SlimgraphException.invalidArgument(
          "Shape must be at most rank 1 but is rank %d", c.input(1).rank());
    }
    boolean keepDims = c.attrs().bool("keep_dims");
    Optional<Tensor> axes = c.constant(1);
    if (!input.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    if (axes.isEmpty()) {
      return List.of(keepDims ? Shape.ofRank(input.rank()) : Shape.unknown());
    }
    boolean[] reduced = new boolean[input.rank()];
    for (long axis : axes.get().longs()) {
      if (axis < -input.rank() || axis >= input.rank()) {
        throw SlimgraphException.invalidArgument(
            "Invalid reduction dimension %d for input with %d dimensions.", axis, input.rank());
      }
      reduced[(int) (axis < 0 ? axis + input.rank() : axis)] = true;
    }
    return List.of(new ReductionAxes(input, reduced).output(keepDims));
  }

  /** Returns the shape of the result. */
  Shape output(boolean keepDims) {
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < reduced.length; i++) {
      if (!reduced[i]) {
        dims.add(input.dim(i));
      } else if (keepDims) {
        dims.add(1L);
      }
    }
    return Shape.of(dims);
  }

  /** Returns how many elements make one of the result. */
  long count() {
    long count = 1;
    for (int i = 0; i < reduced.length; i++) {
      count *= reduced[i] ? input.dim(i) : 1;
    }
    return count;
  }

  /** A pass over an array seen as [outer, reduce, inner] that removes the middle dimension. */
  record Pass(int outer, int reduce, int inner) {}

  /**
   * Returns the passes, each on the result of the one before: a run of neighbouring dimensions
   * each, the last ones first. There is none only if nothing is reduced.
   */
  List<Pass> passes() {
    List<Pass> passes = new ArrayList<>();
    int inner = 1;
    int at = reduced.length - 1;
    while (at >= 0) {
      if (!reduced[at]) {
        inner *= (int) input.dim(at--);
        continue;
      }
      int reduce = 1;
      while (at >= 0 && (reduced[at] || input.dim(at) == 1)) {
        reduce *= (int) input.dim(at--);
      }
      passes.add(new Pass(product(at + 1), reduce, inner));
    }
    return passes;
  }

  private int product(int dims) {
    int product = 1;
    for (int i = 0; i < dims; i++) {
      product *= (int) input.dim(i);
    }
    return product;
  }
}
