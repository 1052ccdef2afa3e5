package org.slimgraph.checkpoint;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.ShapeProtos;
import org.slimgraph.graphdef.proto.BundleEntryProto;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Writes a checkpoint of format V2 with one data file, byte for byte as TensorFlow does. What is
 * written appears under its name when {@link #finish} returns, the index last; without it, nothing
 * does. Mutable; belongs to one thread.
 */
public final class CheckpointWriter implements Closeable {
  /** The order in which TF's savers add tensors: by the bytes of their names. */
  public static final Comparator<String> NAME_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Path prefix;
  private final Path temporary;
  private final OutputStream data;
  private final BundleIndex index = new BundleIndex();
  private long offset;
  private boolean closed;

  private CheckpointWriter(Path prefix, Path temporary, OutputStream data) {
    this.prefix = prefix;
    this.temporary = temporary;
    this.data = data;
  }

  /**
   * Starts a checkpoint; makes its folder if only the last part of that is missing.
   *
   * @throws IOException if no file can be made there
   */
  public static CheckpointWriter create(Path prefix) throws IOException {
    Path folder = prefix.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    Path temporary = BundleFiles.temporary(BundleFiles.data(prefix, 0, 1));
    OutputStream data = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
    return new CheckpointWriter(prefix, temporary, new BufferedOutputStream(data));
  }

  /**
   * Adds a tensor. The data file holds tensors in the order of these calls.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is a tensor of that name already or the
   *     name is empty; UNIMPLEMENTED if elements of the type cannot be stored
   * @throws IOException if writing fails
   */
  public void add(String name, Tensor tensor) throws IOException {
    if (name.isEmpty() || name.charAt(0) == 0) {
      throw SlimgraphException.invalidArgument(
          "A tensor in a checkpoint needs a name that does not begin with a zero byte");
    }
    add(ByteString.copyFromUtf8(name), name, tensor);
  }

  /**
   * Adds a slice of a tensor of shape {@code whole}; the other slices may come later or be in
   * another checkpoint with which this one will be merged.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the slice is there already, lies outside of the
   *     tensor or has not the shape of {@code part}, or other slices of that name belong to a
   *     tensor of another type or shape
   * @throws IOException if writing fails
   */
  public void addSlice(String name, Shape whole, TensorSlice slice, Tensor part)
      throws IOException {
    if (!slice.of(whole).equals(part.shape())) {
      throw SlimgraphException.invalidArgument(
          "Slice %s of tensor %s of shape %s has shape %s, but the given part has %s",
          slice, name, whole.toBrackets(), slice.of(whole).toBrackets(), part.shape().toBrackets());
    }
    if (slice.isFull()) {
      add(name, part);
      return;
    }
    add(ByteString.copyFrom(SliceKey.of(name, slice)), name, part);
    index.add(
        ByteString.copyFromUtf8(name),
        BundleEntryProto.newBuilder()
            .setDtypeValue(part.dataType().number())
            .setShape(ShapeProtos.toProto(whole))
            .addSlices(slice.toProto())
            .build());
  }

  private void add(ByteString key, String name, Tensor tensor) throws IOException {
    DataType type = tensor.dataType();
    if (type != DataType.STRING && type.byteSize() == 0) {
      throw SlimgraphException.unimplemented(
          "Tensor %s of type %s: only tensors of numbers, booleans and strings can be written to a"
              + " checkpoint",
          name, type.tfName());
    }
    byte[] bytes;
    int checksum;
    if (type == DataType.STRING) {
      ByteArrayOutputStream strings = new ByteArrayOutputStream();
      checksum = StringData.write(tensor, strings);
      bytes = strings.toByteArray();
    } else {
      bytes = tensor.bytes();
      checksum = MaskedCrc.of(bytes);
    }
    index.add(
        key,
        BundleEntryProto.newBuilder()
            .setDtypeValue(type.number())
            .setShape(ShapeProtos.toProto(tensor.shape()))
            .setOffset(offset)
            .setSize(bytes.length)
            .setCrc32C(checksum)
            .build());
    data.write(bytes);
    offset += bytes.length;
  }

  /**
   * Writes the index and gives the files their names, in place of older ones.
   *
   * @throws IOException if writing fails
   */
  public void finish() throws IOException {
    if (closed) {
      throw new IllegalStateException("the checkpoint " + prefix + " is finished or closed");
    }
    closed = true;
    try {
      data.close();
      BundleIndex.rename(temporary, BundleFiles.data(prefix, 0, 1));
    } finally {
      Files.deleteIfExists(temporary);
    }
    index.write(prefix, 1);
  }

  /** Drops what was written unless it is finished. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (OutputStream closing = data) {
        closing.flush();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
