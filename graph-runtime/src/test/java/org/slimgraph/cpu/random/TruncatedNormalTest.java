package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: TF 1.15 run. */
class TruncatedNormalTest {

  @Test
  void floats_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    float[] out = new float[24];

    TruncatedNormal.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    assertArrayEquals(
        new float[] {
          -0.8614934682846069f, 0.6498766541481018f, 0.0346398763358593f, -0.6205763816833496f,
          -0.8428448438644409f, -1.5916438102722168f, 0.5053251385688782f, -0.8174195885658264f,
          1.1638355255126953f
        },
        Arrays.copyOf(out, 9));

    TruncatedNormal.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    // The third normal value of this run, -2.31, is dropped.
    assertArrayEquals(
        new float[] {
          -1.8725546598434448f, -0.6180518269538879f, 0.5288123488426208f, -0.5300224423408508f
        },
        Arrays.copyOf(out, 4));
    assertArrayEquals(
        new float[] {-1.2264643907546997f, 0.8958333730697632f, -0.691935122013092f},
        Arrays.copyOfRange(out, 21, 24));
  }

  @Test
  void floats_stateless_matchTensorFlow() {
    float[] out = new float[7];

    TruncatedNormal.FLOAT.fill(Philox.stateless(0, 17), out, 0, 7);

    assertArrayEquals(
        new float[] {
          -0.7830553650856018f,
          1.6699705123901367f,
          -0.44006866216659546f,
          1.7032018899917603f,
          0.610729455947876f,
          -0.19860929250717163f,
          -0.6200506687164307f
        },
        out);
  }

  @Test
  void doubles_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    double[] out = new double[5];

    TruncatedNormal.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          -0.6904195922933439,
          -1.0184361576317658,
          0.4059008305700596,
          1.208267434585296,
          0.26815060981333216
        },
        out);

    TruncatedNormal.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          -0.20223129453625097,
          -0.3584520942928985,
          0.04896082686165904,
          -0.7108266230263298,
          -1.5917721652021255
        },
        out);
  }

  @Test
  void bfloat16s_secondRun_matchTensorFlow() {
    RandomStream stream = new RandomStream(7, 9);
    stream.reserveValues(5);
    short[] out = new short[5];

    TruncatedNormal.BFLOAT16.fill(stream.reserveValues(5), out, 0, 5);

    assertArrayEquals(
        new short[] {
          RandomBits.bfloat16Bits(1.1953125f), RandomBits.bfloat16Bits(1.0546875f),
          RandomBits.bfloat16Bits(-0.6875f), RandomBits.bfloat16Bits(0.263671875f),
          RandomBits.bfloat16Bits(1.3359375f)
        },
        out);
  }

  @Test
  void floats_manyValues_lieInsideTwoAndHaveTruncatedDeviation() {
    int length = 100_000;
    float[] out = new float[length];
    TruncatedNormal.FLOAT.fill(Philox.seeded(1, 2), out, 0, length);
    double squares = 0;
    for (float value : out) {
      assertTrue(Math.abs(value) < 2);
      squares += (double) value * value;
    }

    assertEquals(0.87962566103423978, Math.sqrt(squares / length), 0.01);
  }
}
