package org.slimgraph.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The key under which a slice of a tensor is stored: a code of a name and numbers whose order as
 * bytes is their own order.
 *
 * <p>It is the number 0, the name, the rank, then start and length of each dimension, a full
 * dimension as length -1. The first byte is 0, which no tensor's name begins with.
 */
final class SliceKey {
  private static final int BITS_PER_BYTE = 7;

  private SliceKey() {}

  /** Returns the key of {@code slice} of tensor {@code name}. */
  static byte[] of(String name, TensorSlice slice) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    unsigned(0, key);
    string(name.getBytes(StandardCharsets.UTF_8), key);
    unsigned(slice.rank(), key);
    for (int i = 0; i < slice.rank(); i++) {
      signed(slice.starts().get(i), key);
      signed(slice.lengths().get(i), key);
    }
    return key.toByteArray();
  }

  /** A count of bytes, then that many, the highest first. */
  private static void unsigned(int number, ByteArrayOutputStream key) {
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(number) + 7) / 8;
    key.write(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      key.write(number >>> (8 * i));
    }
  }

  /** The bytes, with 00 and ff each marked by a second one, then 00 01. */
  private static void string(byte[] bytes, ByteArrayOutputStream key) {
    for (byte next : bytes) {
      key.write(next);
      if (next == 0) {
        key.write(0xff);
      } else if (next == (byte) 0xff) {
        key.write(0);
      }
    }
    key.write(0);
    key.write(1);
  }

  /**
   * The number in as many groups of seven bits as hold it with its sign, the highest first. Of the
   * bits above, as many as there are bytes are flipped, so that the length can be told and longer
   * numbers sort outside of shorter ones.
   */
  private static void signed(long number, ByteArrayOutputStream key) {
    long magnitude = number < 0 ? ~number : number;
    int length = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + BITS_PER_BYTE) / BITS_PER_BYTE;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int shift = 8 * (length - 1 - i);
      bytes[i] = (byte) (shift >= Long.SIZE ? number >> (Long.SIZE - 1) : number >> shift);
    }
    for (int bit = 0; bit < length; bit++) {
      bytes[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
    }
    key.write(bytes, 0, length);
  }
}
