package org.slimgraph.ops.audio;

import java.util.Arrays;

/**
 * Triangular bands of frequencies whose centres are evenly spaced on the mel scale, each reaching
 * to the centres of its neighbours. Immutable.
 *
 * <p>Behaviour of TF 1.15's {@code tensorflow/core/kernels/mfcc_mel_filterbank.cc}.
 */
final class MelBands {
  private final int count;
  private final int first;
  private final int last;

  /** For each frequency, the band whose centre lies before it; -1 before the first. */
  private final int[] before;

  /** For each frequency, which part of it belongs to that band; the rest belongs to the next. */
  private final double[] weights;

  private MelBands(int count, int first, int last, int[] before, double[] weights) {
    this.count = count;
    this.first = first;
    this.last = last;
    this.before = before;
    this.weights = weights;
  }

  /**
   * Returns the bands of a spectrogram.
   *
   * @param count the number of bands
   * @param lower where the first begins, in Hz
   * @param upper where the last ends, in Hz
   * @param frequencies the number of frequencies in the spectrogram, at least 2
   * @param sampleRate samples a second
   */
  static MelBands of(int count, double lower, double upper, int frequencies, int sampleRate) {
    double step = 0.5 * sampleRate / (frequencies - 1);
    double begin = mel(lower);
    double spacing = (mel(upper) - begin) / (count + 1);
    int first = (int) (1.5 + lower / step);
    int last = (int) (upper / step);
    int[] before = new int[frequencies];
    double[] weights = new double[frequencies];
    int band = 0;
    for (int i = first; i <= Math.min(last, frequencies - 1); i++) {
      double mel = mel(i * step);
      while (band < count && begin + spacing * (band + 1) < mel) {
        band++;
      }
      before[i] = band - 1;
      weights[i] = (begin + spacing * (band + 1) - mel) / spacing;
    }
    return new MelBands(count, first, last, before, weights);
  }

  private static double mel(double frequency) {
    return 1127.0 * Math.log1p(frequency / 700.0);
  }

  /** Returns the number of bands. */
  int count() {
    return count;
  }

  /** Returns whether the spectrogram reaches to the end of the last band. */
  boolean areCovered() {
    return last < before.length;
  }

  /** Sets {@code energies} to the sums of the square roots of a spectrum, band by band. */
  void energies(float[] spectrum, int offset, double[] energies) {
    Arrays.fill(energies, 0);
    for (int i = first; i <= last; i++) {
      double value = Math.sqrt(spectrum[offset + i]);
      double weighted = value * weights[i];
      int band = before[i];
      if (band >= 0) {
        energies[band] += weighted;
      }
      if (band + 1 < count) {
        energies[band + 1] += value - weighted;
      }
    }
  }
}
