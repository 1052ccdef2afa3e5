package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of ops on blocks of space, image windows and diagonals; part of {@link ArrayOps}. */
public interface BlockOps extends Builders {

  /**
   * Moves blocks of space into the batch.
   *
   * @param input [batch, spatial…, rest…]
   * @param blockShape int32 or int64 vector: the block of each spatial dimension
   * @param paddings [spatial, 2]: zeros added before and after, so that blocks divide the space
   * @return [batch * blocks, spatial / blocks…, rest…]
   */
  default Output spaceToBatchNd(Output input, Output blockShape, Output paddings, String name) {
    return SpaceToBatch.build(tf(), "SpaceToBatchND", input, blockShape, paddings, name);
  }

  /** As {@link #spaceToBatchNd(Output, Output, Output, String)}, under TF's default name. */
  default Output spaceToBatchNd(Output input, Output blockShape, Output paddings) {
    return spaceToBatchNd(input, blockShape, paddings, "SpaceToBatchND");
  }

  /**
   * Moves parts of the batch back into space; undoes {@link #spaceToBatchNd(Output, Output,
   * Output)}.
   *
   * @param input [batch * blocks, spatial…, rest…]
   * @param blockShape int32 or int64 vector: the block of each spatial dimension
   * @param crops [spatial, 2]: what is cut off before and after
   */
  default Output batchToSpaceNd(Output input, Output blockShape, Output crops, String name) {
    return SpaceToBatch.build(tf(), "BatchToSpaceND", input, blockShape, crops, name);
  }

  /** As {@link #batchToSpaceNd(Output, Output, Output, String)}, under TF's default name. */
  default Output batchToSpaceNd(Output input, Output blockShape, Output crops) {
    return batchToSpaceNd(input, blockShape, crops, "BatchToSpaceND");
  }

  /**
   * Moves blocks of space into channels.
   *
   * @param input [batch, height, width, channels]
   * @param blockSize divides height and width
   * @return [batch, height / blockSize, width / blockSize, channels * blockSize * blockSize]
   */
  default Output spaceToDepth(Output input, int blockSize, String name) {
    return SpaceToDepth.build(tf(), "SpaceToDepth", input, blockSize, "NHWC", name);
  }

  /** As {@link #spaceToDepth(Output, int, String)}, under TF's default name. */
  default Output spaceToDepth(Output input, int blockSize) {
    return spaceToDepth(input, blockSize, "SpaceToDepth");
  }

  /**
   * Moves channels back into space; undoes {@link #spaceToDepth(Output, int)}.
   *
   * @param input [batch, height, width, channels]
   * @param blockSize its square divides the channels
   */
  default Output depthToSpace(Output input, int blockSize, String name) {
    return SpaceToDepth.build(tf(), "DepthToSpace", input, blockSize, "NHWC", name);
  }

  /** As {@link #depthToSpace(Output, int, String)}, under TF's default name. */
  default Output depthToSpace(Output input, int blockSize) {
    return depthToSpace(input, blockSize, "DepthToSpace");
  }

  /**
   * Puts each window of an image into one vector, row by row, channels innermost.
   *
   * @param images [batch, height, width, channels]
   * @param ksizes [1, rows, columns, 1]: the window
   * @param strides [1, rows, columns, 1]: between windows
   * @param rates [1, rows, columns, 1]: between the places of a window
   * @param padding SAME or VALID
   * @return [batch, outHeight, outWidth, rows * columns * channels]
   */
  default Output extractImagePatches(
      Output images, int[] ksizes, int[] strides, int[] rates, String padding, String name) {
    return ExtractImagePatches.extract(tf(), images, ksizes, strides, rates, padding, name);
  }

  /**
   * As {@link #extractImagePatches(Output, int[], int[], int[], String, String)}, under TF's
   * default name.
   */
  default Output extractImagePatches(
      Output images, int[] ksizes, int[] strides, int[] rates, String padding) {
    return extractImagePatches(images, ksizes, strides, rates, padding, "ExtractImagePatches");
  }

  /** Adds the tensor of twice the rank that has {@code diagonal} on its diagonal. */
  default Output diag(Output diagonal, String name) {
    return Diag.build(tf(), "Diag", diagonal, name);
  }

  /** As {@link #diag(Output, String)}, under TF's default name. */
  default Output diag(Output diagonal) {
    return diag(diagonal, "Diag");
  }

  /** Takes the diagonal of a tensor whose two halves of dimensions are equal. */
  default Output diagPart(Output input, String name) {
    return Diag.build(tf(), "DiagPart", input, name);
  }

  /** As {@link #diagPart(Output, String)}, under TF's default name. */
  default Output diagPart(Output input) {
    return diagPart(input, "DiagPart");
  }

  /** Adds matrices with the vectors {@code diagonal} [..., n] on their diagonals, [..., n, n]. */
  default Output matrixDiag(Output diagonal, String name) {
    return Diag.build(tf(), "MatrixDiag", diagonal, name);
  }

  /** As {@link #matrixDiag(Output, String)}, under TF's default name. */
  default Output matrixDiag(Output diagonal) {
    return matrixDiag(diagonal, "MatrixDiag");
  }

  /** Takes the diagonals of matrices [..., rows, columns]. */
  default Output matrixDiagPart(Output input, String name) {
    return Diag.build(tf(), "MatrixDiagPart", input, name);
  }

  /** As {@link #matrixDiagPart(Output, String)}, under TF's default name. */
  default Output matrixDiagPart(Output input) {
    return matrixDiagPart(input, "MatrixDiagPart");
  }

  /** Copies matrices [..., rows, columns] with other diagonals. */
  default Output matrixSetDiag(Output input, Output diagonal, String name) {
    return MatrixDiag.matrixSetDiag(tf(), input, diagonal, name);
  }

  /** As {@link #matrixSetDiag(Output, Output, String)}, under TF's default name. */
  default Output matrixSetDiag(Output input, Output diagonal) {
    return matrixSetDiag(input, diagonal, "MatrixSetDiag");
  }

  /**
   * Adds matrices with a band of diagonals.
   *
   * @param diagonal [..., length] for one diagonal, else [..., diagonals, length], the upmost first
   *     and the shorter ones at the left
   * @param k int32: one diagonal, counted from the main one to the right, or [lowest, upmost]
   * @param numRows the number of rows; -1 for as few as it takes
   * @param numCols the number of columns; -1 for as few as it takes
   * @param paddingValue a scalar, what stands outside the band
   * @return [..., numRows, numCols]
   */
  default Output matrixDiag(
      Output diagonal, Output k, int numRows, int numCols, Output paddingValue, String name) {
    Output rows = tf().constant(numRows);
    Output columns = tf().constant(numCols);
    return MatrixDiagV2.matrix(tf(), diagonal, k, rows, columns, paddingValue, name);
  }

  /**
   * Takes a band of diagonals of matrices [..., rows, columns].
   *
   * @param k int32: one diagonal, counted from the main one to the right, or [lowest, upmost]
   * @param paddingValue a scalar, what fills up the shorter diagonals
   * @return [..., length] for one diagonal, else [..., diagonals, length], the upmost first
   */
  default Output matrixDiagPart(Output input, Output k, Output paddingValue, String name) {
    return MatrixDiagV2.part(tf(), input, k, paddingValue, name);
  }

  /**
   * Copies matrices [..., rows, columns] with another band of diagonals.
   *
   * @param diagonal as {@link #matrixDiagPart(Output, Output, Output, String)} gives it
   * @param k int32: one diagonal, counted from the main one to the right, or [lowest, upmost]
   */
  default Output matrixSetDiag(Output input, Output diagonal, Output k, String name) {
    return MatrixDiagV2.set(tf(), input, diagonal, k, name);
  }

  /**
   * Copies matrices [..., rows, columns] with zeros outside a band.
   *
   * @param numLower how many diagonals below the main one to keep; negative keeps all
   * @param numUpper how many above it
   */
  default Output matrixBandPart(Output input, long numLower, long numUpper, String name) {
    return MatrixBandPart.matrixBandPart(tf(), input, numLower, numUpper, name);
  }

  /** As {@link #matrixBandPart(Output, long, long, String)}, under TF's default name. */
  default Output matrixBandPart(Output input, long numLower, long numUpper) {
    return matrixBandPart(input, numLower, numUpper, "MatrixBandPart");
  }
}
