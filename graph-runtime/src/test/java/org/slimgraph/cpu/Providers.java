package org.slimgraph.cpu;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.slimgraph.exec.WorkerTeam;

/** What the tests of loops run over: both providers, several thread counts, seeded arrays. */
final class Providers {

  static final int[] ODD_SIZES = {1, 7, 8, 15, 16, 17, 31, 33, 207};

  private static final List<Parallel> TEAMS = List.of(WorkerTeam.of(2), WorkerTeam.of(4));

  private Providers() {}

  /** The plain loops and, where the tests run with the SIMD module, the SIMD loops. */
  static Stream<CpuLoops> all() {
    return Stream.of(CpuLoops.plain(), CpuLoops.get()).distinct();
  }

  /** Teams of more than one thread; parts run by them must give the bits of one thread. */
  static List<Parallel> teams() {
    return TEAMS;
  }

  static float[] floats(int seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static double[] doubles(int seed, int count) {
    return widen(floats(seed, count));
  }

  static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Returns an array of NaN: what a loop leaves unwritten shows. */
  static float[] unwritten(int count) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, Float.NaN);
    return values;
  }

  static double[] unwrittenDoubles(int count) {
    double[] values = new double[count];
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }
}
