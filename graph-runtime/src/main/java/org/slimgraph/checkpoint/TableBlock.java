package org.slimgraph.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;

/**
 * A cursor over the entries of one block of a table. An entry states how many bytes of its key are
 * those of the key before, the rest of the key, and the value; behind the entries stand the offsets
 * of those that share nothing, which a reader of the whole block does not need. Mutable; belongs to
 * one thread.
 */
final class TableBlock {
  private final ByteBuffer entries;
  private byte[] key = {};
  private ByteBuffer value = ByteBuffer.allocate(0);
  private boolean started;

  /**
   * Creates a cursor before the first entry.
   *
   * @throws SlimgraphException DATA_LOSS if the block has no list of restart offsets
   */
  TableBlock(byte[] contents) {
    ByteBuffer all = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
    long restarts =
        contents.length < Integer.BYTES
            ? -1
            : all.getInt(contents.length - Integer.BYTES) & 0xffffffffL;
    long end = contents.length - Integer.BYTES * (restarts + 1);
    if (restarts < 0 || end < 0) {
      throw SlimgraphException.dataLoss(
          "bad block contents: %d bytes cannot hold %d restart offsets", contents.length, restarts);
    }
    this.entries = all.slice(0, (int) end);
  }

  /**
   * Moves to the next entry; returns whether there is one.
   *
   * @throws SlimgraphException DATA_LOSS if the entry is damaged or its key does not follow the one
   *     before
   */
  boolean next() {
    if (!entries.hasRemaining()) {
      return false;
    }
    int start = entries.position();
    int shared = Varint.readAtMost(entries, key.length);
    int unshared = Varint.readAtMost(entries, Integer.MAX_VALUE);
    int valueLength = Varint.readAtMost(entries, Integer.MAX_VALUE);
    if (shared < 0
        || unshared < 0
        || valueLength < 0
        || (long) unshared + valueLength > entries.remaining()) {
      throw SlimgraphException.dataLoss("bad entry in block: at byte %d", start);
    }
    byte[] next = Arrays.copyOf(key, shared + unshared);
    entries.get(next, shared, unshared);
    if (started && Arrays.compareUnsigned(next, key) <= 0) {
      throw SlimgraphException.dataLoss("bad entry in block: key out of order at byte %d", start);
    }
    key = next;
    started = true;
    value = entries.slice(entries.position(), valueLength);
    entries.position(entries.position() + valueLength);
    return true;
  }

  /** Returns the key of the current entry. */
  byte[] key() {
    return key;
  }

  /** Returns the value of the current entry, in the memory of the block. */
  ByteBuffer value() {
    return value.duplicate();
  }
}
