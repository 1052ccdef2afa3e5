package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slimgraph.exec.WorkerTeam;

class WinogradTest {

  @ParameterizedTest
  @CsvSource({
    // batch, height, width, pad before, pad after, in, out
    "1, 14, 14, 1, 1, 32, 32",
    "2, 17, 15, 1, 1, 33, 47",
    "3, 16, 19, 0, 0, 40, 64",
    "1, 15, 18, 0, 1, 64, 35",
    "1, 20, 14, 2, 2, 300, 34",
    "5, 14, 23, 1, 1, 33, 270",
  })
  void convolution_agreesWithSumsInDouble(
      int batch, int height, int width, int before, int after, int in, int out) {
    WindowAxis rows = axis(height, before, after);
    WindowAxis columns = axis(width, before, after);
    ConvGeometry geometry = ConvGeometry.of(batch, rows, columns, in, out);
    Random random = new Random(batch * 31L + in);
    float[] input = gaussian(random, geometry.inputSize());
    float[] filter = gaussian(random, geometry.filterSize());
    float[] gradient = gaussian(random, geometry.outputSize());
    for (CpuLoops loops : new CpuLoops[] {CpuLoops.plain(), CpuLoops.get()}) {
      DoubleConvolution reference = loops.doubleConvolution(geometry);
      double[] want = new double[geometry.outputSize()];
      reference.forward(widen(input), 0, widen(filter), 0, want, 0, Parallel.SERIAL);
      float[] fast = forward(loops, geometry, false, input, filter, Parallel.SERIAL);
      assertNotEquals(
          0, maxDifference(fast, forward(loops, geometry, true, input, filter, Parallel.SERIAL)));
      assertClose(want, fast);
      double[] wantBack = new double[geometry.inputSize()];
      reference.backwardInput(widen(gradient), 0, widen(filter), 0, wantBack, 0, Parallel.SERIAL);
      float[] fastBack = backward(loops, geometry, gradient, filter, Parallel.SERIAL);
      assertClose(wantBack, fastBack);
      try (WorkerTeam team = WorkerTeam.of(3)) {
        assertArrayEquals(fast, forward(loops, geometry, false, input, filter, team));
        assertArrayEquals(fastBack, backward(loops, geometry, gradient, filter, team));
      }
    }
  }

  private static WindowAxis axis(int size, int before, int after) {
    return WindowAxis.explicit(size, 3, 1, 1, before, after);
  }

  private static float[] forward(
      CpuLoops loops,
      ConvGeometry geometry,
      boolean exact,
      float[] input,
      float[] filter,
      Parallel parallel) {
    Convolution convolution = loops.convolution(geometry, exact);
    float[] packed = new float[convolution.packedFilterSize()];
    convolution.packFilter(filter, 0, packed, 0, parallel);
    float[] output = new float[geometry.outputSize()];
    float[] scratch = new float[convolution.forwardScratchSize()];
    convolution.forward(input, 0, packed, 0, output, 0, scratch, 0, parallel);
    return output;
  }

  private static float[] backward(
      CpuLoops loops, ConvGeometry geometry, float[] gradient, float[] filter, Parallel parallel) {
    Convolution convolution = loops.convolution(geometry, false);
    float[] packed = new float[convolution.packedBackwardFilterSize()];
    convolution.packBackwardFilter(filter, 0, packed, 0, parallel);
    float[] output = new float[geometry.inputSize()];
    float[] scratch = new float[convolution.backwardInputScratchSize()];
    convolution.backwardInput(gradient, 0, packed, 0, output, 0, scratch, 0, parallel);
    return output;
  }

  /** The bound that the class states. */
  private static void assertClose(double[] want, float[] got) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < want.length; i++) {
      largest = Math.max(largest, Math.abs(want[i]));
      worst = Math.max(worst, Math.abs(want[i] - got[i]));
    }
    assertTrue(worst <= 2e-5 * largest, worst + " of " + largest);
  }

  private static double maxDifference(float[] a, float[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  private static float[] gaussian(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
