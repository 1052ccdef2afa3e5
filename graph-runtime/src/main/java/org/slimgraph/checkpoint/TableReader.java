package org.slimgraph.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/**
 * A file that maps keys to values, both byte strings, in the order of the keys.
 *
 * <p>Blocks of entries stand one behind the other, each followed by its kind of compression and a
 * checksum. The last block is an index: a key that is not below any of a block and below all of the
 * next, and where the block lies. A footer of fixed size says where the index is.
 *
 * <p>Only the index is kept; blocks are read when asked for. Beyond what TensorFlow checks, blocks
 * must not overlap and keys must ascend through the whole file, which bounds the time that any file
 * can take; so is the memory for keys, which a damaged or hostile file could make far larger than
 * itself.
 */
final class TableReader {
  static final long MAGIC = 0xdb4775248b80fb57L;
  static final int FOOTER_BYTES = 48;
  static final int TRAILER_BYTES = 5;
  static final int UNCOMPRESSED = 0;
  static final int SNAPPY = 1;

  private static final Comparator<ByteString> KEY_ORDER =
      ByteString.unsignedLexicographicalComparator();
  private static final long MIN_KEY_BUDGET = 64L << 20;
  private static final int KEY_BYTES_PER_FILE_BYTE = 64;

  private final Path file;
  private final long keyBudget;
  private final ImmutableList<Block> blocks;

  /** Takes the entries of a table, in the order of their keys. */
  @FunctionalInterface
  interface EntryConsumer {
    /** Takes an entry; the value is valid during the call. */
    void accept(byte[] key, ByteBuffer value);
  }

  /** Where a block lies, and a key that none of its keys exceeds; empty outside of the index. */
  private record Block(ByteString limit, long offset, int size) {}

  private TableReader(Path file, long keyBudget, ImmutableList<Block> blocks) {
    this.file = file;
    this.keyBudget = keyBudget;
    this.blocks = blocks;
  }

  /**
   * Opens a table.
   *
   * @throws SlimgraphException DATA_LOSS if the file is not a table or its index is damaged
   * @throws IOException if reading fails
   */
  static TableReader open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < FOOTER_BYTES) {
        throw SlimgraphException.dataLoss(
            "file is too short to be an sstable: %s has %d bytes", file, size);
      }
      ByteBuffer footer = read(channel, size - FOOTER_BYTES, FOOTER_BYTES);
      if (footer.getLong(FOOTER_BYTES - Long.BYTES) != MAGIC) {
        throw SlimgraphException.dataLoss("not an sstable (bad magic number): %s", file);
      }
      long end = size - FOOTER_BYTES;
      Block metaindex = handle(footer, ByteString.EMPTY, 0, end, file);
      Block index = handle(footer, ByteString.EMPTY, 0, end, file);
      long keyBudget = Math.max(MIN_KEY_BUDGET, size * KEY_BYTES_PER_FILE_BYTE);
      contents(channel, metaindex, file);
      return new TableReader(file, keyBudget, blocks(channel, index, keyBudget, file));
    }
  }

  private static ImmutableList<Block> blocks(
      FileChannel channel, Block index, long keyBudget, Path file) throws IOException {
    ImmutableList.Builder<Block> blocks = ImmutableList.builder();
    TableBlock entries = contents(channel, index, file);
    long start = 0;
    long keyBytes = 0;
    while (entries.next()) {
      keyBytes = spend(keyBytes, entries.key(), keyBudget, file);
      ByteString limit = ByteString.copyFrom(entries.key());
      Block block = handle(entries.value(), limit, start, index.offset(), file);
      blocks.add(block);
      start = block.offset() + block.size() + TRAILER_BYTES;
    }
    return blocks.build();
  }

  private static Block handle(ByteBuffer in, ByteString limit, long from, long to, Path file) {
    long offset = Varint.read(in);
    long size = Varint.read(in);
    if (offset < from
        || size < 0
        || size > to - TRAILER_BYTES
        || offset > to - TRAILER_BYTES - size) {
      throw SlimgraphException.dataLoss(
          "bad block handle: %d bytes at offset %d, outside of %d to %d in %s",
          size, offset, from, to, file);
    }
    if (size > Integer.MAX_VALUE - 64) {
      throw SlimgraphException.resourceExhausted(
          "A block of %d bytes does not fit in one Java array, in %s", size, file);
    }
    return new Block(limit, offset, (int) size);
  }

  private static TableBlock contents(FileChannel channel, Block block, Path file)
      throws IOException {
    ByteBuffer stored = read(channel, block.offset(), block.size() + TRAILER_BYTES);
    int crc = stored.getInt(block.size() + 1);
    try {
      if (MaskedCrc.of(stored.array(), 0, block.size() + 1) != crc) {
        throw SlimgraphException.dataLoss("block checksum mismatch");
      }
      return new TableBlock(expanded(stored.array(), block.size()));
    } catch (SlimgraphException e) {
      throw e.withContext("in the block at offset " + block.offset() + " of " + file);
    }
  }

  private static byte[] expanded(byte[] stored, int size) {
    switch (stored[size]) {
      case UNCOMPRESSED:
        return Arrays.copyOf(stored, size);
      case SNAPPY:
        return Snappy.decode(Arrays.copyOf(stored, size));
      default:
        throw SlimgraphException.dataLoss("bad block type: %d", stored[size]);
    }
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static long spend(long spent, byte[] key, long budget, Path file) {
    long total = spent + key.length;
    if (total > budget) {
      throw SlimgraphException.resourceExhausted(
          "The keys of a table take more than %d bytes, far more than the file: %s", budget, file);
    }
    return total;
  }

  /**
   * Hands over all entries.
   *
   * @throws SlimgraphException DATA_LOSS if a block is damaged
   * @throws IOException if reading fails
   */
  void forEach(EntryConsumer consumer) throws IOException {
    byte @Nullable [] last = null;
    long keyBytes = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      for (Block block : blocks) {
        TableBlock entries = contents(channel, block, file);
        while (entries.next()) {
          byte[] key = entries.key();
          if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
            throw SlimgraphException.dataLoss(
                "bad block contents: key out of order in the block at offset %d of %s",
                block.offset(), file);
          }
          keyBytes = spend(keyBytes, key, keyBudget, file);
          consumer.accept(key, entries.value());
          last = key;
        }
      }
    }
  }

  /**
   * Returns the value of a key, if it is there.
   *
   * @throws SlimgraphException DATA_LOSS if the block that would hold it is damaged
   * @throws IOException if reading fails
   */
  Optional<ByteBuffer> get(byte[] key) throws IOException {
    ByteString wanted = ByteString.copyFrom(key);
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (KEY_ORDER.compare(blocks.get(middle).limit(), wanted) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == blocks.size() ? Optional.empty() : get(blocks.get(low), key);
  }

  private Optional<ByteBuffer> get(Block block, byte[] key) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      TableBlock entries = contents(channel, block, file);
      while (entries.next()) {
        if (Arrays.equals(entries.key(), key)) {
          return Optional.of(entries.value());
        }
      }
      return Optional.empty();
    }
  }
}
