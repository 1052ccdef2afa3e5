package org.slimgraph.cpu;

/** Loops that LSTM and GRU cells are made of, over rows of float matrices. */
public final class RecurrentCells {
  private RecurrentCells() {}

  /**
   * Adds a row vector times a matrix.
   *
   * @param matrix [rows, columns] from {@code matrixAt} on, one after another
   */
  public static void addProduct(
      float[] row,
      int rowAt,
      int rows,
      float[] matrix,
      int matrixAt,
      int columns,
      float[] sums,
      int sumsAt) {
    for (int k = 0; k < rows; k++) {
      float value = row[rowAt + k];
      int from = matrixAt + k * columns;
      for (int j = 0; j < columns; j++) {
        sums[sumsAt + j] = Fma.fma(value, matrix[from + j], sums[sumsAt + j]);
      }
    }
  }

  /** Adds a row vector times the transpose of a matrix [rows, columns] to {@code rows} sums. */
  public static void addTransposedProduct(
      float[] row,
      int rowAt,
      int rows,
      float[] matrix,
      int matrixAt,
      int columns,
      float[] sums,
      int sumsAt) {
    for (int k = 0; k < rows; k++) {
      float sum = sums[sumsAt + k];
      int from = matrixAt + k * columns;
      for (int j = 0; j < columns; j++) {
        sum = Fma.fma(row[rowAt + j], matrix[from + j], sum);
      }
      sums[sumsAt + k] = sum;
    }
  }

  /** Returns {@code 1 / (1 + exp(-x))}. */
  public static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-(double) x)));
  }

  /** Returns the hyperbolic tangent. */
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }
}
