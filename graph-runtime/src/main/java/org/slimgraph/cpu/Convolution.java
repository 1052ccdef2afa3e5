package org.slimgraph.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 2-D convolutions of float NHWC images with one geometry: forward, gradient by input, gradient by
 * filter. Immutable.
 *
 * <p>All three are matrix products over patches that are copied block by block and never stored
 * whole:
 *
 * <ul>
 *   <li>forward: patches of the input [pixels, taps * inChannels] times the filter;
 *   <li>by input: patches of the gradient [pixels, taps * outChannels] times the filter with taps
 *       reversed and channels transposed. With strides, the input pixels of each remainder by the
 *       stride form a dense product of their own, with the taps that hit them; no zeros are
 *       inserted and nothing is scattered;
 *   <li>by filter: transposed patches of the input times the gradient.
 * </ul>
 *
 * <p>Packed filters and scratch belong to the caller, who may keep packed filters while the filter
 * does not change.
 */
public final class Convolution {

  private final TiledProduct product;
  private final ElementLoops loops;
  private final ConvGeometry geometry;
  private final TapAxis forwardRows;
  private final TapAxis forwardColumns;
  private final TapAxis[] backwardRows;
  private final TapAxis[] backwardColumns;
  private final int groups;
  private final int groupIn;
  private final int groupOut;
  private final @Nullable Winograd forwardWinograd;
  private final @Nullable Winograd backwardWinograd;

  Convolution(TiledProduct product, LoopsProvider provider, ConvGeometry geometry, boolean exact) {
    this.product = product;
    this.loops = provider.elements();
    this.geometry = geometry;
    groups = geometry.groups();
    groupIn = geometry.filterInChannels();
    groupOut = geometry.outChannels() / groups;
    forwardRows = TapAxis.forward(geometry.height());
    forwardColumns = TapAxis.forward(geometry.width());
    backwardRows = phases(geometry.height());
    backwardColumns = phases(geometry.width());
    if (exact || groups > 1 || !isDense(geometry.height()) || !isDense(geometry.width())) {
      forwardWinograd = null;
      backwardWinograd = null;
    } else {
      int in = geometry.inChannels();
      int out = geometry.outChannels();
      forwardWinograd =
          winograd(
              provider, forwardAxis(geometry.height()), forwardAxis(geometry.width()), in, out);
      backwardWinograd =
          winograd(
              provider, backwardAxis(geometry.height()), backwardAxis(geometry.width()), out, in);
    }
  }

  /** Whether the filter has three taps side by side, and an output for every place. */
  private static boolean isDense(WindowAxis axis) {
    return axis.window() == 3 && axis.stride() == 1 && axis.dilation() == 1;
  }

  private static Winograd.Axis forwardAxis(WindowAxis axis) {
    return new Winograd.Axis(axis.input(), axis.padBefore(), axis.output());
  }

  /** The same with the roles exchanged: places of the gradient, zeros before them, inputs. */
  private static Winograd.Axis backwardAxis(WindowAxis axis) {
    return new Winograd.Axis(axis.output(), axis.window() - 1 - axis.padBefore(), axis.input());
  }

  private @Nullable Winograd winograd(
      LoopsProvider provider, Winograd.Axis rows, Winograd.Axis columns, int in, int out) {
    return Winograd.pays(geometry.batch(), rows, columns, in, out)
        ? new Winograd(
            provider.tiles(), provider.winograd(), geometry.batch(), rows, columns, in, out)
        : null;
  }

  private static TapAxis[] phases(WindowAxis axis) {
    TapAxis[] phases = new TapAxis[axis.stride()];
    for (int phase = 0; phase < phases.length; phase++) {
      phases[phase] = TapAxis.backward(axis, phase);
    }
    return phases;
  }

  /** Returns the sizes. */
  public ConvGeometry geometry() {
    return geometry;
  }

  // Forward.

  /** Returns the elements of a filter packed for {@link #forward}. */
  public int packedFilterSize() {
    if (forwardWinograd != null) {
      return forwardWinograd.filterSize();
    }
    return groups * product.panels().size(geometry.taps() * groupIn, groupOut);
  }

  /**
   * Packs {@code filter} [filterHeight, filterWidth, filterInChannels, outChannels] for {@link
   * #forward}.
   */
  public void packFilter(
      float[] filter, int filterOffset, float[] packed, int packedOffset, Parallel parallel) {
    if (forwardWinograd != null) {
      forwardWinograd.packFilter(
          filter,
          filterOffset,
          groupIn * groupOut,
          groupOut,
          1,
          false,
          packed,
          packedOffset,
          parallel);
      return;
    }
    int depth = geometry.taps() * groupIn;
    int size = product.panels().size(depth, groupOut);
    for (int group = 0; group < groups; group++) {
      product
          .panels()
          .pack(
              filter,
              filterOffset + group * groupOut,
              geometry.outChannels(),
              depth,
              groupOut,
              packed,
              packedOffset + group * size,
              parallel);
    }
  }

  /** Returns the elements of scratch that {@link #forward} needs. */
  public int forwardScratchSize() {
    if (forwardWinograd != null) {
      return forwardWinograd.scratchSize();
    }
    return product.scratchSize(outputRows(), groupOut, geometry.taps() * groupIn);
  }

  /**
   * Computes {@code output} [batch, outHeight, outWidth, outChannels] from {@code input} and a
   * packed filter.
   */
  public void forward(
      float[] input,
      int inputOffset,
      float[] packed,
      int packedOffset,
      float[] output,
      int outputOffset,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    forward(
        input,
        inputOffset,
        packed,
        packedOffset,
        output,
        outputOffset,
        Epilogue.NONE,
        scratch,
        scratchOffset,
        parallel);
  }

  /** As the other, with {@code output} passed through {@code epilogue} block by block. */
  public void forward(
      float[] input,
      int inputOffset,
      float[] packed,
      int packedOffset,
      float[] output,
      int outputOffset,
      Epilogue epilogue,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    if (forwardWinograd != null) {
      forwardWinograd.run(
          input,
          inputOffset,
          packed,
          packedOffset,
          output,
          outputOffset,
          epilogue,
          scratch,
          scratchOffset,
          parallel);
      return;
    }
    int depth = geometry.taps() * groupIn;
    int size = product.panels().size(depth, groupOut);
    for (int group = 0; group < groups; group++) {
      product.multiply(
          inputPatches(input, inputOffset, group),
          false,
          outputRows(),
          groupOut,
          depth,
          packed,
          packedOffset + group * size,
          output,
          outputOffset + group * groupOut,
          geometry.outChannels(),
          false,
          groups == 1 ? epilogue : Epilogue.NONE,
          scratch,
          scratchOffset,
          parallel);
    }
    if (groups > 1) {
      epilogue.applyToAll(output, outputOffset, outputRows(), geometry.outChannels(), parallel);
    }
  }

  private BlockSource inputPatches(float[] input, int offset, int group) {
    if (isPointwise()) {
      return new StoredMatrix(input, offset + group * groupIn, geometry.inChannels());
    }
    return new PatchMatrix(
        loops,
        input,
        offset,
        forwardRows,
        forwardColumns,
        geometry.inChannels(),
        group * groupIn,
        groupIn);
  }

  /** Whether patches are the pixels themselves. */
  private boolean isPointwise() {
    return isPointwise(geometry.height()) && isPointwise(geometry.width());
  }

  private static boolean isPointwise(WindowAxis axis) {
    return axis.window() == 1
        && axis.stride() == 1
        && axis.padBefore() == 0
        && axis.output() == axis.input();
  }

  private int outputRows() {
    return geometry.batch() * geometry.outputPixels();
  }

  // Gradient by input.

  /** Returns the elements of a filter packed for {@link #backwardInput}. */
  public int packedBackwardFilterSize() {
    if (backwardWinograd != null) {
      return backwardWinograd.filterSize();
    }
    int size = 0;
    for (TapAxis rows : backwardRows) {
      for (TapAxis columns : backwardColumns) {
        size += phaseFilterSize(rows, columns);
      }
    }
    return size;
  }

  private int phaseFilterSize(TapAxis rows, TapAxis columns) {
    return groups * product.panels().size(phaseDepth(rows, columns), groupIn);
  }

  private int phaseDepth(TapAxis rows, TapAxis columns) {
    return rows.taps.length * columns.taps.length * groupOut;
  }

  /**
   * Packs {@code filter} [filterHeight, filterWidth, filterInChannels, outChannels] for {@link
   * #backwardInput}.
   */
  public void packBackwardFilter(
      float[] filter, int filterOffset, float[] packed, int packedOffset, Parallel parallel) {
    if (backwardWinograd != null) {
      backwardWinograd.packFilter(
          filter,
          filterOffset,
          groupIn * groupOut,
          1,
          groupOut,
          true,
          packed,
          packedOffset,
          parallel);
      return;
    }
    int at = packedOffset;
    for (TapAxis rows : backwardRows) {
      for (TapAxis columns : backwardColumns) {
        int depth = phaseDepth(rows, columns);
        for (int group = 0; group < groups; group++) {
          packPhase(rows, columns, filter, filterOffset + group * groupOut, packed, at, parallel);
          at += product.panels().size(depth, groupIn);
        }
      }
    }
  }

  private void packPhase(
      TapAxis rows,
      TapAxis columns,
      float[] filter,
      int filterOffset,
      float[] packed,
      int packedOffset,
      Parallel parallel) {
    int depth = phaseDepth(rows, columns);
    int tapSize = groupIn * geometry.outChannels();
    int firstRow = 0;
    for (int tapRow : rows.taps) {
      for (int tapColumn : columns.taps) {
        int tap = tapRow * geometry.width().window() + tapColumn;
        product
            .panels()
            .packTransposed(
                filter,
                filterOffset + tap * tapSize,
                geometry.outChannels(),
                groupOut,
                groupIn,
                packed,
                packedOffset,
                depth,
                firstRow,
                parallel);
        firstRow += groupOut;
      }
    }
  }

  /** Returns the elements of scratch that {@link #backwardInput} needs. */
  public int backwardInputScratchSize() {
    if (backwardWinograd != null) {
      return backwardWinograd.scratchSize();
    }
    int size = 0;
    for (TapAxis rows : backwardRows) {
      for (TapAxis columns : backwardColumns) {
        int pixels = geometry.batch() * rows.places * columns.places;
        int result = isSinglePhase() ? 0 : pixels * geometry.inChannels();
        size =
            Math.max(
                size, result + product.scratchSize(pixels, groupIn, phaseDepth(rows, columns)));
      }
    }
    return size;
  }

  private boolean isSinglePhase() {
    return backwardRows.length == 1 && backwardColumns.length == 1;
  }

  /**
   * Computes {@code inputGradient} [batch, height, width, inChannels] from {@code outputGradient}
   * and a filter packed by {@link #packBackwardFilter}.
   */
  public void backwardInput(
      float[] outputGradient,
      int outputOffset,
      float[] packed,
      int packedOffset,
      float[] inputGradient,
      int inputOffset,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    if (backwardWinograd != null) {
      backwardWinograd.run(
          outputGradient,
          outputOffset,
          packed,
          packedOffset,
          inputGradient,
          inputOffset,
          Epilogue.NONE,
          scratch,
          scratchOffset,
          parallel);
      return;
    }
    if (isSinglePhase()) {
      multiplyPhase(
          backwardRows[0],
          backwardColumns[0],
          outputGradient,
          outputOffset,
          packed,
          packedOffset,
          inputGradient,
          inputOffset,
          scratch,
          scratchOffset,
          parallel);
      return;
    }
    int at = packedOffset;
    for (int y = 0; y < backwardRows.length; y++) {
      for (int x = 0; x < backwardColumns.length; x++) {
        TapAxis rows = backwardRows[y];
        TapAxis columns = backwardColumns[x];
        int result = geometry.batch() * rows.places * columns.places * geometry.inChannels();
        multiplyPhase(
            rows,
            columns,
            outputGradient,
            outputOffset,
            packed,
            at,
            scratch,
            scratchOffset,
            scratch,
            scratchOffset + result,
            parallel);
        spreadPhase(y, x, scratch, scratchOffset, inputGradient, inputOffset, parallel);
        at += phaseFilterSize(rows, columns);
      }
    }
  }

  private void multiplyPhase(
      TapAxis rows,
      TapAxis columns,
      float[] outputGradient,
      int outputOffset,
      float[] packed,
      int packedOffset,
      float[] result,
      int resultOffset,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    int depth = phaseDepth(rows, columns);
    int size = product.panels().size(depth, groupIn);
    for (int group = 0; group < groups; group++) {
      product.multiply(
          new PatchMatrix(
              loops,
              outputGradient,
              outputOffset,
              rows,
              columns,
              geometry.outChannels(),
              group * groupOut,
              groupOut),
          false,
          geometry.batch() * rows.places * columns.places,
          groupIn,
          depth,
          packed,
          packedOffset + group * size,
          result,
          resultOffset + group * groupIn,
          geometry.inChannels(),
          false,
          Epilogue.NONE,
          scratch,
          scratchOffset,
          parallel);
    }
  }

  /** Copies the pixels of one phase to their places in the gradient. */
  private void spreadPhase(
      int phaseY,
      int phaseX,
      float[] result,
      int resultOffset,
      float[] gradient,
      int gradientOffset,
      Parallel parallel) {
    int rowPlaces = backwardRows[phaseY].places;
    int columnPlaces = backwardColumns[phaseX].places;
    int channels = geometry.inChannels();
    int height = geometry.height().input();
    int width = geometry.width().input();
    int strideY = geometry.height().stride();
    int strideX = geometry.width().stride();
    int lines = geometry.batch() * rowPlaces;
    int parts = Parts.count(lines, (long) lines * columnPlaces * channels);
    parallel.run(
        parts,
        part -> {
          int end = Parts.begin(part + 1, parts, lines);
          for (int line = Parts.begin(part, parts, lines); line < end; line++) {
            int image = line / rowPlaces;
            int y = (line - image * rowPlaces) * strideY + phaseY;
            int from = resultOffset + line * columnPlaces * channels;
            int to = gradientOffset + ((image * height + y) * width + phaseX) * channels;
            for (int place = 0; place < columnPlaces; place++) {
              System.arraycopy(result, from, gradient, to, channels);
              from += channels;
              to += strideX * channels;
            }
          }
        });
  }

  // Gradient by filter.

  /** Returns the elements of scratch that {@link #backwardFilter} needs. */
  public int backwardFilterScratchSize() {
    int packed = product.panels().size(outputRows(), groupOut);
    return packed + product.scratchSize(geometry.taps() * groupIn, groupOut, outputRows());
  }

  /** Computes {@code filterGradient} [filterHeight, filterWidth, filterInChannels, outChannels]. */
  public void backwardFilter(
      float[] input,
      int inputOffset,
      float[] outputGradient,
      int outputOffset,
      float[] filterGradient,
      int filterOffset,
      float[] scratch,
      int scratchOffset,
      Parallel parallel) {
    int pixels = outputRows();
    if (pixels == 0) {
      Arrays.fill(filterGradient, filterOffset, filterOffset + geometry.filterSize(), 0f);
      return;
    }
    int packedSize = product.panels().size(pixels, groupOut);
    for (int group = 0; group < groups; group++) {
      product
          .panels()
          .pack(
              outputGradient,
              outputOffset + group * groupOut,
              geometry.outChannels(),
              pixels,
              groupOut,
              scratch,
              scratchOffset,
              parallel);
      product.multiply(
          inputPatches(input, inputOffset, group),
          true,
          geometry.taps() * groupIn,
          groupOut,
          pixels,
          scratch,
          scratchOffset,
          filterGradient,
          filterOffset + group * groupOut,
          geometry.outChannels(),
          false,
          Epilogue.NONE,
          scratch,
          scratchOffset + packedSize,
          parallel);
    }
  }
}
