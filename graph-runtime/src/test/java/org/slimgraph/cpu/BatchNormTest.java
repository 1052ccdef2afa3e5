package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BatchNormTest {

  private static final float EPSILON = 1e-3f;

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void allPasses_oddSizes_matchReference(CpuLoops loops) {
    for (int channels : Providers.ODD_SIZES) {
      check(loops, 1, channels);
      check(loops, 5, channels);
      check(loops, 700, channels);
    }
    check(loops, 9001, 64);
  }

  private static void check(CpuLoops loops, int rows, int channels) {
    BatchNorm norm = loops.batchNorm();
    Data data = new Data(rows, channels, 1);
    Float32 serial = null;
    for (Parallel parallel :
        List.of(Parallel.SERIAL, Providers.teams().get(0), Providers.teams().get(1))) {
      Float32 got = new Float32(data);
      norm.moments(data.x, 0, rows, channels, got.mean, 0, got.variance, 0, parallel);
      Close.check("mean", data.mean, got.mean, 1e-6);
      Close.check("variance", data.variance, got.variance, 3e-6);
      norm.normalize(
          data.x,
          0,
          got.mean,
          0,
          got.variance,
          0,
          data.gamma,
          0,
          data.beta,
          0,
          EPSILON,
          got.y,
          0,
          rows,
          channels,
          parallel);
      norm.gradient(
          data.dy,
          0,
          data.x,
          0,
          data.gamma,
          0,
          got.mean,
          0,
          got.variance,
          0,
          EPSILON,
          got.dx,
          0,
          got.dgamma,
          0,
          got.dbeta,
          0,
          rows,
          channels,
          parallel);
      String what = loops + " " + rows + "x" + channels;
      Close.check(what + " y", data.y, got.y, 2e-5);
      Close.check(what + " dgamma", data.dgamma, got.dgamma, 3e-5);
      Close.check(what + " dbeta", data.dbeta, got.dbeta, 1e-5);
      Close.check(what + " dx", data.dx, got.dx, rows == 1 ? 1e-4 : 3e-5);
      norm.gradientOfFixedMoments(
          data.dy,
          0,
          data.x,
          0,
          data.gamma,
          0,
          got.mean,
          0,
          got.variance,
          0,
          EPSILON,
          got.fixedDx,
          0,
          got.dgamma,
          0,
          got.dbeta,
          0,
          rows,
          channels,
          parallel);
      Close.check(what + " fixed dx", data.fixedDx, got.fixedDx, 3e-5);
      if (serial == null) {
        serial = got;
      }
      assertArrayEquals(serial.mean, got.mean);
      assertArrayEquals(serial.variance, got.variance);
      assertArrayEquals(serial.y, got.y);
      assertArrayEquals(serial.dx, got.dx);
      assertArrayEquals(serial.dgamma, got.dgamma);
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void channelsFirst_matchesReference(CpuLoops loops) {
    Data data = new Data(3, 7, 33);
    Float32 got = new Float32(data);
    BatchNorm norm = loops.batchNorm();
    norm.momentsChannelsFirst(
        data.x, 0, 3, 7, 33, got.mean, 0, got.variance, 0, Providers.teams().get(0));
    norm.normalizeChannelsFirst(
        data.x,
        0,
        got.mean,
        0,
        got.variance,
        0,
        data.gamma,
        0,
        data.beta,
        0,
        EPSILON,
        got.y,
        0,
        3,
        7,
        33,
        Parallel.SERIAL);
    Close.check("mean", data.mean, got.mean, 1e-6);
    Close.check("variance", data.variance, got.variance, 1e-6);
    Close.check("y", data.y, got.y, 1e-5);
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void moments_largeMeanAndOutlier_keepTheVariance(CpuLoops loops) {
    int rows = 50_000;
    int channels = 20;
    float[] x = Providers.floats(1, rows * channels);
    for (int i = 0; i < x.length; i++) {
      x[i] += i % channels < 10 ? 1000 : 0;
    }
    // A pivot far from the rest, in one channel.
    x[15] = 1e4f;
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    loops.batchNorm().moments(x, 0, rows, channels, mean, 0, variance, 0, Parallel.SERIAL);
    double[] wantMean = new double[channels];
    double[] wantVariance = new double[channels];
    DoubleBatchNorm.moments(Providers.widen(x), 0, rows, channels, 1, wantMean, 0, wantVariance, 0);
    for (int c = 0; c < channels; c++) {
      assertEquals(wantMean[c], mean[c], 1e-4);
      assertEquals(wantVariance[c], variance[c], 2e-5 * wantVariance[c]);
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void moments_nan_staysInItsChannel(CpuLoops loops) {
    float[] x = Providers.floats(1, 100 * 33);
    x[33 * 50 + 4] = Float.NaN;
    float[] mean = new float[33];
    float[] variance = new float[33];
    loops.batchNorm().moments(x, 0, 100, 33, mean, 0, variance, 0, Parallel.SERIAL);
    for (int c = 0; c < 33; c++) {
      assertEquals(c == 4, Float.isNaN(mean[c]));
      assertEquals(c == 4, Float.isNaN(variance[c]));
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void moments_constantChannel_hasNoVariance(CpuLoops loops) {
    float[] x = new float[1000 * 3];
    java.util.Arrays.fill(x, 0.1f);
    float[] mean = new float[3];
    float[] variance = new float[3];
    loops.batchNorm().moments(x, 0, 1000, 3, mean, 0, variance, 0, Parallel.SERIAL);
    assertArrayEquals(new float[] {0.1f, 0.1f, 0.1f}, mean);
    for (float value : variance) {
      assertTrue(value >= 0 && value < 1e-9f, () -> "variance " + value);
    }
  }

  @Test
  void moments_noRows_areNaN() {
    float[] mean = new float[1];
    float[] variance = new float[1];
    CpuLoops.get()
        .batchNorm()
        .moments(new float[0], 0, 0, 1, mean, 0, variance, 0, Parallel.SERIAL);
    assertTrue(Float.isNaN(mean[0]) && Float.isNaN(variance[0]));
  }

  @Test
  void gradient_fourRows_matchesHandCalculation() {
    float[] x = {1, 2, 3, 4};
    float[] dx = new float[4];
    float[] dgamma = new float[1];
    float[] dbeta = new float[1];
    CpuLoops.get()
        .batchNorm()
        .gradient(
            new float[] {1, 0, 0, 0},
            0,
            x,
            0,
            new float[] {2},
            0,
            new float[] {2.5f},
            0,
            new float[] {1.25f},
            0,
            EPSILON,
            dx,
            0,
            dgamma,
            0,
            dbeta,
            0,
            4,
            1,
            Parallel.SERIAL);
    assertArrayEquals(new float[] {0.5370850f, -0.7150413f, -0.1790283f, 0.3569846f}, dx, 1e-6f);
    assertEquals(-1.3411045f, dgamma[0], 1e-6f);
    assertEquals(1f, dbeta[0]);
  }

  /** Seeded operands and results in double. */
  private static final class Data {

    final float[] x;
    final float[] dy;
    final float[] gamma;
    final float[] beta;
    final double[] mean;
    final double[] variance;
    final double[] y;
    final double[] dx;
    final double[] fixedDx;
    final double[] dgamma;
    final double[] dbeta;

    Data(int batch, int channels, int inner) {
      int size = batch * channels * inner;
      x = Providers.floats(1, size);
      dy = Providers.floats(2, size);
      gamma = Providers.floats(3, channels);
      beta = Providers.floats(4, channels);
      mean = new double[channels];
      variance = new double[channels];
      y = new double[size];
      dx = new double[size];
      fixedDx = new double[size];
      dgamma = new double[channels];
      dbeta = new double[channels];
      double[] wide = Providers.widen(x);
      DoubleBatchNorm.moments(wide, 0, batch, channels, inner, mean, 0, variance, 0);
      double[] scale = new double[channels];
      double[] shift = new double[channels];
      for (int c = 0; c < channels; c++) {
        scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
        shift[c] = beta[c] - mean[c] * scale[c];
      }
      DoubleBatchNorm.scaleShift(wide, 0, scale, 0, shift, 0, y, 0, batch, channels, inner);
      for (boolean own : new boolean[] {false, true}) {
        DoubleBatchNorm.gradient(
            own,
            Providers.widen(dy),
            0,
            wide,
            0,
            Providers.widen(gamma),
            0,
            mean,
            0,
            variance,
            0,
            EPSILON,
            own ? dx : fixedDx,
            0,
            dgamma,
            0,
            dbeta,
            0,
            batch,
            channels,
            inner);
      }
    }
  }

  private static final class Float32 {

    final float[] mean;
    final float[] variance;
    final float[] y;
    final float[] dx;
    final float[] fixedDx;
    final float[] dgamma;
    final float[] dbeta;

    Float32(Data data) {
      mean = Providers.unwritten(data.mean.length);
      variance = Providers.unwritten(data.mean.length);
      y = Providers.unwritten(data.x.length);
      dx = Providers.unwritten(data.x.length);
      fixedDx = Providers.unwritten(data.x.length);
      dgamma = Providers.unwritten(data.mean.length);
      dbeta = Providers.unwritten(data.mean.length);
    }
  }
}
