package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SoftmaxTest {

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void rows_oddSizes_matchReference(CpuLoops loops) {
    for (int classes : Providers.ODD_SIZES) {
      for (int rows : new int[] {0, 1, 9, 500}) {
        check(loops, Providers.floats(1, rows * classes), rows, classes);
      }
    }
    check(loops, new float[] {1000, 1001, -1000, 0, 0, Float.NEGATIVE_INFINITY}, 2, 3);
  }

  private static void check(CpuLoops loops, float[] x, int rows, int classes) {
    double[] probabilities = new double[x.length];
    double[] logarithms = new double[x.length];
    for (int row = 0; row < rows; row++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        max = Math.max(max, x[row * classes + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(x[row * classes + c] - max);
      }
      for (int c = 0; c < classes; c++) {
        probabilities[row * classes + c] = Math.exp(x[row * classes + c] - max) / sum;
        logarithms[row * classes + c] = x[row * classes + c] - max - Math.log(sum);
      }
    }
    for (Parallel parallel : List.of(Parallel.SERIAL, Providers.teams().get(0))) {
      float[] out = Providers.unwritten(x.length);
      loops.softmax().softmax(x, 0, out, 0, rows, classes, parallel);
      Close.check("softmax", probabilities, out, 1e-6);
      loops.softmax().logSoftmax(x, 0, out, 0, rows, classes, parallel);
      Close.check("log softmax", logarithms, out, 1e-6);
    }
    double[] wide = Providers.unwrittenDoubles(x.length);
    loops.softmax().softmax(Providers.widen(x), 0, wide, 0, rows, classes, Parallel.SERIAL);
    Close.check("softmax", probabilities, wide, 1e-14);
    loops.softmax().logSoftmax(Providers.widen(x), 0, wide, 0, rows, classes, Parallel.SERIAL);
    Close.check("log softmax", logarithms, wide, 1e-14);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void softmax_nan_spoilsItsRowOnly(CpuLoops loops) {
    float[] out = new float[4];
    loops.softmax().softmax(new float[] {Float.NaN, 1, 2, 2}, 0, out, 0, 2, 2, Parallel.SERIAL);
    assertEquals(Float.NaN, out[0]);
    assertEquals(Float.NaN, out[1]);
    assertEquals(0.5f, out[2]);
  }
}
