package org.slimgraph.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.slimgraph.cpu.PlainWinogradLoops;
import org.slimgraph.cpu.WinogradLoops;

/**
 * The transforms for as many channels at once as a vector holds; the rest channel by channel. The
 * 36 values between the two passes go through memory: they would not fit the registers.
 */
final class SimdWinogradLoops implements WinogradLoops {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int SIDE = INPUT_SIDE;

  private final WinogradLoops plain = new PlainWinogradLoops();

  @Override
  public void input(
      float[] x,
      int at,
      int rowPitch,
      int columnPitch,
      int channels,
      float[] v,
      int vAt,
      int vPitch,
      float[] work) {
    int channel = 0;
    for (; channel <= channels - LANES; channel += LANES) {
      for (int column = 0; column < SIDE; column++) {
        inputLine(
            x, at + column * columnPitch + channel, rowPitch, work, column * LANES, SIDE * LANES);
      }
      for (int row = 0; row < SIDE; row++) {
        int values = row * SIDE;
        inputLine(work, values * LANES, LANES, v, vAt + values * vPitch + channel, vPitch);
      }
    }
    if (channel < channels) {
      plain.input(
          x,
          at + channel,
          rowPitch,
          columnPitch,
          channels - channel,
          v,
          vAt + channel,
          vPitch,
          work);
    }
  }

  private static void inputLine(
      float[] in, int at, int pitch, float[] out, int outAt, int outPitch) {
    FloatVector d0 = FloatVector.fromArray(S, in, at);
    FloatVector d1 = FloatVector.fromArray(S, in, at + pitch);
    FloatVector d2 = FloatVector.fromArray(S, in, at + 2 * pitch);
    FloatVector d3 = FloatVector.fromArray(S, in, at + 3 * pitch);
    FloatVector d4 = FloatVector.fromArray(S, in, at + 4 * pitch);
    FloatVector d5 = FloatVector.fromArray(S, in, at + 5 * pitch);
    FloatVector even = d4.sub(d2.mul(4f));
    FloatVector odd = d3.sub(d1.mul(4f));
    FloatVector outer = d4.sub(d2);
    FloatVector inner = d3.sub(d1).mul(2f);
    d0.mul(4f).sub(d2.mul(5f)).add(d4).intoArray(out, outAt);
    even.add(odd).intoArray(out, outAt + outPitch);
    even.sub(odd).intoArray(out, outAt + 2 * outPitch);
    outer.add(inner).intoArray(out, outAt + 3 * outPitch);
    outer.sub(inner).intoArray(out, outAt + 4 * outPitch);
    d1.mul(4f).sub(d3.mul(5f)).add(d5).intoArray(out, outAt + 5 * outPitch);
  }

  @Override
  public void output(
      float[] m,
      int mAt,
      int mPitch,
      int channels,
      float[] y,
      int at,
      int rowPitch,
      int columnPitch,
      float[] work) {
    int channel = 0;
    for (; channel <= channels - LANES; channel += LANES) {
      for (int column = 0; column < SIDE; column++) {
        outputLine(
            m, mAt + column * mPitch + channel, SIDE * mPitch, work, column * LANES, SIDE * LANES);
      }
      for (int row = 0; row < OUTPUT_SIDE; row++) {
        outputLine(work, row * SIDE * LANES, LANES, y, at + row * rowPitch + channel, columnPitch);
      }
    }
    if (channel < channels) {
      plain.output(
          m,
          mAt + channel,
          mPitch,
          channels - channel,
          y,
          at + channel,
          rowPitch,
          columnPitch,
          work);
    }
  }

  private static void outputLine(
      float[] in, int at, int pitch, float[] out, int outAt, int outPitch) {
    FloatVector m0 = FloatVector.fromArray(S, in, at);
    FloatVector m1 = FloatVector.fromArray(S, in, at + pitch);
    FloatVector m2 = FloatVector.fromArray(S, in, at + 2 * pitch);
    FloatVector m3 = FloatVector.fromArray(S, in, at + 3 * pitch);
    FloatVector m4 = FloatVector.fromArray(S, in, at + 4 * pitch);
    FloatVector m5 = FloatVector.fromArray(S, in, at + 5 * pitch);
    FloatVector sum = m1.add(m2);
    FloatVector difference = m1.sub(m2);
    FloatVector farSum = m3.add(m4);
    FloatVector farDifference = m3.sub(m4);
    m0.add(sum).add(farSum).intoArray(out, outAt);
    difference.add(farDifference.mul(2f)).intoArray(out, outAt + outPitch);
    sum.add(farSum.mul(4f)).intoArray(out, outAt + 2 * outPitch);
    difference.add(farDifference.mul(8f)).add(m5).intoArray(out, outAt + 3 * outPitch);
  }
}
