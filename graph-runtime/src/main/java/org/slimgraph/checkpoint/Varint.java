package org.slimgraph.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Numbers in groups of seven bits, lowest first; the top bit of a byte says that more follow. */
final class Varint {
  /** What {@link #read} returns where there is no number. */
  static final long MALFORMED = -1;

  private static final int MAX_BITS = 63;

  private Varint() {}

  /**
   * Returns the number at the buffer's position and moves behind it; {@link #MALFORMED} if the
   * buffer ends first or the number is 2^63 or more.
   */
  static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < MAX_BITS && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return MALFORMED;
  }

  /**
   * Returns the number as {@link #read} does, {@link #MALFORMED} also if it exceeds {@code max}.
   */
  static int readAtMost(ByteBuffer in, int max) {
    long value = read(in);
    return value > max ? (int) MALFORMED : (int) value;
  }

  /** Appends a number of at least 0. */
  static void write(long value, ByteArrayOutputStream out) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
