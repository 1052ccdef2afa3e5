package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: TF 1.15 run. */
class RandomUniformTest {

  @Test
  void floats_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    float[] out = new float[24];

    RandomUniform.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    assertArrayEquals(
        new float[] {
          0.5586370229721069f, 0.852859616279602f, 0.8243521451950073f, 0.49112534523010254f,
          0.13499605655670166f, 0.12649035453796387f, 0.6691610813140869f, 0.2246558666229248f,
          0.6595938205718994f
        },
        Arrays.copyOf(out, 9));

    RandomUniform.FLOAT.fill(stream.reserveValues(24), out, 0, 24);
    assertArrayEquals(
        new float[] {0.040107011795043945f, 0.006039977073669434f, 0.06788837909698486f},
        Arrays.copyOfRange(out, 21, 24));
  }

  @Test
  void doubles_twoRuns_matchTensorFlow() {
    RandomStream stream = new RandomStream(-3, 5);
    double[] out = new double[5];

    RandomUniform.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          0.4690969993413605,
          0.5948171736507217,
          0.07996926480250499,
          0.3532887645525036,
          0.27675071789618033
        },
        out);

    RandomUniform.DOUBLE.fill(stream.reserveValues(5), out, 0, 5);
    assertArrayEquals(
        new double[] {
          0.9187945864195264,
          0.5817522133426618,
          0.1864216871772375,
          0.05539691173777794,
          0.5431444881262504
        },
        out);
  }

  @Test
  void halves_secondRun_matchTensorFlow() {
    RandomStream stream = new RandomStream(7, 9);
    stream.reserveValues(5);
    short[] out = new short[5];

    RandomUniform.HALF.fill(stream.reserveValues(5), out, 0, 5);

    assertArrayEquals(
        new short[] {
          RandomBits.halfBits(0.94921875f), RandomBits.halfBits(0.279296875f),
          RandomBits.halfBits(0.0458984375f), RandomBits.halfBits(0.7158203125f),
          RandomBits.halfBits(0.0947265625f)
        },
        out);
  }

  @Test
  void bfloat16s_secondRun_matchTensorFlow() {
    RandomStream stream = new RandomStream(7, 9);
    stream.reserveValues(5);
    short[] out = new short[5];

    RandomUniform.BFLOAT16.fill(stream.reserveValues(5), out, 0, 5);

    assertArrayEquals(
        new short[] {
          RandomBits.bfloat16Bits(0.59375f), RandomBits.bfloat16Bits(0.234375f),
          RandomBits.bfloat16Bits(0.3671875f), RandomBits.bfloat16Bits(0.7265625f),
          RandomBits.bfloat16Bits(0.7578125f)
        },
        out);
  }

  @Test
  void floats_stateless_matchTensorFlow() {
    float[] out = new float[7];

    RandomUniform.FLOAT.fill(Philox.stateless(0, 17), out, 0, 7);

    assertArrayEquals(
        new float[] {
          0.18250298500061035f,
          0.9302165508270264f,
          0.21282637119293213f,
          0.9597580432891846f,
          0.2571399211883545f,
          0.9201947450637817f,
          0.40207672119140625f
        },
        out);
  }
}
