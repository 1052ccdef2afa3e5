package org.slimgraph.checkpoint;

import java.util.zip.CRC32C;

/**
 * The checksums of TensorFlow's files: CRC-32C, masked so that the checksum of data that holds
 * checksums stays a good one.
 */
public final class MaskedCrc {
  private static final int DELTA = 0xa282ead8;
  private static final int ROTATION = 15;

  private MaskedCrc() {}

  /** Returns the masked form of a CRC-32C. */
  public static int mask(int crc) {
    return Integer.rotateRight(crc, ROTATION) + DELTA;
  }

  /** Returns the CRC-32C whose masked form is {@code masked}. */
  public static int unmask(int masked) {
    return Integer.rotateLeft(masked - DELTA, ROTATION);
  }

  /** Returns the masked checksum of {@code bytes}. */
  public static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Returns the masked checksum of {@code length} bytes from {@code offset} on. */
  public static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return of(crc);
  }

  static int of(CRC32C crc) {
    return mask((int) crc.getValue());
  }
}
