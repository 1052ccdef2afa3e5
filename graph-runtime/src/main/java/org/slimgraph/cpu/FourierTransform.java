package org.slimgraph.cpu;

/**
 * The discrete Fourier transform of complex doubles, for sizes that are powers of two: {@code X[k]}
 * is the sum of {@code x[n] exp(-2 pi i k n / size)}. Immutable.
 *
 * <p>In place: the elements are put in the order of their reversed index bits, then neighbours of
 * distance 1, 2, 4 … are combined (Cooley and Tukey 1965, "An algorithm for the machine calculation
 * of complex Fourier series").
 */
public final class FourierTransform {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  private FourierTransform(int size) {
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / size);
      sines[i] = Math.sin(2 * Math.PI * i / size);
    }
  }

  /**
   * Returns the transform of {@code size} elements.
   *
   * @throws IllegalArgumentException if that is no power of two
   */
  public static FourierTransform ofSize(int size) {
    if (Integer.bitCount(size) != 1 || size < 1) {
      throw new IllegalArgumentException(size + " is no power of two");
    }
    return new FourierTransform(size);
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Replaces {@code real + i * imaginary} by its transform. */
  public void forward(double[] real, double[] imaginary) {
    for (int i = 0; i < size; i++) {
      int j = size == 1 ? 0 : Integer.reverse(i) >>> (Integer.numberOfLeadingZeros(size) + 1);
      if (i < j) {
        swap(real, i, j);
        swap(imaginary, i, j);
      }
    }
    for (int half = 1; half < size; half *= 2) {
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          combine(real, imaginary, start + k, start + k + half, k * (size / (2 * half)));
        }
      }
    }
  }

  private void combine(double[] real, double[] imaginary, int even, int odd, int angle) {
    double re = real[odd] * cosines[angle] + imaginary[odd] * sines[angle];
    double im = imaginary[odd] * cosines[angle] - real[odd] * sines[angle];
    real[odd] = real[even] - re;
    imaginary[odd] = imaginary[even] - im;
    real[even] += re;
    imaginary[even] += im;
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
