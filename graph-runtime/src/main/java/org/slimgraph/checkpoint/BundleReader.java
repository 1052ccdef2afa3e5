package org.slimgraph.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.BundleEntryProto;
import org.slimgraph.graphdef.proto.BundleHeaderProto;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * A checkpoint of format V2: an index, which is a table from names to places, and data files that
 * hold nothing but elements. The empty key holds a header.
 */
final class BundleReader extends CheckpointReader {
  private final Path prefix;
  private final BundleHeaderProto header;
  private final Map<ByteString, BundleEntryProto> slices;

  private BundleReader(Contents contents, BundleHeaderProto header) {
    super(contents.prefix, contents.entries);
    this.prefix = contents.prefix;
    this.header = header;
    this.slices = contents.slices;
  }

  static BundleReader openIndex(Path prefix, Path index) throws IOException {
    Contents contents = new Contents(prefix);
    try {
      TableReader.open(index).forEach(contents::add);
    } catch (SlimgraphException e) {
      throw contents.header == null && e.code() == ErrorCode.DATA_LOSS
          ? corrupt(index, "failed to seek to header entry", e)
          : e;
    }
    if (contents.header == null) {
      throw corrupt(
          index,
          "failed to seek to header entry",
          SlimgraphException.dataLoss("there is no entry under the empty key"));
    }
    return new BundleReader(contents, contents.header);
  }

  private static SlimgraphException corrupt(Path index, String detail, SlimgraphException cause) {
    return SlimgraphException.of(
        ErrorCode.DATA_LOSS,
        "Unable to read file ("
            + index
            + "). Perhaps the file is corrupt or was produced by a newer version of TensorFlow"
            + " with format changes ("
            + detail
            + "): "
            + cause.getMessage(),
        cause);
  }

  /** Takes the entries of the index, the header first. Mutable; lives while the index is read. */
  private static final class Contents {
    final Path prefix;
    final Map<String, CheckpointEntry> entries = new LinkedHashMap<>();
    final Map<ByteString, BundleEntryProto> slices = new LinkedHashMap<>();
    @Nullable BundleHeaderProto header;

    Contents(Path prefix) {
      this.prefix = prefix;
    }

    void add(byte[] key, ByteBuffer value) {
      if (header == null) {
        header = header(key, value);
        return;
      }
      ByteString name = ByteString.copyFrom(key);
      try {
        BundleEntryProto proto = BundleEntryProto.parseFrom(value);
        checkPlace(proto, header.getNumShards());
        if (key[0] == 0) {
          slices.put(name, proto);
        } else {
          entries.put(name.toStringUtf8(), entry(name.toStringUtf8(), proto));
        }
      } catch (InvalidProtocolBufferException | SlimgraphException e) {
        throw SlimgraphException.of(
            ErrorCode.DATA_LOSS,
            "Entry of "
                + name.toStringUtf8()
                + " in checkpoint "
                + prefix
                + " is damaged: "
                + e.getMessage(),
            e);
      }
    }

    private BundleHeaderProto header(byte[] key, ByteBuffer value) {
      if (key.length > 0) {
        throw SlimgraphException.dataLoss("there is no entry under the empty key");
      }
      BundleHeaderProto parsed;
      try {
        parsed = BundleHeaderProto.parseFrom(value);
      } catch (InvalidProtocolBufferException e) {
        throw corrupt(
            BundleFiles.index(prefix),
            "unable to parse header entry",
            SlimgraphException.dataLoss("not a header: " + e.getMessage()));
      }
      if (parsed.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
        throw SlimgraphException.unimplemented(
            "Reading a bundle with different endianness from the reader");
      }
      checkVersion(parsed.getVersion());
      return parsed;
    }
  }

  private static void checkPlace(BundleEntryProto proto, int shards) {
    if (proto.getShardId() < 0
        || proto.getShardId() >= Math.max(shards, 1)
        || proto.getOffset() < 0
        || proto.getSize() < 0) {
      throw SlimgraphException.dataLoss(
          "shard %d of %d, offset %d and size %d are no place in a data file",
          proto.getShardId(), shards, proto.getOffset(), proto.getSize());
    }
  }

  private static CheckpointEntry entry(String name, BundleEntryProto proto) {
    return entry(
        name,
        proto.getDtypeValue(),
        proto.getShape(),
        proto.getSlicesList().stream().map(TensorSlice::of).toList(),
        proto.getShardId(),
        proto.getOffset(),
        proto.getSize(),
        proto.getCrc32C());
  }

  /** Returns the number of data files. */
  int shards() {
    return header.getNumShards();
  }

  @Override
  SlimgraphException missing(String name) {
    return SlimgraphException.notFound("Key %s not found in checkpoint", name);
  }

  @Override
  long storedBytes() throws IOException {
    long bytes = 0;
    for (int shard = 0; shard < shards(); shard++) {
      Path file = BundleFiles.data(prefix, shard, shards());
      bytes += Files.size(existing(file));
    }
    return bytes;
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw SlimgraphException.notFound("%s; No such file or directory", file);
    }
    return file;
  }

  @Override
  Tensor readStored(CheckpointEntry entry, TensorSlice slice) throws IOException {
    BundleEntryProto proto = slices.get(ByteString.copyFrom(SliceKey.of(entry.name(), slice)));
    if (proto == null) {
      throw SlimgraphException.dataLoss(
          "Slice %s of tensor %s is not in checkpoint %s", slice, entry.name(), prefix);
    }
    CheckpointEntry part = entry(entry.name(), proto);
    Shape expected = slice.of(entry.shape());
    if (part.dataType() != entry.dataType() || !part.shape().equals(expected)) {
      throw SlimgraphException.dataLoss(
          "Slice %s of tensor %s in checkpoint %s is %s of shape %s, not %s of shape %s",
          slice,
          entry.name(),
          prefix,
          part.dataType().tfName(),
          part.shape().toBrackets(),
          entry.dataType().tfName(),
          expected.toBrackets());
    }
    return readStored(part);
  }

  @Override
  Tensor readStored(CheckpointEntry entry) throws IOException {
    DataType type = entry.dataType();
    if (type != DataType.STRING && type.byteSize() == 0) {
      throw SlimgraphException.unimplemented(
          "Tensor %s of type %s: only tensors of numbers, booleans and strings can be read from a"
              + " checkpoint",
          entry.name(), type.tfName());
    }
    checkSize(entry);
    ByteBuffer bytes = bytes(entry);
    return type == DataType.STRING
        ? StringData.read(entry, bytes)
        : TensorStorage.read(type, entry.shape(), checked(entry, bytes));
  }

  /** Compares with the shape before memory is taken; a string takes one byte at least. */
  private static void checkSize(CheckpointEntry entry) {
    long elements = entry.shape().elementCount();
    int width = entry.dataType().byteSize();
    boolean wrong =
        width == 0
            ? elements > entry.size()
            : elements > Long.MAX_VALUE / width || elements * width != entry.size();
    if (wrong) {
      throw SlimgraphException.dataLoss(
          "Invalid size in bundle entry: key %s; stored size %d; expected size for %s of shape %s",
          entry.name(), entry.size(), entry.dataType().tfName(), entry.shape().toBrackets());
    }
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw SlimgraphException.resourceExhausted(
          "Tensor %s takes %d bytes and does not fit in one Java array",
          entry.name(), entry.size());
    }
  }

  private ByteBuffer bytes(CheckpointEntry entry) throws IOException {
    Path file = existing(BundleFiles.data(prefix, entry.shard(), shards()));
    try (FileChannel channel = FileChannel.open(file)) {
      if (entry.size() > channel.size() || entry.offset() > channel.size() - entry.size()) {
        throw tooShort(entry, file);
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) entry.size());
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.offset() + bytes.position()) < 0) {
          throw tooShort(entry, file);
        }
      }
      return bytes.flip();
    }
  }

  private static SlimgraphException tooShort(CheckpointEntry entry, Path file) {
    return SlimgraphException.outOfRange(
        "Read less bytes than requested: tensor %s needs %d bytes at offset %d of %s",
        entry.name(), entry.size(), entry.offset(), file);
  }

  private static ByteBuffer checked(CheckpointEntry entry, ByteBuffer bytes) {
    int actual = MaskedCrc.of(bytes.array());
    if (actual != entry.checksum()) {
      throw checksumMismatch(entry, actual);
    }
    return bytes;
  }

  static SlimgraphException checksumMismatch(CheckpointEntry entry, int actual) {
    return SlimgraphException.dataLoss(
        "Checksum does not match: stored %s vs. calculated on the restored bytes %s, in tensor %s",
        Integer.toUnsignedString(MaskedCrc.unmask(entry.checksum())),
        Integer.toUnsignedString(MaskedCrc.unmask(actual)),
        entry.name());
  }
}
