package org.slimgraph.cpu.random;

/** A distribution of floats rounded to a 16-bit type, group for group. */
final class RoundedFill extends RandomFill<short[]> {
  /** A finite float to the bits of a 16-bit number. */
  interface FloatToBits {
    short apply(float value);
  }

  private final RandomFill<float[]> floats;
  private final FloatToBits toBits;

  RoundedFill(RandomFill<float[]> floats, FloatToBits toBits) {
    super(floats.groupSize(), floats.blocksPerGroup());
    this.floats = floats;
    this.toBits = toBits;
  }

  @Override
  void draw(Philox generator, short[] out, int at) {
    float[] group = floats.newGroup();
    floats.draw(generator, group, 0);
    for (int i = 0; i < group.length; i++) {
      out[at + i] = toBits.apply(group[i]);
    }
  }

  @Override
  short[] newGroup() {
    return new short[groupSize()];
  }
}
