package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Batches of matrices and their diagonals. TF: tf.matrix_diag, _part, tf.matrix_set_diag. */
final class MatrixDiag {
  static final OpSpec SPEC =
      OpSpec.of("MatrixDiag")
          .input("diagonal: T")
          .output("output: T")
          .attr("T: type")
          .shape(MatrixDiag::infer)
          .gradient(g -> g.set(0, g.tf().matrixDiagPart(g.dy(0))))
          .kernel(attrs -> MatrixDiag::compute)
          .build();

  static final OpSpec PART_SPEC =
      OpSpec.of("MatrixDiagPart")
          .input("input: T")
          .output("diagonal: T")
          .attr("T: type")
          .shape(c -> List.of(part(c.input(0))))
          .gradient(MatrixDiag::partGradient)
          .kernel(attrs -> MatrixDiag::computePart)
          .build();

  static final OpSpec SET_SPEC =
      OpSpec.of("MatrixSetDiag")
          .input("input: T")
          .input("diagonal: T")
          .output("output: T")
          .attr("T: type")
          .shape(MatrixDiag::inferSet)
          .gradient(MatrixDiag::setGradient)
          .kernel(attrs -> MatrixDiag::computeSet)
          .build();

  private MatrixDiag() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 1);
    return List.of(in.isRankKnown() ? in.concat(Shape.of(in.dim(-1))) : in);
  }

  private static Shape part(Shape in) {
    ShapeRules.withRankAtLeast(in, 2);
    if (!in.isRankKnown()) {
      return in;
    }
    long rows = in.dim(-2);
    long columns = in.dim(-1);
    long size =
        rows == 0 || columns == 0 ? 0 : rows < 0 || columns < 0 ? -1 : Math.min(rows, columns);
    return in.slice(0, in.rank() - 2).concat(Shape.of(size));
  }

  private static List<Shape> inferSet(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.merge(part(in), c.input(1));
    return List.of(in);
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    if (in.shape().rank() < 1) {
      throw SlimgraphException.invalidArgument(
          "input must be at least 1-dim, received shape: %s", in.shape().toBrackets());
    }
    Tensor out = context.output(0, in.shape().concat(Shape.of(in.shape().dim(-1))));
    Elements.zero(out);
    View.of(in.shape())
        .to(View.of(out.shape()).diagonal(), in.dataType())
        .run(in, out, context.parallel());
  }

  private static void computePart(KernelContext context) {
    Tensor in = context.input(0);
    Tensor out = context.output(0, part(in.shape()));
    View.of(in.shape())
        .diagonal()
        .to(View.of(out.shape()), in.dataType())
        .run(in, out, context.parallel());
  }

  private static void computeSet(KernelContext context) {
    Tensor in = context.input(0);
    Tensor diagonal = context.input(1);
    if (!part(in.shape()).equals(diagonal.shape())) {
      throw SlimgraphException.invalidArgument(
          "must have diagonal.shape == input.shape[:-2] + min(input.shape[-2:]), but received input"
              + " shape: %s and diagonal shape: %s",
          in.shape().toBrackets(), diagonal.shape().toBrackets());
    }
    Tensor out = context.output(0, in.shape());
    Elements.copy(in, out);
    View.of(diagonal.shape())
        .to(View.of(in.shape()).diagonal(), in.dataType())
        .run(diagonal, out, context.parallel());
  }

  private static void partGradient(GradientContext g) {
    Shape in = g.input(0).shape();
    boolean square = in.rank() >= 2 && in.dim(-1) >= 0 && in.dim(-1) == in.dim(-2);
    g.set(
        0,
        square
            ? g.tf().matrixDiag(g.dy(0))
            : g.tf().matrixSetDiag(g.tf().zerosLike(g.input(0)), g.dy(0)));
  }

  private static void setGradient(GradientContext g) {
    g.set(0, g.tf().matrixSetDiag(g.dy(0), g.tf().zerosLike(g.input(1))));
    g.set(1, g.tf().matrixDiagPart(g.dy(0)));
  }

  static Output matrixSetDiag(Ops tf, Output input, Output diagonal, String name) {
    return tf.graph()
        .opBuilder("MatrixSetDiag", name)
        .input(input)
        .input(diagonal)
        .build()
        .output(0);
  }
}
