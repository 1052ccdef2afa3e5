package org.slimgraph.ops.array;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
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

/**
 * Batches of matrices and bands of their diagonals. TF: tf.linalg.diag, diag_part and set_diag with
 * {@code k}.
 *
 * <p>A band is one diagonal, [..., length], or several, [..., diagonals, length], the upmost first;
 * shorter ones stand at the left and are padded.
 */
final class MatrixDiagV2 {
  static final OpSpec SPEC =
      OpSpec.of("MatrixDiagV2")
          .input("diagonal: T")
          .input("k: int32")
          .input("num_rows: int32")
          .input("num_cols: int32")
          .input("padding_value: T")
          .output("output: T")
          .attr("T: type")
          .shape(MatrixDiagV2::infer)
          .gradient(g -> g.set(0, part(g.tf(), g.dy(0), g.input(1))))
          .kernel(attrs -> MatrixDiagV2::compute)
          .build();

  static final OpSpec PART_SPEC =
      OpSpec.of("MatrixDiagPartV2")
          .input("input: T")
          .input("k: int32")
          .input("padding_value: T")
          .output("diagonal: T")
          .attr("T: type")
          .shape(MatrixDiagV2::inferPart)
          .gradient(MatrixDiagV2::partGradient)
          .kernel(attrs -> MatrixDiagV2::computePart)
          .build();

  static final OpSpec SET_SPEC =
      OpSpec.of("MatrixSetDiagV2")
          .input("input: T")
          .input("diagonal: T")
          .input("k: int32")
          .output("output: T")
          .attr("T: type")
          .shape(MatrixDiagV2::inferSet)
          .gradient(MatrixDiagV2::setGradient)
          .kernel(attrs -> MatrixDiagV2::computeSet)
          .build();

  private MatrixDiagV2() {}

  /**
   * The diagonals from the lowest to the upmost, counted from the main one to the right.
   *
   * @param lower the lowest
   * @param upper the upmost
   */
  private record Band(int lower, int upper) {

    static Band of(Tensor k) {
      int[] ends = k.ints();
      if (k.shape().rank() > 1 || ends.length < 1 || ends.length > 2) {
        throw SlimgraphException.invalidArgument(
            "diag_index must be a scalar or vector with one or two elements, received shape: %s",
            k.shape().toBrackets());
      }
      Band band = new Band(ends[0], ends[ends.length - 1]);
      if (band.lower > band.upper) {
        throw SlimgraphException.invalidArgument(
            "lower_diag_index must not be larger than upper_diag_index: %d > %d",
            band.lower, band.upper);
      }
      return band;
    }

    /** Returns the number of diagonals. */
    long count() {
      return (long) upper - lower + 1;
    }

    /** Returns the length of the longest diagonal of matrices of a size. */
    long length(long rows, long columns) {
      return Math.min(rows + Math.min(upper, 0), columns + Math.min(-lower, 0));
    }

    void checkWithin(long rows, long columns) {
      check("lower", lower, rows, columns);
      check("upper", upper, rows, columns);
    }

    private static void check(String name, int diagonal, long rows, long columns) {
      if (diagonal != 0 && (diagonal <= -rows || diagonal >= columns)) {
        throw SlimgraphException.invalidArgument(
            "%s_diag_index is out of bound: %d. It must be between %d and %d",
            name, diagonal, -rows, columns);
      }
    }

    /** Returns the shape of the band of matrices of the shape {@code in}. */
    Shape partOf(Shape in) {
      long rows = in.dim(-2);
      long columns = in.dim(-1);
      Shape stack = in.slice(0, in.rank() - 2);
      long length = -1;
      if (rows >= 0 && columns >= 0) {
        checkWithin(rows, columns);
        length = length(rows, columns);
      }
      return stack.concat(count() == 1 ? Shape.of(length) : Shape.of(count(), length));
    }

    /** Returns the shape of the matrices whose band has the shape {@code diagonal}. */
    Shape matrices(Shape diagonal, int givenRows, int givenColumns) {
      int apart = count() == 1 ? 1 : 2;
      long length = diagonal.dim(-1);
      if (apart == 2 && diagonal.dim(-2) >= 0 && diagonal.dim(-2) != count()) {
        throw SlimgraphException.invalidArgument(
            "The number of rows of `diagonal` doesn't match the number of diagonals implied from"
                + " `d_lower` and `d_upper`. num_diags = %d, d_lower = %d, d_upper = %d,"
                + " diagonal shape = %s",
            count(), lower, upper, diagonal.toBrackets());
      }
      Shape stack = diagonal.slice(0, diagonal.rank() - apart);
      if (length < 0) {
        return stack.concat(Shape.of(-1, -1));
      }
      long leastRows = length - Math.min(upper, 0);
      long leastColumns = length + Math.max(lower, 0);
      long rows = givenRows;
      long columns = givenColumns;
      if (rows == -1 && columns == -1) {
        rows = Math.max(leastRows, leastColumns);
        columns = rows;
      } else if (rows == -1) {
        rows = leastRows;
      } else if (columns == -1) {
        columns = leastColumns;
      }
      checkSize("rows", rows, leastRows);
      checkSize("columns", columns, leastColumns);
      if (rows != leastRows && columns != leastColumns) {
        throw SlimgraphException.invalidArgument(
            "The number of rows or columns is not consistent with the specified d_lower, d_upper,"
                + " and diagonal: %d by %d of shape %s",
            rows, columns, diagonal.toBrackets());
      }
      return stack.concat(Shape.of(rows, columns));
    }

    private static void checkSize(String what, long size, long least) {
      if (size < least) {
        throw SlimgraphException.invalidArgument(
            "The number of %s is too small: %d, at least %d are needed", what, size, least);
      }
    }

    /** Finds the places in band and matrix of each element of the band. */
    void forEach(long rows, long columns, Pair pair) {
      long length = length(rows, columns);
      for (int d = 0; d < count(); d++) {
        int diagonal = upper - d;
        long row = Math.max(-diagonal, 0);
        long column = Math.max(diagonal, 0);
        for (long n = 0; n < length; n++) {
          boolean inside = row + n < rows && column + n < columns;
          long at = inside ? (row + n) * columns + column + n : -1;
          pair.at((int) (d * length + n), (int) at);
        }
      }
    }
  }

  /** Takes the place of an element in a band and in its matrix, -1 if it is padding. */
  private interface Pair {
    void at(int band, int matrix);
  }

  private static Optional<Integer> scalar(ShapeContext c, int i) {
    ShapeRules.withRank(c.input(i), 0);
    return c.constant(i).map(value -> value.ints()[0]);
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape diagonal = c.input(0);
    ShapeRules.withRankAtLeast(diagonal, 1);
    Optional<Integer> rows = scalar(c, 2);
    Optional<Integer> columns = scalar(c, 3);
    Optional<Band> band = c.constant(1).map(Band::of);
    if (!diagonal.isRankKnown() || band.isEmpty()) {
      return List.of(Shape.unknown());
    }
    ShapeRules.withRankAtLeast(diagonal, band.get().count() == 1 ? 1 : 2);
    if (rows.isEmpty() || columns.isEmpty()) {
      int kept = diagonal.rank() - (band.get().count() == 1 ? 1 : 2);
      return List.of(diagonal.slice(0, kept).concat(Shape.of(-1, -1)));
    }
    return List.of(band.get().matrices(diagonal, rows.get(), columns.get()));
  }

  private static List<Shape> inferPart(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 2);
    Optional<Band> band = c.constant(1).map(Band::of);
    return List.of(in.isRankKnown() && band.isPresent() ? band.get().partOf(in) : Shape.unknown());
  }

  private static List<Shape> inferSet(ShapeContext c) {
    Shape in = c.input(0);
    ShapeRules.withRankAtLeast(in, 2);
    ShapeRules.withRankAtLeast(c.input(1), 1);
    Optional<Band> band = c.constant(2).map(Band::of);
    if (in.isRankKnown() && band.isPresent()) {
      ShapeRules.merge(band.get().partOf(in), c.input(1));
    }
    return List.of(in);
  }

  private static int scalar(KernelContext c, int i, String name) {
    if (c.input(i).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "%s must be a scalar, received shape %s", name, c.shape(i).toBrackets());
    }
    return c.input(i).ints()[0];
  }

  private static void compute(KernelContext c) {
    Tensor diagonal = c.input(0);
    Band band = Band.of(c.input(1));
    atLeast(diagonal.shape(), band.count() == 1 ? 1 : 2);
    int rows = scalar(c, 2, "num_rows");
    int columns = scalar(c, 3, "num_cols");
    Tensor out = c.output(0, band.matrices(diagonal.shape(), rows, columns));
    pad(c, 4, out);
    copy(band, diagonal, out, out.shape(), true);
  }

  private static void computePart(KernelContext c) {
    Tensor in = c.input(0);
    Band band = Band.of(c.input(1));
    atLeast(in.shape(), 2);
    Tensor out = c.output(0, band.partOf(in.shape()));
    pad(c, 2, out);
    copy(band, in, out, in.shape(), false);
  }

  private static void computeSet(KernelContext c) {
    Tensor in = c.input(0);
    Tensor diagonal = c.input(1);
    Band band = Band.of(c.input(2));
    atLeast(in.shape(), 2);
    Shape wanted = band.partOf(in.shape());
    if (!wanted.equals(diagonal.shape())) {
      throw SlimgraphException.invalidArgument(
          "Either first dimensions of diagonal don't match input.shape[:-2], or diagonal.shape[:-1]"
              + " is not equal to the longests diagonal in range: the diagonal has the shape %s, not"
              + " %s",
          diagonal.shape().toBrackets(), wanted.toBrackets());
    }
    Tensor out = c.output(0, in.shape());
    Elements.copy(in, out);
    copy(band, diagonal, out, in.shape(), true);
  }

  private static void atLeast(Shape shape, int rank) {
    if (shape.rank() < rank) {
      throw SlimgraphException.invalidArgument(
          "input must be at least %d-dim, received shape: %s", rank, shape.toBrackets());
    }
  }

  private static void pad(KernelContext c, int i, Tensor out) {
    if (c.input(i).size() != 1) {
      throw SlimgraphException.invalidArgument(
          "padding_value must be a scalar, received shape: %s", c.shape(i).toBrackets());
    }
    Object padding = TensorStorage.array(c.input(i));
    Elements.fill(out.dataType(), TensorStorage.array(out), 0, out.size(), padding, 0);
  }

  /** Copies every band into its matrix, or out of it. */
  private static void copy(Band band, Tensor from, Tensor to, Shape matrices, boolean into) {
    long rows = matrices.dim(-2);
    long columns = matrices.dim(-1);
    int matrix = (int) (rows * columns);
    int part = (int) (band.count() * band.length(rows, columns));
    int count = Integers.product(matrices, 0, matrices.rank() - 2);
    DataType type = from.dataType();
    Object source = TensorStorage.array(from);
    Object target = TensorStorage.array(to);
    band.forEach(
        rows,
        columns,
        (inBand, inMatrix) -> {
          for (int i = 0; inMatrix >= 0 && i < count; i++) {
            int bandAt = i * part + inBand;
            int matrixAt = i * matrix + inMatrix;
            TensorStorage.copy(
                type, source, into ? bandAt : matrixAt, target, into ? matrixAt : bandAt, 1);
          }
        });
  }

  private static void partGradient(GradientContext g) {
    Ops tf = g.tf();
    Shape in = g.input(0).shape();
    Output k = g.input(1);
    if (in.isRankKnown() && in.dim(-2) >= 0 && in.dim(-1) >= 0) {
      Output rows = tf.constant((int) in.dim(-2));
      Output columns = tf.constant((int) in.dim(-1));
      g.set(0, matrix(tf, g.dy(0), k, rows, columns, zero(tf, g.dy(0)), "MatrixDiagV2"));
    } else {
      g.set(0, set(tf, tf.zerosLike(g.input(0)), g.dy(0), k, "MatrixSetDiagV2"));
    }
  }

  private static void setGradient(GradientContext g) {
    Ops tf = g.tf();
    Output k = g.input(2);
    g.set(0, set(tf, g.dy(0), tf.zerosLike(g.input(1)), k, "MatrixSetDiagV2"));
    g.set(1, part(tf, g.dy(0), k));
  }

  private static Output zero(Ops tf, Output like) {
    DataType type = like.dataType().base();
    Object array = TensorStorage.allocate(type, 1);
    return tf.constant(TensorStorage.wrap(type, Shape.scalar(), array));
  }

  private static Output part(Ops tf, Output input, Output k) {
    return part(tf, input, k, zero(tf, input), "MatrixDiagPartV2");
  }

  static Output matrix(
      Ops tf, Output diagonal, Output k, Output rows, Output columns, Output pad, String name) {
    return tf.graph()
        .opBuilder("MatrixDiagV2", name)
        .input(diagonal)
        .input(k)
        .input(rows)
        .input(columns)
        .input(pad)
        .build()
        .output(0);
  }

  static Output part(Ops tf, Output input, Output k, Output padding, String name) {
    return tf.graph()
        .opBuilder("MatrixDiagPartV2", name)
        .input(input)
        .input(k)
        .input(padding)
        .build()
        .output(0);
  }

  static Output set(Ops tf, Output input, Output diagonal, Output k, String name) {
    return tf.graph()
        .opBuilder("MatrixSetDiagV2", name)
        .input(input)
        .input(diagonal)
        .input(k)
        .build()
        .output(0);
  }
}
