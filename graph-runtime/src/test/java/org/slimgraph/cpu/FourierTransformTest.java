package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTransformTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 64, 512})
  void forward_noise_isTheSumOfItsDefinition(int size) {
    Random random = new Random(size);
    double[] real = random.doubles(size, -1, 1).toArray();
    double[] imaginary = random.doubles(size, -1, 1).toArray();
    double[] wantReal = new double[size];
    double[] wantImaginary = new double[size];
    for (int k = 0; k < size; k++) {
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * k * n / size;
        wantReal[k] += real[n] * Math.cos(angle) - imaginary[n] * Math.sin(angle);
        wantImaginary[k] += real[n] * Math.sin(angle) + imaginary[n] * Math.cos(angle);
      }
    }
    FourierTransform.ofSize(size).forward(real, imaginary);
    assertArrayEquals(wantReal, real, 1e-9);
    assertArrayEquals(wantImaginary, imaginary, 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -4, 3, 6, Integer.MIN_VALUE})
  void ofSize_noPowerOfTwo_throws(int size) {
    assertThrows(IllegalArgumentException.class, () -> FourierTransform.ofSize(size));
  }

  @Test
  void forward_constant_isOnePeak() {
    double[] real = {3, 3, 3, 3};
    double[] imaginary = new double[4];
    FourierTransform.ofSize(4).forward(real, imaginary);
    assertArrayEquals(new double[] {12, 0, 0, 0}, real);
    assertArrayEquals(new double[4], imaginary);
  }
}
