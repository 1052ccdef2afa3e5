package org.slimgraph.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds one block of a table, as {@link TableBlock} reads it. Mutable; belongs to one thread. */
final class TableBlockWriter {
  private final int restartInterval;
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final List<Integer> restarts = new ArrayList<>();
  private byte[] lastKey = {};
  private int sinceRestart;

  /** Starts a block in which every entry of number n·{@code restartInterval} has its whole key. */
  TableBlockWriter(int restartInterval) {
    this.restartInterval = restartInterval;
    restarts.add(0);
  }

  void add(byte[] key, byte[] value) {
    int shared = 0;
    if (sinceRestart < restartInterval) {
      int mismatch = Arrays.mismatch(lastKey, key);
      shared = mismatch < 0 ? key.length : mismatch;
    } else {
      restarts.add(entries.size());
      sinceRestart = 0;
    }
    Varint.write(shared, entries);
    Varint.write(key.length - shared, entries);
    Varint.write(value.length, entries);
    entries.write(key, shared, key.length - shared);
    entries.write(value, 0, value.length);
    lastKey = key;
    sinceRestart++;
  }

  boolean isEmpty() {
    return entries.size() == 0;
  }

  /** Returns the bytes that the block takes if it ends here. */
  int size() {
    return entries.size() + Integer.BYTES * (restarts.size() + 1);
  }

  /** Returns the block's bytes and starts the next. */
  byte[] finish() {
    ByteBuffer block = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    block.put(entries.toByteArray());
    restarts.forEach(block::putInt);
    block.putInt(restarts.size());
    entries.reset();
    restarts.clear();
    restarts.add(0);
    lastKey = new byte[0];
    sinceRestart = 0;
    return block.array();
  }
}
