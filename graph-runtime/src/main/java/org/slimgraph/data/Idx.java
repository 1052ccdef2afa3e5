package org.slimgraph.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * IDX files, the format of MNIST and its followers: two zero bytes, a type, a rank, the dimensions,
 * the elements; all numbers with their highest byte first. Gzip is recognised by its magic number.
 */
public final class Idx {
  private static final int GZIP_MAGIC = 0x1f8b;

  private Idx() {}

  /**
   * Returns the array in {@code file}.
   *
   * @return UINT8, INT8, INT16, INT32, FLOAT or DOUBLE
   * @throws SlimgraphException DATA_LOSS if the file is damaged, cut off or no IDX file;
   *     RESOURCE_EXHAUSTED if the array does not fit in a tensor
   * @throws IOException if reading fails
   */
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Returns the array in a stream, as {@link #read(Path)} does, and reads it to its end.
   *
   * @param name what messages call the stream
   */
  public static Tensor read(InputStream in, String name) throws IOException {
    try {
      return parse(decompressed(in));
    } catch (ZipException | EOFException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS, "Damaged gzip data in " + name + ": " + e.getMessage(), e);
    } catch (SlimgraphException e) {
      throw e.withContext("in " + name);
    }
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    BufferedInputStream start = new BufferedInputStream(in);
    start.mark(2);
    int magic = start.read() << 8 | start.read();
    start.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(start)) : start;
  }

  private static Tensor parse(InputStream in) throws IOException {
    ByteBuffer magic = ByteBuffer.wrap(in.readNBytes(4));
    if (magic.remaining() < 4 || magic.getShort() != 0) {
      throw SlimgraphException.dataLoss(
          "Not an IDX file: it begins with two zero bytes, a type and a rank");
    }
    DataType type = type(magic.get() & 0xff);
    int rank = magic.get() & 0xff;
    ByteBuffer sizes = ByteBuffer.wrap(in.readNBytes(4 * rank));
    int offset = 4 + 4 * rank;
    if (rank > Shape.MAX_RANK || sizes.remaining() < 4 * rank) {
      throw SlimgraphException.dataLoss(
          "The %d dimensions of the IDX header at offset 4 are cut off", rank);
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = Integer.toUnsignedLong(sizes.getInt());
    }
    Shape shape = Shape.of(dims);
    long elements = shape.elementCount();
    if (elements > (Integer.MAX_VALUE - 8) / type.byteSize()) {
      throw SlimgraphException.resourceExhausted(
          "The IDX header claims %s%s, which does not fit in one tensor",
          type.tfName(), shape.toBrackets());
    }
    int expected = (int) elements * type.byteSize();
    byte[] bytes = in.readNBytes(expected);
    if (bytes.length < expected) {
      throw SlimgraphException.dataLoss(
          "IDX data at offset %d is cut off: %s%s takes %d bytes, %d are there",
          offset, type.tfName(), shape.toBrackets(), expected, bytes.length);
    }
    if (in.read() >= 0) {
      throw SlimgraphException.dataLoss(
          "IDX data goes on at offset %d, behind the end of %s%s",
          (long) offset + expected, type.tfName(), shape.toBrackets());
    }
    reverse(bytes, type.byteSize());
    return Tensor.of(type, shape, bytes);
  }

  private static DataType type(int code) {
    switch (code) {
      case 0x08:
        return DataType.UINT8;
      case 0x09:
        return DataType.INT8;
      case 0x0b:
        return DataType.INT16;
      case 0x0c:
        return DataType.INT32;
      case 0x0d:
        return DataType.FLOAT;
      case 0x0e:
        return DataType.DOUBLE;
      default:
        throw SlimgraphException.dataLoss(
            "Type 0x%02x at offset 2 is none of the IDX format: 0x08, 0x09, 0x0b to 0x0e", code);
    }
  }

  private static void reverse(byte[] bytes, int width) {
    for (int start = 0; width > 1 && start < bytes.length; start += width) {
      for (int i = start, j = start + width - 1; i < j; i++, j--) {
        byte b = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = b;
      }
    }
  }
}
