package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConvolutionTest {

  /** Relative error of a float sum, for each root of its number of terms. */
  private static final double TOLERANCE = 4e-6;

  static Stream<ConvGeometry> geometries() {
    List<ConvGeometry> all = new ArrayList<>();
    for (int stride : new int[] {1, 2, 3}) {
      for (int window : new int[] {1, 2, 3, 5}) {
        WindowAxis same = WindowAxis.same(9, window, stride, 1);
        WindowAxis valid = WindowAxis.valid(7, window, stride, 1);
        all.add(ConvGeometry.of(2, same, valid, 3, 5));
        all.add(ConvGeometry.of(1, valid, same, 8, 33));
      }
    }
    // Dilated, filter larger than the input, strides larger than the filter, uneven axes.
    all.add(ConvGeometry.of(2, WindowAxis.same(11, 3, 1, 2), WindowAxis.same(8, 3, 1, 3), 4, 6));
    all.add(ConvGeometry.of(1, WindowAxis.valid(11, 3, 2, 2), WindowAxis.same(9, 2, 3, 2), 4, 6));
    all.add(ConvGeometry.of(1, WindowAxis.same(2, 5, 1, 1), WindowAxis.same(3, 7, 2, 1), 4, 6));
    all.add(ConvGeometry.of(1, WindowAxis.valid(2, 5, 1, 1), WindowAxis.valid(3, 3, 1, 1), 4, 6));
    all.add(ConvGeometry.of(1, WindowAxis.same(10, 1, 4, 1), WindowAxis.valid(10, 2, 5, 1), 4, 6));
    all.add(
        ConvGeometry.of(
            1, WindowAxis.explicit(6, 3, 2, 1, 3, 0), WindowAxis.explicit(6, 3, 1, 1, 0, 4), 2, 3));
    // Sizes around the tiles, more than one depth segment.
    for (int size : new int[] {1, 7, 15, 16, 17, 31, 33}) {
      all.add(
          ConvGeometry.of(
              1, WindowAxis.same(5, 3, 1, 1), WindowAxis.same(size, 3, 1, 1), size, 17));
    }
    all.add(ConvGeometry.of(1, WindowAxis.same(6, 3, 1, 1), WindowAxis.same(6, 3, 1, 1), 207, 64));
    all.add(ConvGeometry.of(3, WindowAxis.same(30, 3, 1, 1), WindowAxis.same(30, 3, 1, 1), 3, 8));
    // Groups, and nothing.
    all.add(new ConvGeometry(2, WindowAxis.same(7, 3, 1, 1), WindowAxis.same(7, 3, 2, 1), 6, 2, 9));
    all.add(new ConvGeometry(1, WindowAxis.same(7, 3, 1, 1), WindowAxis.same(5, 3, 1, 1), 4, 1, 8));
    all.add(ConvGeometry.of(0, WindowAxis.same(7, 3, 1, 1), WindowAxis.same(7, 3, 2, 1), 3, 4));
    all.add(ConvGeometry.of(2, WindowAxis.same(0, 3, 1, 1), WindowAxis.same(7, 3, 2, 1), 3, 4));
    all.add(ConvGeometry.of(2, WindowAxis.same(4, 3, 1, 1), WindowAxis.same(4, 3, 2, 1), 0, 4));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void forward_matchesReference(ConvGeometry geometry) {
    ConvReference reference = new ConvReference(geometry);
    double[] want = reference.forward();
    Providers.all()
        .forEach(
            loops -> {
              Convolution convolution = loops.convolution(geometry);
              float[] packed = Providers.unwritten(convolution.packedFilterSize());
              convolution.packFilter(reference.filter, 0, packed, 0, Parallel.SERIAL);
              float[] scratch = Providers.unwritten(convolution.forwardScratchSize());
              float[] one = Providers.unwritten(geometry.outputSize());
              convolution.forward(
                  reference.input, 0, packed, 0, one, 0, scratch, 0, Parallel.SERIAL);
              Close.check(loops.toString(), want, one, TOLERANCE * Math.sqrt(reference.terms()));
              for (Parallel team : Providers.teams()) {
                float[] many = Providers.unwritten(geometry.outputSize());
                convolution.forward(reference.input, 0, packed, 0, many, 0, scratch, 0, team);
                assertArrayEquals(one, many);
              }
            });
    double[] wide = Providers.unwrittenDoubles(geometry.outputSize());
    CpuLoops.plain()
        .doubleConvolution(geometry)
        .forward(reference.wideInput, 0, reference.wideFilter, 0, wide, 0, Parallel.SERIAL);
    Close.check("double", want, wide, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void backwardInput_matchesReference(ConvGeometry geometry) {
    ConvReference reference = new ConvReference(geometry);
    double[] want = reference.backwardInput();
    Providers.all()
        .forEach(
            loops -> {
              Convolution convolution = loops.convolution(geometry);
              float[] packed = Providers.unwritten(convolution.packedBackwardFilterSize());
              convolution.packBackwardFilter(reference.filter, 0, packed, 0, Parallel.SERIAL);
              float[] scratch = Providers.unwritten(convolution.backwardInputScratchSize());
              float[] one = Providers.unwritten(geometry.inputSize());
              convolution.backwardInput(
                  reference.outputGradient, 0, packed, 0, one, 0, scratch, 0, Parallel.SERIAL);
              Close.check(loops.toString(), want, one, TOLERANCE * Math.sqrt(reference.terms()));
              for (Parallel team : Providers.teams()) {
                float[] many = Providers.unwritten(geometry.inputSize());
                convolution.backwardInput(
                    reference.outputGradient, 0, packed, 0, many, 0, scratch, 0, team);
                assertArrayEquals(one, many);
              }
            });
    double[] wide = Providers.unwrittenDoubles(geometry.inputSize());
    CpuLoops.plain()
        .doubleConvolution(geometry)
        .backwardInput(
            reference.wideOutputGradient, 0, reference.wideFilter, 0, wide, 0, Parallel.SERIAL);
    Close.check("double", want, wide, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void backwardFilter_matchesReference(ConvGeometry geometry) {
    ConvReference reference = new ConvReference(geometry);
    double[] want = reference.backwardFilter();
    Providers.all()
        .forEach(
            loops -> {
              Convolution convolution = loops.convolution(geometry);
              float[] scratch = Providers.unwritten(convolution.backwardFilterScratchSize());
              float[] one = Providers.unwritten(geometry.filterSize());
              convolution.backwardFilter(
                  reference.input,
                  0,
                  reference.outputGradient,
                  0,
                  one,
                  0,
                  scratch,
                  0,
                  Parallel.SERIAL);
              Close.check(loops.toString(), want, one, TOLERANCE * Math.sqrt(reference.terms()));
              for (Parallel team : Providers.teams()) {
                float[] many = Providers.unwritten(geometry.filterSize());
                convolution.backwardFilter(
                    reference.input, 0, reference.outputGradient, 0, many, 0, scratch, 0, team);
                assertArrayEquals(one, many);
              }
            });
    double[] wide = Providers.unwrittenDoubles(geometry.filterSize());
    CpuLoops.plain()
        .doubleConvolution(geometry)
        .backwardFilter(
            reference.wideInput, 0, reference.wideOutputGradient, 0, wide, 0, Parallel.SERIAL);
    Close.check("double", want, wide, 1e-12);
  }

  static Stream<ConvGeometry> depthwiseGeometries() {
    List<ConvGeometry> all = new ArrayList<>();
    for (int multiplier : new int[] {1, 3}) {
      for (int channels : new int[] {1, 7, 16, 33}) {
        int out = channels * multiplier;
        all.add(
            new ConvGeometry(
                2, WindowAxis.same(7, 3, 1, 1), WindowAxis.valid(9, 3, 2, 1), channels, 1, out));
        all.add(
            new ConvGeometry(
                1, WindowAxis.same(7, 2, 3, 1), WindowAxis.same(9, 3, 1, 2), channels, 1, out));
      }
    }
    all.add(new ConvGeometry(0, WindowAxis.same(7, 3, 1, 1), WindowAxis.same(7, 3, 1, 1), 3, 1, 3));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("depthwiseGeometries")
  void depthwise_matchesGroupedReference(ConvGeometry geometry) {
    ConvReference reference = new ConvReference(geometry);
    Providers.all()
        .forEach(
            loops -> {
              DepthwiseConvolution convolution = loops.depthwise(geometry);
              for (Parallel parallel : List.of(Parallel.SERIAL, Providers.teams().get(0))) {
                float[] output = Providers.unwritten(geometry.outputSize());
                convolution.forward(reference.input, 0, reference.filter, 0, output, 0, parallel);
                Close.check(
                    "forward",
                    reference.forward(),
                    output,
                    TOLERANCE * Math.sqrt(reference.terms()));
                float[] input = Providers.unwritten(geometry.inputSize());
                convolution.backwardInput(
                    reference.outputGradient, 0, reference.filter, 0, input, 0, parallel);
                Close.check(
                    "by input",
                    reference.backwardInput(),
                    input,
                    TOLERANCE * Math.sqrt(reference.terms()));
                float[] filter = Providers.unwritten(geometry.filterSize());
                convolution.backwardFilter(
                    reference.input, 0, reference.outputGradient, 0, filter, 0, parallel);
                Close.check(
                    "by filter",
                    reference.backwardFilter(),
                    filter,
                    TOLERANCE * Math.sqrt(reference.terms()));
              }
            });
  }

  @Test
  void same_stride2OddPadding_padsMoreAtEnd() {
    WindowAxis axis = WindowAxis.same(224, 3, 2, 1);
    assertEquals(112, axis.output());
    assertEquals(0, axis.padBefore());
    assertEquals(1, axis.padAfter());
  }

  @Test
  void valid_dilatedFilter_countsItsReach() {
    assertEquals(3, WindowAxis.valid(7, 3, 1, 2).output());
    assertEquals(0, WindowAxis.valid(4, 3, 1, 2).output());
  }

  @Test
  void geometry_channelsThatDoNotDivide_fails() {
    WindowAxis axis = WindowAxis.same(4, 3, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> new ConvGeometry(1, axis, axis, 5, 2, 4));
  }
}
