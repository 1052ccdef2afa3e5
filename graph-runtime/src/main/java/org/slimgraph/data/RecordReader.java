package org.slimgraph.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;
import org.slimgraph.checkpoint.MaskedCrc;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

/**
 * Reads a file of TensorFlow's record format, record by record. TF:
 * tf.python_io.tf_record_iterator. Mutable; one thread at a time.
 *
 * <p>A record is its length in 8 bytes, lowest first, the masked CRC-32C of these, its bytes, and
 * the masked CRC-32C of these. Both checksums are checked, and memory is taken only for bytes that
 * are there.
 */
public final class RecordReader implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int CHECKSUM = 4;
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final InputStream in;
  private long offset;

  private RecordReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens {@code file}.
   *
   * @throws SlimgraphException DATA_LOSS if it is not compressed as {@code compression} says
   * @throws IOException if there is no such file
   */
  public static RecordReader open(Path file, Compression compression) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      InputStream in = compression.decompress(new BufferedInputStream(raw, CHUNK));
      return new RecordReader(
          file, compression == Compression.NONE ? in : new BufferedInputStream(in, CHUNK));
    } catch (ZipException | EOFException e) {
      raw.close();
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS, file + " is no " + compression + " file: " + e.getMessage(), e);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Returns the offset of the next record in the file, decompressed. */
  public long offset() {
    return offset;
  }

  /**
   * Returns the next record, nothing at the end of the file.
   *
   * @throws SlimgraphException DATA_LOSS with the offset if the record is damaged or cut off
   * @throws IOException if reading fails
   */
  public Optional<byte[]> next() throws IOException {
    byte[] header = read(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER) {
      throw truncated();
    }
    ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long length = numbers.getLong();
    if (MaskedCrc.of(header, 0, Long.BYTES) != numbers.getInt()) {
      throw SlimgraphException.dataLoss(
          "corrupted record at %d in %s: the checksum of its length differs; is the file a record"
              + " file, and compressed as stated?",
          offset, file);
    }
    if (length < 0 || length > MAX_LENGTH) {
      throw SlimgraphException.dataLoss(
          "corrupted record at %d in %s: a length of %s bytes",
          offset, file, Long.toUnsignedString(length));
    }
    byte[] record = read((int) length);
    byte[] checksum = record.length < length ? new byte[0] : read(CHECKSUM);
    if (checksum.length < CHECKSUM) {
      throw truncated();
    }
    if (MaskedCrc.of(record) != ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt()) {
      throw SlimgraphException.dataLoss(
          "corrupted record at %d in %s: the checksum of its data differs", offset, file);
    }
    offset += HEADER + length + CHECKSUM;
    return Optional.of(record);
  }

  private SlimgraphException truncated() {
    return SlimgraphException.dataLoss("truncated record at %d in %s", offset, file);
  }

  /** Returns the next {@code length} bytes, or fewer at the end of the file. */
  private byte[] read(int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    int done = 0;
    try {
      while (done < length) {
        if (done == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(2L * done, length));
        }
        int read = in.read(bytes, done, bytes.length - done);
        if (read < 0) {
          return Arrays.copyOf(bytes, done);
        }
        done += read;
      }
    } catch (ZipException | EOFException e) {
      throw SlimgraphException.of(
          ErrorCode.DATA_LOSS,
          "corrupted record at " + offset + " in " + file + ": " + e.getMessage(),
          e);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
