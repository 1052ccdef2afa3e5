package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PoolingTest {

  static Stream<PoolGeometry> geometries() {
    List<PoolGeometry> all = new ArrayList<>();
    for (int channels : new int[] {1, 7, 16, 65}) {
      all.add(
          new PoolGeometry(2, WindowAxis.same(7, 2, 2, 1), WindowAxis.valid(9, 3, 2, 1), channels));
      all.add(
          new PoolGeometry(2, WindowAxis.same(5, 3, 1, 1), WindowAxis.same(6, 4, 3, 1), channels));
      all.add(
          new PoolGeometry(1, WindowAxis.valid(9, 2, 3, 1), WindowAxis.same(2, 5, 1, 1), channels));
    }
    all.add(new PoolGeometry(0, WindowAxis.same(7, 2, 2, 1), WindowAxis.same(7, 2, 2, 1), 3));
    all.add(new PoolGeometry(2, WindowAxis.valid(1, 2, 2, 1), WindowAxis.same(7, 2, 2, 1), 3));
    all.add(new PoolGeometry(8, WindowAxis.same(30, 3, 2, 1), WindowAxis.same(30, 3, 2, 1), 64));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void forwardAndBackward_matchReference(PoolGeometry geometry) {
    float[] x = Providers.floats(1, geometry.inputSize());
    float[] dy = Providers.floats(2, geometry.outputSize());
    Reference reference = new Reference(geometry, Providers.widen(x), Providers.widen(dy));
    Providers.all()
        .forEach(
            loops -> {
              Pooling pooling = loops.pooling(geometry);
              for (Parallel parallel : List.of(Parallel.SERIAL, Providers.teams().get(1))) {
                float[] max = Providers.unwritten(dy.length);
                pooling.maxForward(x, 0, max, 0, parallel);
                Close.check("max", reference.max, max, 0);
                float[] average = Providers.unwritten(dy.length);
                pooling.averageForward(x, 0, average, 0, parallel);
                Close.check("average", reference.average, average, 1e-6);
                float[] again = Providers.unwritten(dy.length);
                long[] argmax = new long[dy.length];
                pooling.maxWithArgmax(x, 0, again, 0, argmax, 0, true, parallel);
                Close.check("max with argmax", reference.max, again, 0);
                assertArrayEquals(reference.argmax, argmax);
                float[] maxGradient = Providers.unwritten(x.length);
                pooling.maxBackward(x, 0, dy, 0, maxGradient, 0, parallel);
                Close.check("max gradient", reference.maxGradient, maxGradient, 1e-6);
                float[] averageGradient = Providers.unwritten(x.length);
                pooling.averageBackward(dy, 0, averageGradient, 0, parallel);
                Close.check("average gradient", reference.averageGradient, averageGradient, 1e-6);
              }
            });
    checkDouble(geometry, reference);
  }

  private static void checkDouble(PoolGeometry geometry, Reference reference) {
    DoublePooling pooling = CpuLoops.plain().doublePooling(geometry);
    double[] max = Providers.unwrittenDoubles(reference.dy.length);
    pooling.maxForward(reference.x, 0, max, 0, Parallel.SERIAL);
    Close.check("max", reference.max, max, 0);
    double[] average = Providers.unwrittenDoubles(reference.dy.length);
    pooling.averageForward(reference.x, 0, average, 0, Parallel.SERIAL);
    Close.check("average", reference.average, average, 1e-14);
    double[] maxGradient = Providers.unwrittenDoubles(reference.x.length);
    pooling.maxBackward(reference.x, 0, reference.dy, 0, maxGradient, 0, Parallel.SERIAL);
    Close.check("max gradient", reference.maxGradient, maxGradient, 1e-14);
    double[] averageGradient = Providers.unwrittenDoubles(reference.x.length);
    pooling.averageBackward(reference.dy, 0, averageGradient, 0, Parallel.SERIAL);
    Close.check("average gradient", reference.averageGradient, averageGradient, 1e-14);
  }

  /** Values are TensorFlow 1.15's for MaxPool, MaxPoolGrad and MaxPoolWithArgmax of this input. */
  @Test
  void max_windowsWithoutOrderedValues_followTensorFlow() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    float low = -Float.MAX_VALUE;
    PoolGeometry geometry =
        new PoolGeometry(1, WindowAxis.valid(1, 1, 1, 1), WindowAxis.valid(10, 2, 2, 1), 1);
    float[] x = {-inf, -inf, nan, nan, nan, -5, -3, nan, nan, -inf};
    Providers.all()
        .forEach(
            loops -> {
              Pooling pooling = loops.pooling(geometry);
              float[] y = new float[5];
              pooling.maxForward(x, 0, y, 0, Parallel.SERIAL);
              assertArrayEquals(new float[] {low, low, -5, -3, low}, y);
              float[] dx = new float[10];
              pooling.maxBackward(x, 0, new float[] {1, 2, 3, 4, 5}, 0, dx, 0, Parallel.SERIAL);
              assertArrayEquals(new float[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0}, dx);
              long[] argmax = new long[5];
              pooling.maxWithArgmax(x, 0, y, 0, argmax, 0, false, Parallel.SERIAL);
              assertArrayEquals(new float[] {-inf, nan, nan, -3, nan}, y);
              assertArrayEquals(new long[] {0, 2, 4, 6, 8}, argmax);
            });
  }

  @Test
  void maxForward_nan_isSkipped() {
    PoolGeometry geometry =
        new PoolGeometry(1, WindowAxis.same(1, 1, 1, 1), WindowAxis.valid(4, 2, 2, 1), 1);
    Providers.all()
        .forEach(
            loops -> {
              float[] y = new float[2];
              loops
                  .pooling(geometry)
                  .maxForward(new float[] {Float.NaN, -2, 3, Float.NaN}, 0, y, 0, Parallel.SERIAL);
              assertArrayEquals(new float[] {-2, 3}, y);
            });
  }

  @Test
  void maxBackward_ties_goToTheFirst() {
    PoolGeometry geometry =
        new PoolGeometry(1, WindowAxis.valid(2, 2, 2, 1), WindowAxis.valid(2, 2, 2, 1), 1);
    float[] dx = new float[4];
    CpuLoops.get()
        .pooling(geometry)
        .maxBackward(new float[] {0, 1, 1, 1}, 0, new float[] {5}, 0, dx, 0, Parallel.SERIAL);
    assertArrayEquals(new float[] {0, 5, 0, 0}, dx);
  }

  private static final class Reference {

    final double[] x;
    final double[] dy;
    final double[] max;
    final double[] average;
    final long[] argmax;
    final double[] maxGradient;
    final double[] averageGradient;

    Reference(PoolGeometry geometry, double[] x, double[] dy) {
      this.x = x;
      this.dy = dy;
      max = new double[dy.length];
      average = new double[dy.length];
      argmax = new long[dy.length];
      maxGradient = new double[x.length];
      averageGradient = new double[x.length];
      WindowAxis rows = geometry.height();
      WindowAxis columns = geometry.width();
      int channels = geometry.channels();
      for (int at = 0; at < dy.length; at++) {
        int c = at % channels;
        int ox = at / channels % columns.output();
        int oy = at / channels / columns.output() % rows.output();
        int n = at / channels / columns.output() / rows.output();
        List<Integer> seen = new ArrayList<>();
        for (int fy = 0; fy < rows.window(); fy++) {
          for (int fx = 0; fx < columns.window(); fx++) {
            int iy = oy * rows.stride() - rows.padBefore() + fy;
            int ix = ox * columns.stride() - columns.padBefore() + fx;
            if (iy >= 0 && iy < rows.input() && ix >= 0 && ix < columns.input()) {
              seen.add(((n * rows.input() + iy) * columns.input() + ix) * channels + c);
            }
          }
        }
        int best = seen.get(0);
        for (int position : seen) {
          best = x[position] > x[best] ? position : best;
          average[at] += x[position] / seen.size();
          averageGradient[position] += dy[at] / seen.size();
        }
        max[at] = x[best];
        argmax[at] = best;
        maxGradient[best] += dy[at];
      }
    }
  }
}
