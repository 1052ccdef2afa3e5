package org.slimgraph.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes a table that {@link TableReader} and TensorFlow read, byte for byte as TensorFlow does: no
 * compression, blocks of 256 KiB. Mutable; belongs to one thread.
 */
final class TableWriter {
  static final int BLOCK_BYTES = 256 << 10;

  private static final int RESTART_INTERVAL = 16;

  /** An entry of this many blocks' size starts a block of its own. */
  private static final int LARGE_ENTRY = 2;

  private final OutputStream out;
  private final TableBlockWriter block = new TableBlockWriter(RESTART_INTERVAL);
  private final TableBlockWriter index = new TableBlockWriter(1);
  private byte[] lastKey = {};
  private byte[] pendingHandle = {};
  private long offset;

  /** Writes to {@code out}, which the caller closes. */
  TableWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds an entry; keys must ascend as unsigned bytes. */
  void add(byte[] key, byte[] value) throws IOException {
    if (key.length + value.length >= LARGE_ENTRY * BLOCK_BYTES) {
      flush();
    }
    if (pendingHandle.length > 0) {
      index.add(separator(lastKey, key), pendingHandle);
      pendingHandle = new byte[0];
    }
    block.add(key, value);
    lastKey = key;
    if (block.size() >= BLOCK_BYTES) {
      flush();
    }
  }

  /** Writes what is left and the footer. */
  void finish() throws IOException {
    flush();
    byte[] metaindex = write(new TableBlockWriter(RESTART_INTERVAL));
    if (pendingHandle.length > 0) {
      index.add(successor(lastKey), pendingHandle);
    }
    ByteBuffer footer =
        ByteBuffer.allocate(TableReader.FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metaindex).put(write(index));
    footer.putLong(TableReader.FOOTER_BYTES - Long.BYTES, TableReader.MAGIC);
    out.write(footer.array());
  }

  private void flush() throws IOException {
    if (!block.isEmpty()) {
      pendingHandle = write(block);
    }
  }

  /** Writes a block and empties it; returns where it lies: offset and size. */
  private byte[] write(TableBlockWriter writer) throws IOException {
    byte[] contents = writer.finish();
    byte[] withType = Arrays.copyOf(contents, contents.length + 1);
    ByteBuffer crc = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(withType);
    out.write(crc.putInt(MaskedCrc.of(withType)).array());
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    Varint.write(offset, handle);
    Varint.write(contents.length, handle);
    offset += contents.length + TableReader.TRAILER_BYTES;
    return handle.toByteArray();
  }

  /** Returns a short key that is not below {@code last} and below {@code next}. */
  static byte[] separator(byte[] last, byte[] next) {
    int common = Arrays.mismatch(last, next);
    if (common == last.length) {
      return last;
    }
    int differing = last[common] & 0xff;
    if (differing == 0xff || differing + 1 >= (next[common] & 0xff)) {
      return last;
    }
    return increasedAt(last, common);
  }

  /** Returns a short key that is not below {@code last}. */
  static byte[] successor(byte[] last) {
    for (int i = 0; i < last.length; i++) {
      if (last[i] != (byte) 0xff) {
        return increasedAt(last, i);
      }
    }
    return last;
  }

  private static byte[] increasedAt(byte[] key, int position) {
    byte[] increased = Arrays.copyOf(key, position + 1);
    increased[position]++;
    return increased;
  }
}
