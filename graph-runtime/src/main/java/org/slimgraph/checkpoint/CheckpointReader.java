package org.slimgraph.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.TensorShapeProto;
import org.slimgraph.graphdef.proto.VersionDef;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * A checkpoint of either format: what it holds, and its tensors one by one. Holds the table of
 * contents and no open files; thread-safe.
 */
public abstract sealed class CheckpointReader permits BundleReader, OldFormatReader {
  /** The version of the format that this code reads and writes. */
  static final int VERSION = 1;

  private final Path prefix;
  private final ImmutableMap<String, CheckpointEntry> entries;

  CheckpointReader(Path prefix, Map<String, CheckpointEntry> entries) {
    this.prefix = prefix;
    this.entries = ImmutableMap.copyOf(entries);
  }

  /**
   * Opens the checkpoint {@code prefix}: {@code prefix.index} and its data files in format V2, else
   * the file {@code prefix} in format V1.
   *
   * @throws SlimgraphException NOT_FOUND if there is neither, INVALID_ARGUMENT if not even the
   *     folder, DATA_LOSS if the table of contents is damaged
   * @throws IOException if reading fails
   */
  public static CheckpointReader open(Path prefix) throws IOException {
    Path index = BundleFiles.index(prefix);
    if (Files.isRegularFile(index)) {
      return BundleReader.openIndex(prefix, index);
    }
    if (Files.isRegularFile(prefix)) {
      return OldFormatReader.openFile(prefix);
    }
    Path folder = prefix.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw SlimgraphException.invalidArgument(
          "Unsuccessful TensorSliceReader constructor: Failed to get matching files on %s: Not"
              + " found: %s; No such file or directory",
          prefix, folder);
    }
    throw SlimgraphException.notFound(
        "Unsuccessful TensorSliceReader constructor: Failed to find any matching files for %s",
        prefix);
  }

  /** Returns whether there is a checkpoint {@code prefix}, of either format. */
  public static boolean exists(Path prefix) {
    return file(prefix).isPresent();
  }

  /**
   * Returns when the checkpoint {@code prefix} was written, if there is one. TF:
   * get_checkpoint_mtimes.
   *
   * @throws IOException if reading fails
   */
  public static Optional<Instant> lastModified(Path prefix) throws IOException {
    Optional<Path> file = file(prefix);
    return file.isPresent()
        ? Optional.of(Files.getLastModifiedTime(file.get()).toInstant())
        : Optional.empty();
  }

  private static Optional<Path> file(Path prefix) {
    return Stream.of(BundleFiles.index(prefix), prefix).filter(Files::isRegularFile).findFirst();
  }

  /** Returns the tensors, in the order of the table of contents. */
  public ImmutableList<CheckpointEntry> entries() {
    return entries.values().asList();
  }

  /** Returns the entry of tensor {@code name}, if there is one. */
  public Optional<CheckpointEntry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /**
   * Returns tensor {@code name}; if it is stored in slices, put together.
   *
   * @throws SlimgraphException NOT_FOUND if the checkpoint has no such tensor; DATA_LOSS if its
   *     data are damaged; OUT_OF_RANGE if they are cut off
   * @throws IOException if reading fails
   */
  public Tensor read(String name) throws IOException {
    CheckpointEntry entry = existing(name);
    if (entry.slices().isEmpty()) {
      return readStored(entry);
    }
    return entry.slices().size() == 1 && entry.slices().get(0).isFull()
        ? readStored(entry, entry.slices().get(0))
        : assemble(entry);
  }

  /**
   * Returns a slice of tensor {@code name}, whether the tensor is stored in the same slices, in
   * others or as one.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the slice lies outside of the tensor; else as
   *     {@link #read(String)}
   * @throws IOException if reading fails
   */
  public Tensor read(String name, TensorSlice slice) throws IOException {
    CheckpointEntry entry = existing(name);
    Shape shape = slice.of(entry.shape());
    if (entry.slices().contains(slice)) {
      return readStored(entry, slice);
    }
    Tensor whole = read(name);
    if (slice.isFull()) {
      return whole;
    }
    DataType type = entry.dataType();
    Object from = TensorStorage.array(whole);
    Object to = TensorStorage.allocate(type, Math.toIntExact(shape.elementCount()));
    SliceRuns.forEach(
        entry.shape(),
        slice,
        (inWhole, inSlice, count) -> TensorStorage.copy(type, from, inWhole, to, inSlice, count));
    return TensorStorage.wrap(type, shape, to);
  }

  private CheckpointEntry existing(String name) {
    return entry(name).orElseThrow(() -> missing(name));
  }

  /** Returns the error for a tensor that is not there. */
  abstract SlimgraphException missing(String name);

  /** Reads a tensor that is stored as one. */
  abstract Tensor readStored(CheckpointEntry entry) throws IOException;

  /** Reads one of the slices of a tensor. */
  abstract Tensor readStored(CheckpointEntry entry, TensorSlice slice) throws IOException;

  /** Returns a bound on the bytes that the tensors can take together. */
  abstract long storedBytes() throws IOException;

  /** Puts a tensor together; checks first that its slices can be as large as it. */
  private Tensor assemble(CheckpointEntry entry) throws IOException {
    DataType type = entry.dataType();
    long claimed = 0;
    for (TensorSlice slice : entry.slices()) {
      claimed += Math.min(slice.of(entry.shape()).elementCount(), Integer.MAX_VALUE);
    }
    long elements = entry.shape().elementCount();
    if (claimed != elements || elements > storedBytes() / Math.max(type.byteSize(), 1)) {
      throw SlimgraphException.dataLoss(
          "The slices of tensor %s in checkpoint %s hold %d elements, but its shape %s has %d",
          entry.name(), prefix, claimed, entry.shape().toBrackets(), elements);
    }
    Object array = TensorStorage.allocate(type, (int) elements);
    BitSet filled = new BitSet((int) elements);
    for (TensorSlice slice : entry.slices()) {
      Object part = TensorStorage.array(readStored(entry, slice));
      SliceRuns.forEach(
          entry.shape(),
          slice,
          (inWhole, inSlice, count) -> {
            TensorStorage.copy(type, part, inSlice, array, inWhole, count);
            filled.set(inWhole, inWhole + count);
          });
    }
    if (filled.cardinality() != elements) {
      throw SlimgraphException.dataLoss(
          "The slices of tensor %s in checkpoint %s overlap and leave elements of shape %s out",
          entry.name(), prefix, entry.shape().toBrackets());
    }
    return TensorStorage.wrap(type, entry.shape(), array);
  }

  /** Returns the entry that a table of contents states. */
  static CheckpointEntry entry(
      String name,
      int dataType,
      TensorShapeProto shapeProto,
      List<TensorSlice> slices,
      int shard,
      long offset,
      long size,
      int checksum) {
    Shape shape = ShapeProtos.toShape(shapeProto);
    DataType type = DataType.of(dataType);
    if (shape.elementCount() < 0 || type == DataType.INVALID || type.isRef()) {
      throw SlimgraphException.dataLoss(
          "type %s and shape %s are not those of a value", type.protoName(), shape.toBrackets());
    }
    slices.forEach(slice -> slice.of(shape));
    return new CheckpointEntry(name, type, shape, shard, offset, size, checksum, slices);
  }

  static void checkVersion(VersionDef versions) {
    if (versions.getMinConsumer() > VERSION) {
      throw SlimgraphException.invalidArgument(
          "Checkpoint min consumer version %d above current version %d: it was written by a newer"
              + " TensorFlow",
          versions.getMinConsumer(), VERSION);
    }
    if (versions.getBadConsumersList().contains(VERSION)) {
      throw SlimgraphException.invalidArgument("Checkpoint disallows consumer version %d", VERSION);
    }
  }
}
