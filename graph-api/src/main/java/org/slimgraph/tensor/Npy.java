package org.slimgraph.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;

/**
 * NumPy's {@code .npy} files. Reads format versions 1.0 to 3.0, row-major and Fortran order, both
 * byte orders, and the types f2 f4 f8, i1 to i8, u1 to u8, b1, c8, c16 and S. Writes version 1.0,
 * row-major, little-endian.
 *
 * <p>A string type S<i>n</i> pads with zero bytes, so zeros at the end of a string are lost.
 * BFLOAT16 and quantized tensors, which NumPy does not know, cannot be written.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;

  private Npy() {}

  /**
   * Returns the array in {@code file}.
   *
   * @throws SlimgraphException DATA_LOSS if the file is damaged or no such file; UNIMPLEMENTED for
   *     a type that has no counterpart
   * @throws IOException if reading fails
   */
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file));
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }

  /**
   * Returns the array at the stream's position and moves it just behind, as {@link #read(Path)}
   * does. The stream is not closed.
   */
  public static Tensor read(InputStream in) throws IOException {
    return read(in, -1);
  }

  /** Reads an array; {@code available} bytes are there, or -1 for a number that is not known. */
  private static Tensor read(InputStream in, long available) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(MAGIC, Arrays.copyOf(start, 6))) {
      throw SlimgraphException.dataLoss("Not a .npy file: bad magic at offset 0");
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw SlimgraphException.dataLoss(".npy version %d at offset 6 is not 1, 2 or 3", version);
    }
    byte[] text = readHeader(in, version);
    long offset = 8L + (version == 1 ? 2 : 4) + text.length;
    NpyHeader header =
        NpyHeader.parse(
            new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    Extent extent = Extent.of(header, offset, available);
    Object array =
        header.type() == DataType.STRING
            ? readStrings(in, header, extent)
            : readElements(in, header, extent);
    if (header.fortranOrder()) {
      array = rowMajor(header.type(), header.shape(), array);
    }
    return TensorStorage.wrap(header.type(), header.shape(), array);
  }

  /**
   * Where the data lies.
   *
   * @param size the number of elements
   * @param bytes what they take in the file
   * @param offset where they begin
   * @param proven whether the file is known to have that many bytes
   */
  private record Extent(int size, long bytes, long offset, boolean proven) {
    static Extent of(NpyHeader header, long offset, long available) {
      int size = Tensor.checkedSize(header.type(), header.shape());
      long bytes = (long) size * header.itemBytes();
      Extent extent = new Extent(size, bytes, offset, available >= 0);
      if (extent.proven && bytes > available - offset) {
        throw extent.truncated(header, available - offset);
      }
      return extent;
    }

    SlimgraphException truncated(NpyHeader header, long found) {
      return SlimgraphException.dataLoss(
          ".npy data at offset %d is cut off: %s of shape %s takes %d bytes, %d are there",
          offset, header.type().tfName(), header.shape().toBrackets(), bytes, found);
    }
  }

  private static byte[] readHeader(InputStream in, int version) throws IOException {
    byte[] count = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = count.length - 1; i >= 0; i--) {
      length = length << 8 | (count[i] & 0xff);
    }
    if (count.length < 2 || length > MAX_HEADER) {
      throw SlimgraphException.dataLoss(
          ".npy header length %d at offset 8 is cut off or above %d", length, MAX_HEADER);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw SlimgraphException.dataLoss(
          ".npy header of %d bytes at offset %d is cut off", length, 8 + count.length);
    }
    return text;
  }

  /**
   * Reads elements by chunks. When the length of the input is not known, the array grows with what
   * has really been read, so that a header alone cannot claim memory.
   */
  private static Object readElements(InputStream in, NpyHeader header, Extent extent)
      throws IOException {
    Storage storage = Storage.of(header.type());
    int width = storage.cellBytes();
    int cells = extent.size() * Storage.cellsPerElement(header.type());
    Object array = storage.allocate(extent.proven() ? cells : Math.min(cells, CHUNK));
    int allocated = Array.getLength(array);
    byte[] chunk = new byte[CHUNK];
    for (int done = 0; done < cells; ) {
      int count = Math.min(cells - done, CHUNK / width);
      int read = in.readNBytes(chunk, 0, count * width);
      if (read < count * width) {
        throw extent.truncated(header, (long) done * width + read);
      }
      if (header.bigEndian()) {
        reverse(chunk, read, width);
      }
      if (done + count > allocated) {
        allocated = (int) Math.min(allocated * 2L, cells);
        Object larger = storage.allocate(allocated);
        System.arraycopy(array, 0, larger, 0, done);
        array = larger;
      }
      storage.read(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN), array, done, count);
      done += count;
    }
    return array;
  }

  private static void reverse(byte[] bytes, int length, int width) {
    for (int start = 0; start < length; start += width) {
      for (int i = start, j = start + width - 1; i < j; i++, j--) {
        byte b = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = b;
      }
    }
  }

  private static byte[][] readStrings(InputStream in, NpyHeader header, Extent extent)
      throws IOException {
    int width = header.itemBytes();
    // Strings of no bytes take no room in the file, so their number proves nothing.
    if (width == 0 && extent.size() > CHUNK) {
      throw SlimgraphException.resourceExhausted(
          ".npy header claims %d strings of no bytes", extent.size());
    }
    byte[][] strings = new byte[Math.min(extent.size(), CHUNK)][];
    for (int i = 0; i < extent.size(); i++) {
      if (i == strings.length) {
        strings = Arrays.copyOf(strings, (int) Math.min(2L * i, extent.size()));
      }
      byte[] item = in.readNBytes(width);
      if (item.length < width) {
        throw extent.truncated(header, (long) i * width + item.length);
      }
      int length = width;
      while (length > 0 && item[length - 1] == 0) {
        length--;
      }
      strings[i] = Arrays.copyOf(item, length);
    }
    return strings;
  }

  /** Returns the elements of a column-major array in row-major order. */
  private static Object rowMajor(DataType type, Shape shape, Object columnMajor) {
    long[] dims = shape.dims();
    int size = (int) shape.elementCount();
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = 0; i < dims.length; i++) {
      strides[i] = stride;
      stride *= (int) dims[i];
    }
    Object array = TensorStorage.allocate(type, size);
    int[] index = new int[dims.length];
    int from = 0;
    for (int to = 0; to < size; to++) {
      TensorStorage.copy(type, columnMajor, from, array, to, 1);
      for (int i = dims.length - 1; i >= 0; i--) {
        from += strides[i];
        if (++index[i] < dims[i]) {
          break;
        }
        from -= strides[i] * index[i];
        index[i] = 0;
      }
    }
    return array;
  }

  /**
   * Writes {@code tensor} to {@code file}, replacing what was there.
   *
   * @throws SlimgraphException UNIMPLEMENTED if NumPy has no such type
   * @throws IOException if writing fails
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    byte[] header = NpyHeader.of(tensor).bytes(MAGIC);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
      out.write(header);
      writeElements(out, tensor);
    }
  }

  /**
   * Writes {@code tensor} to a stream, as {@link #write(Path, Tensor)} does, without closing it.
   */
  public static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(NpyHeader.of(tensor).bytes(MAGIC));
    writeElements(out, tensor);
  }

  private static void writeElements(OutputStream out, Tensor tensor) throws IOException {
    if (tensor.dataType() == DataType.STRING) {
      int width = NpyHeader.of(tensor).itemBytes();
      for (int i = 0; i < tensor.size(); i++) {
        out.write(Arrays.copyOf(TensorStorage.strings(tensor)[i], width));
      }
      return;
    }
    DataType type = tensor.dataType();
    Storage storage = Storage.of(type);
    int cells = tensor.size() * Storage.cellsPerElement(type);
    int step = CHUNK / storage.cellBytes();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < cells; done += Math.min(step, cells - done)) {
      int count = Math.min(step, cells - done);
      storage.write(tensor.array(), done, count, chunk);
      out.write(chunk.array(), 0, count * storage.cellBytes());
    }
  }
}
