package org.slimgraph.ops.linalg;

import org.slimgraph.cpu.PartBody;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The matrices in the last two dimensions of a kernel's first inputs, one after the other. */
final class MatrixBatch {
  static final String TYPES = "{double, float, half, complex64, complex128}";

  private final KernelContext c;
  private final Shape stack;
  private final int count;

  private MatrixBatch(KernelContext c, Shape stack) {
    this.c = c;
    this.stack = stack;
    this.count = (int) stack.elementCount();
  }

  /** Adds the kernels of the real types that TF has them for. */
  static OpSpec.Builder kernels(OpSpec.Builder spec, KernelFactory factory) {
    return spec.kernelAttr("T").kernel(DataType.FLOAT, factory).kernel(DataType.DOUBLE, factory);
  }

  /**
   * Returns the matrices of the first {@code inputs} inputs.
   *
   * @throws SlimgraphException INVALID_ARGUMENT, in TF's words, unless they are batches of one
   *     shape
   */
  static MatrixBatch of(KernelContext c, int inputs) {
    Shape first = c.shape(0);
    if (first.rank() < 2) {
      throw SlimgraphException.invalidArgument(
          "Input tensor 0 must have rank >= 2, not shape %s", first.toBrackets());
    }
    Shape stack = first.slice(0, first.rank() - 2);
    for (int i = 1; i < inputs; i++) {
      Shape other = c.shape(i);
      if (other.rank() != first.rank()) {
        throw SlimgraphException.invalidArgument(
            "All input tensors must have the same rank, not shapes %s and %s",
            first.toBrackets(), other.toBrackets());
      }
      if (!other.slice(0, other.rank() - 2).equals(stack)) {
        throw SlimgraphException.invalidArgument(
            "All input tensors must have the same outer dimensions, not shapes %s and %s",
            first.toBrackets(), other.toBrackets());
      }
    }
    return new MatrixBatch(c, stack);
  }

  /** Returns the number of rows of the matrices of input {@code i}. */
  int rows(int i) {
    return (int) c.shape(i).dim(-2);
  }

  /** Returns the number of columns of the matrices of input {@code i}. */
  int columns(int i) {
    return (int) c.shape(i).dim(-1);
  }

  /**
   * Returns the size of the square matrices of input 0.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if they are not square
   */
  int squareSize() {
    if (rows(0) != columns(0)) {
      throw SlimgraphException.invalidArgument(
          "Input matrix must be square, not of shape %s", c.shape(0).toBrackets());
    }
    return rows(0);
  }

  /**
   * Checks that the right side, input 1, has as many rows as the matrix.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it has not
   */
  void checkRightSide() {
    if (rows(0) != rows(1)) {
      throw SlimgraphException.invalidArgument(
          "Input matrix and rhs are incompatible: shapes %s and %s have not the same number of rows",
          c.shape(0).toBrackets(), c.shape(1).toBrackets());
    }
  }

  /** Returns whether the type is float, not double. */
  boolean isSingle() {
    return c.input(0).dataType() == DataType.FLOAT;
  }

  /** Returns output {@code i}, whose parts have the shape {@code part}. */
  Tensor output(int i, long... part) {
    return c.output(i, stack.concat(Shape.of(part)));
  }

  /** Returns a copy of matrix {@code index} of input {@code i}, row by row. */
  double[] read(int i, int index) {
    int size = rows(i) * columns(i);
    double[] matrix = new double[size];
    if (isSingle()) {
      float[] floats = c.floats(i);
      for (int k = 0; k < size; k++) {
        matrix[k] = floats[index * size + k];
      }
    } else {
      System.arraycopy(c.doubles(i), index * size, matrix, 0, size);
    }
    return matrix;
  }

  /** Stores {@code part} as part {@code index} of an output. */
  void write(Tensor output, int index, double... part) {
    int size = part.length;
    if (output.dataType() == DataType.FLOAT) {
      float[] floats = TensorStorage.floats(output);
      for (int k = 0; k < size; k++) {
        floats[index * size + k] = (float) part[k];
      }
    } else {
      System.arraycopy(part, 0, TensorStorage.doubles(output), index * size, size);
    }
  }

  /** Runs {@code body} for each matrix, several at once. */
  void forEach(PartBody body) {
    c.parallel().run(count, body);
  }
}
