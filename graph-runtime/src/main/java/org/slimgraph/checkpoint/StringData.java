package org.slimgraph.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Strings in a data file: all lengths as varints, a checksum of the lengths, all bytes.
 *
 * <p>TF 1.x: the checksums do not run over the varints but over each length as four little-endian
 * bytes.
 */
final class StringData {
  private StringData() {}

  /** Returns the strings in {@code bytes}, which are all that the entry covers. */
  static Tensor read(CheckpointEntry entry, ByteBuffer bytes) {
    int[] lengths = new int[(int) entry.shape().elementCount()];
    CRC32C crc = new CRC32C();
    long total = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Varint.readAtMost(bytes, Integer.MAX_VALUE - 8);
      if (lengths[i] < 0) {
        throw damaged(entry, "length " + i + " is not a number");
      }
      crc.update(littleEndian(lengths[i]));
      total += lengths[i];
    }
    if (bytes.remaining() != total + Integer.BYTES) {
      throw damaged(entry, "its lengths do not add up to its size");
    }
    int stored = bytes.order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (stored != MaskedCrc.of(crc)) {
      throw damaged(
          entry,
          "The length checksum does not match: expected "
              + Integer.toUnsignedString(stored)
              + " but actual is "
              + Integer.toUnsignedString(MaskedCrc.of(crc)));
    }
    crc.update(littleEndian(stored));
    crc.update(bytes.slice());
    if (MaskedCrc.of(crc) != entry.checksum()) {
      throw BundleReader.checksumMismatch(entry, MaskedCrc.of(crc));
    }
    byte[][] strings = new byte[lengths.length][];
    for (int i = 0; i < lengths.length; i++) {
      strings[i] = new byte[lengths[i]];
      bytes.get(strings[i]);
    }
    return TensorStorage.wrap(DataType.STRING, entry.shape(), strings);
  }

  private static SlimgraphException damaged(CheckpointEntry entry, String what) {
    return SlimgraphException.dataLoss("String tensor %s is damaged: %s", entry.name(), what);
  }

  /** Appends the strings of {@code tensor}; returns the masked checksum for its entry. */
  static int write(Tensor tensor, ByteArrayOutputStream out) {
    byte[][] strings = TensorStorage.strings(tensor);
    CRC32C crc = new CRC32C();
    for (int i = 0; i < tensor.size(); i++) {
      Varint.write(strings[i].length, out);
      crc.update(littleEndian(strings[i].length));
    }
    byte[] lengthChecksum = littleEndian(MaskedCrc.of(crc));
    out.writeBytes(lengthChecksum);
    crc.update(lengthChecksum);
    for (int i = 0; i < tensor.size(); i++) {
      out.writeBytes(strings[i]);
      crc.update(strings[i]);
    }
    return MaskedCrc.of(crc);
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
