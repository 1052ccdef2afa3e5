package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Joins the elements of an array of tensors along their first dimension, and splits a tensor into
 * elements. TF: TensorArray.concat, TensorArray.split.
 */
final class TensorArrayPieces {
  static final OpSpec CONCAT =
      OpSpec.of("TensorArrayConcatV3")
          .input("handle: resource")
          .input("flow_in: float")
          .output("value: dtype")
          .output("lengths: int64")
          .attr("dtype: type")
          .attr("element_shape_except0: shape = { unknown_rank: true }")
          .stateful()
          .shape(TensorArrayPieces::inferConcat)
          .gradient(TensorArrayPieces::gradientOfConcat)
          .kernel(TensorArrayPieces::concat)
          .build();

  static final OpSpec SPLIT =
      OpSpec.of("TensorArraySplitV3")
          .input("handle: resource")
          .input("value: T")
          .input("lengths: int64")
          .input("flow_in: float")
          .output("flow_out: float")
          .attr("T: type")
          .stateful()
          .shape(TensorArrayPieces::inferSplit)
          .gradient(TensorArrayPieces::gradientOfSplit)
          .kernel(attrs -> TensorArrayPieces::split)
          .build();

  private TensorArrayPieces() {}

  private static List<Shape> inferConcat(ShapeContext c) {
    TensorArrayV3.flowOnly(c);
    return List.of(Shape.unknown(), Shape.of(-1));
  }

  private static List<Shape> inferSplit(ShapeContext c) {
    ShapeRules.withRank(c.input(2), 1);
    return TensorArrayV3.flowOnly(c);
  }

  private static Kernel concat(Attributes attrs) {
    Shape known = attrs.shape("element_shape_except0");
    return context -> {
      TensorArrayStore array = TensorArrayStore.of(context);
      int count = array.size();
      List<Tensor> pieces = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        pieces.add(array.read(i, context.outputType(0)));
      }
      join(context, pieces, pieces.isEmpty() ? emptyRow(known) : row(pieces));
    };
  }

  private static Shape emptyRow(Shape known) {
    if (!known.isFullyDefined()) {
      throw SlimgraphException.invalidArgument(
          "TensorArray has size zero, but element_shape_except0 %s is not fully defined. Currently"
              + " only static shapes are supported when concatenating zero-size TensorArrays.",
          known.toBrackets());
    }
    return known;
  }

  /** Returns the shape that all pieces have behind their first dimension. */
  private static Shape row(List<Tensor> pieces) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).shape().rank() == 0) {
        throw SlimgraphException.invalidArgument(
            "Concat saw a scalar shape at index %d but requires at least vectors.  Did you mean to"
                + " call pack?",
            i);
      }
      Shape row = pieces.get(i).shape().slice(1);
      if (!row.equals(pieces.get(0).shape().slice(1))) {
        throw SlimgraphException.invalidArgument(
            "TensorArray has inconsistent shapes.  Index 0 has (excepting dimension 0) shape: %s"
                + " but index %d has (excepting dimension 0) shape: %s",
            pieces.get(0).shape().slice(1).toBrackets(), i, row.toBrackets());
      }
    }
    return pieces.get(0).shape().slice(1);
  }

  private static void join(KernelContext context, List<Tensor> pieces, Shape row) {
    long[] lengths = context.outputLongs(1, Shape.of(pieces.size()));
    long rows = 0;
    for (int i = 0; i < pieces.size(); i++) {
      lengths[i] = pieces.get(i).shape().dim(0);
      rows += lengths[i];
    }
    Tensor all = context.output(0, Shape.of(rows).concat(row));
    int at = 0;
    for (Tensor piece : pieces) {
      TensorStorage.copy(
          piece.dataType(),
          TensorStorage.array(piece),
          0,
          TensorStorage.array(all),
          at,
          piece.size());
      at += piece.size();
    }
  }

  private static void split(KernelContext context) {
    TensorArrayStore array = TensorArrayStore.of(context);
    Tensor value = context.input(1);
    int count = TensorArrayRows.vector(context, 2, "lengths").size();
    long[] lengths = context.longs(2);
    check(value.shape(), lengths, count);
    int size = array.sizeFor(count);
    if (size != count) {
      throw SlimgraphException.invalidArgument(
          "TensorArray's size is not equal to the size of lengths (%d vs. %d), and the TensorArray"
              + " is not marked as dynamically resizeable",
          size, count);
    }
    Shape row = value.shape().slice(1);
    int rowSize = (int) row.elementCount();
    int at = 0;
    for (int i = 0; i < count; i++) {
      Shape piece = Shape.of(lengths[i]).concat(row);
      array.write(i, TensorArrayStore.copy(value, at, piece));
      at += (int) lengths[i] * rowSize;
    }
    TensorArrayV3.passFlow(context, 0);
  }

  private static void check(Shape value, long[] lengths, int count) {
    if (value.rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "Expected value to be at least a vector, but received shape: %s", value.toBrackets());
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0 || lengths[i] > Integer.MAX_VALUE) {
        throw SlimgraphException.invalidArgument(
            "Expected lengths to be sizes, but element %d is %d", i, lengths[i]);
      }
      sum += lengths[i];
    }
    if (sum != value.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "Expected sum of lengths to be equal to values.shape[0], but sum of lengths is %d and"
              + " value's shape is: %s",
          sum, value.toBrackets());
    }
  }

  private static void gradientOfConcat(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.input(1));
    g.set(1, gradients.split(g.dy(0), g.output(1)).flow());
  }

  private static void gradientOfSplit(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.dy(0));
    g.set(1, gradients.concat());
    g.set(3, g.dy(0));
  }
}
