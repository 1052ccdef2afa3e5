package org.slimgraph.checkpoint;

import java.nio.ByteBuffer;
import org.slimgraph.error.SlimgraphException;

/**
 * Expands blocks in Snappy's raw format: the length of the result, then literals and copies of what
 * was already expanded.
 */
final class Snappy {
  /** A copy of three bytes makes 64 at most, so no honest block grows by more. */
  private static final int MAX_GROWTH = 64;

  private final ByteBuffer in;
  private final byte[] out;
  private int end;

  private Snappy(ByteBuffer in, byte[] out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Returns the expanded bytes.
   *
   * @throws SlimgraphException DATA_LOSS if the block is damaged
   */
  static byte[] decode(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    long length = Varint.read(in);
    if (length < 0 || length > (long) block.length * MAX_GROWTH || length > 1 << 30) {
      throw damaged(in);
    }
    Snappy snappy = new Snappy(in, new byte[(int) length]);
    while (in.hasRemaining()) {
      snappy.element();
    }
    if (snappy.end != length) {
      throw damaged(in);
    }
    return snappy.out;
  }

  private void element() {
    int tag = in.get() & 0xff;
    int field = tag >> 2;
    switch (tag & 3) {
      case 0:
        literal(field < 60 ? field : number(field - 59));
        break;
      case 1:
        copy(4 + (field & 7), (long) (field >> 3) << 8 | number(1));
        break;
      case 2:
        copy(1 + field, number(2));
        break;
      default:
        copy(1 + field, number(4));
        break;
    }
  }

  /** Returns the little-endian number of the next {@code bytes} bytes. */
  private long number(int bytes) {
    if (in.remaining() < bytes) {
      throw damaged(in);
    }
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (in.get() & 0xffL) << (8 * i);
    }
    return number;
  }

  private void literal(long lengthMinusOne) {
    if (lengthMinusOne >= in.remaining() || lengthMinusOne >= out.length - end) {
      throw damaged(in);
    }
    int length = (int) lengthMinusOne + 1;
    in.get(out, end, length);
    end += length;
  }

  /** A distance shorter than the length repeats what the copy itself writes. */
  private void copy(int length, long distance) {
    if (distance == 0 || distance > end || length > out.length - end) {
      throw damaged(in);
    }
    for (int i = 0; i < length; i++, end++) {
      out[end] = out[end - (int) distance];
    }
  }

  private static SlimgraphException damaged(ByteBuffer in) {
    return SlimgraphException.dataLoss(
        "corrupted compressed block contents: at byte %d of %d", in.position(), in.limit());
  }
}
