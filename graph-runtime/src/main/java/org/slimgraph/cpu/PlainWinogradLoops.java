package org.slimgraph.cpu;

/** The transforms channel by channel. */
public final class PlainWinogradLoops implements WinogradLoops {
  private static final int SIDE = INPUT_SIDE;

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
    for (int channel = 0; channel < channels; channel++) {
      for (int column = 0; column < SIDE; column++) {
        int from = at + column * columnPitch + channel;
        inputLine(
            x[from],
            x[from + rowPitch],
            x[from + 2 * rowPitch],
            x[from + 3 * rowPitch],
            x[from + 4 * rowPitch],
            x[from + 5 * rowPitch],
            work,
            column,
            SIDE);
      }
      for (int row = 0; row < SIDE; row++) {
        int from = row * SIDE;
        inputLine(
            work[from],
            work[from + 1],
            work[from + 2],
            work[from + 3],
            work[from + 4],
            work[from + 5],
            v,
            vAt + from * vPitch + channel,
            vPitch);
      }
    }
  }

  private static void inputLine(
      float d0, float d1, float d2, float d3, float d4, float d5, float[] out, int at, int pitch) {
    float even = d4 - 4 * d2;
    float odd = d3 - 4 * d1;
    float outer = d4 - d2;
    float inner = 2 * (d3 - d1);
    out[at] = 4 * d0 - 5 * d2 + d4;
    out[at + pitch] = even + odd;
    out[at + 2 * pitch] = even - odd;
    out[at + 3 * pitch] = outer + inner;
    out[at + 4 * pitch] = outer - inner;
    out[at + 5 * pitch] = 4 * d1 - 5 * d3 + d5;
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
    int rowOfValues = SIDE * mPitch;
    for (int channel = 0; channel < channels; channel++) {
      for (int column = 0; column < SIDE; column++) {
        int from = mAt + column * mPitch + channel;
        outputLine(
            m[from],
            m[from + rowOfValues],
            m[from + 2 * rowOfValues],
            m[from + 3 * rowOfValues],
            m[from + 4 * rowOfValues],
            m[from + 5 * rowOfValues],
            work,
            column,
            SIDE);
      }
      for (int row = 0; row < OUTPUT_SIDE; row++) {
        int from = row * SIDE;
        outputLine(
            work[from],
            work[from + 1],
            work[from + 2],
            work[from + 3],
            work[from + 4],
            work[from + 5],
            y,
            at + row * rowPitch + channel,
            columnPitch);
      }
    }
  }

  private static void outputLine(
      float m0, float m1, float m2, float m3, float m4, float m5, float[] out, int at, int pitch) {
    float sum = m1 + m2;
    float difference = m1 - m2;
    float farSum = m3 + m4;
    float farDifference = m3 - m4;
    out[at] = m0 + sum + farSum;
    out[at + pitch] = difference + 2 * farDifference;
    out[at + 2 * pitch] = sum + 4 * farSum;
    out[at + 3 * pitch] = difference + 8 * farDifference + m5;
  }
}
