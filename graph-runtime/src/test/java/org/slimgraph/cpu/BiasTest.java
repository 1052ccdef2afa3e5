package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BiasTest {

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void addAndGradient_oddSizes_matchDouble(CpuLoops loops) {
    for (int channels : Providers.ODD_SIZES) {
      for (int rows : new int[] {0, 1, 17, 999}) {
        check(loops, rows, channels);
      }
    }
    check(loops, 20_000, 65);
  }

  private static void check(CpuLoops loops, int rows, int channels) {
    float[] x = Providers.floats(1, rows * channels);
    float[] bias = Providers.floats(2, channels);
    double[] want = new double[x.length];
    double[] wantGradient = new double[channels];
    Bias plain = CpuLoops.plain().bias();
    plain.add(
        Providers.widen(x), 0, Providers.widen(bias), 0, want, 0, rows, channels, Parallel.SERIAL);
    plain.gradient(Providers.widen(x), 0, wantGradient, 0, rows, channels);
    for (int i = 0; i < x.length; i++) {
      assertEquals((double) x[i] + bias[i % channels], want[i]);
    }
    float[] out = Providers.unwritten(x.length);
    loops.bias().add(x, 0, bias, 0, out, 0, rows, channels, Providers.teams().get(0));
    Close.check("add", want, out, 1e-6);
    float[] gradient = Providers.unwritten(channels);
    loops.bias().gradient(x, 0, gradient, 0, rows, channels, Parallel.SERIAL);
    Close.check("gradient", wantGradient, gradient, 1e-6 * Math.sqrt(rows + 1));
    for (Parallel team : Providers.teams()) {
      float[] again = Providers.unwritten(channels);
      loops.bias().gradient(x, 0, again, 0, rows, channels, team);
      assertArrayEquals(gradient, again);
    }
  }

  @ParameterizedTest
  @MethodSource("org.slimgraph.cpu.Providers#all")
  void channelsFirst_matchesDouble(CpuLoops loops) {
    float[] x = Providers.floats(1, 3 * 5 * 33);
    float[] bias = Providers.floats(2, 5);
    double[] want = new double[x.length];
    double[] wantGradient = new double[5];
    Bias plain = CpuLoops.plain().bias();
    plain.addChannelsFirst(
        Providers.widen(x), 0, Providers.widen(bias), 0, want, 0, 3, 5, 33, Parallel.SERIAL);
    plain.gradientChannelsFirst(Providers.widen(x), 0, wantGradient, 0, 3, 5, 33);
    float[] out = Providers.unwritten(x.length);
    loops.bias().addChannelsFirst(x, 0, bias, 0, out, 0, 3, 5, 33, Providers.teams().get(0));
    Close.check("add", want, out, 1e-6);
    float[] gradient = Providers.unwritten(5);
    loops.bias().gradientChannelsFirst(x, 0, gradient, 0, 3, 5, 33, Providers.teams().get(0));
    Close.check("gradient", wantGradient, gradient, 1e-5);
  }
}
