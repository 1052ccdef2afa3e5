package org.slimgraph.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slimgraph.checkpoint.MaskedCrc;

/**
 * Writes a file of TensorFlow's record format; see {@link RecordReader}. TF:
 * tf.python_io.TFRecordWriter. Mutable; one thread at a time.
 */
public final class RecordWriter implements AutoCloseable {
  private final OutputStream out;

  private RecordWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Creates {@code file} or replaces it.
   *
   * @throws IOException if it cannot be created
   */
  public static RecordWriter create(Path file, Compression compression) throws IOException {
    return new RecordWriter(
        compression.compress(new BufferedOutputStream(Files.newOutputStream(file))));
  }

  /**
   * Opens an uncompressed {@code file}, which may exist, to write behind its end.
   *
   * @throws IOException if it cannot be opened
   */
  public static RecordWriter append(Path file) throws IOException {
    return new RecordWriter(
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  /**
   * Writes a record.
   *
   * @throws IOException if writing fails
   */
  public void write(byte[] record) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(record.length);
    header.putInt(MaskedCrc.of(header.array(), 0, Long.BYTES));
    out.write(header.array());
    out.write(record);
    header.clear().putInt(MaskedCrc.of(record));
    out.write(header.array(), 0, Integer.BYTES);
  }

  /**
   * Makes others see what was written; of a compressed file, as far as it can be decompressed.
   *
   * @throws IOException if writing fails
   */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
