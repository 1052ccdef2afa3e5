package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: TF 1.15 run. */
class RandomStandardNormalTest {

  @Test
  void floats_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    float[] out = new float[24];

    RandomStandardNormal.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    assertArrayEquals(
        new float[] {
          -0.8614934682846069f, 0.6498766541481018f, 0.0346398763358593f, -0.6205763816833496f,
          1.428289532661438f, 1.4017874002456665f, 0.8850189447402954f, 0.14213551580905914f,
          0.8404586315155029f
        },
        Arrays.copyOf(out, 9));

    RandomStandardNormal.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    assertArrayEquals(
        new float[] {1.1099551916122437f, 1.3225820064544678f, 2.910238265991211f},
        Arrays.copyOfRange(out, 21, 24));
  }

  @Test
  void floats_stateless_matchTensorFlow() {
    float[] out = new float[7];

    RandomStandardNormal.FLOAT.fill(Philox.stateless(0, 17), out, 0, 7);

    assertArrayEquals(
        new float[] {
          -0.7830553650856018f,
          1.6699705123901367f,
          -0.44006866216659546f,
          1.7032018899917603f,
          -0.7922158241271973f,
          1.4452210664749146f,
          -0.7787033319473267f
        },
        out);
  }

  @Test
  void doubles_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    double[] out = new double[5];

    RandomStandardNormal.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          -0.6904195922933439,
          -1.0184361576317658,
          1.7907532796914578,
          -1.3584654973417323,
          0.26744009992244455
        },
        out);

    RandomStandardNormal.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          -0.20223129453625097,
          -0.3584520942928985,
          0.6251683833250342,
          1.7229778189091736,
          1.104001318710337
        },
        out);
  }

  @Test
  void halves_secondRun_matchTensorFlow() {
    RandomStream stream = new RandomStream(7, 9);
    stream.reserveValues(5);
    short[] out = new short[5];

    RandomStandardNormal.HALF.fill(stream.reserveValues(5), out, 0, 5);

    assertArrayEquals(
        new short[] {
          RandomBits.halfBits(1.193359375f), RandomBits.halfBits(1.0517578125f),
          RandomBits.halfBits(-0.68603515625f), RandomBits.halfBits(0.264404296875f),
          RandomBits.halfBits(0.9619140625f)
        },
        out);
  }

  @Test
  void floats_manyValues_haveNormalMoments() {
    int length = 100_000;
    float[] out = new float[length];
    RandomStandardNormal.FLOAT.fill(Philox.seeded(1, 2), out, 0, length);
    double sum = 0;
    double squares = 0;
    for (float value : out) {
      sum += value;
      squares += (double) value * value;
    }

    assertEquals(0, sum / length, 0.01);
    assertEquals(1, squares / length, 0.015);
  }
}
