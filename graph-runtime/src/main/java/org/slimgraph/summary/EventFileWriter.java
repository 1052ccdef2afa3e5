package org.slimgraph.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slimgraph.data.RecordWriter;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Event;

/**
 * Writes events to a file {@code events.out.tfevents.<seconds>.<host>} in a folder, as TF's
 * EventFileWriter. Thread-safe. What is written is in the file after {@link #flush}.
 */
public final class EventFileWriter implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";

  private final Path folder;
  private final FileWriterOptions options;
  private Path file;
  private @Nullable RecordWriter out;

  /**
   * Creates {@code folder} if need be, and a file in it.
   *
   * @throws IOException if writing fails
   */
  public EventFileWriter(Path folder, FileWriterOptions options) throws IOException {
    this.folder = folder;
    this.options = options;
    this.file = folder;
    Files.createDirectories(folder);
    reopen();
  }

  /** Returns the time of {@code clock} as events have it, in seconds since 1970. */
  static double wallTime(Clock clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() * 1e-9;
  }

  /** Returns the file that is being written, or was last. */
  public synchronized Path file() {
    return file;
  }

  /**
   * Writes an event.
   *
   * @throws IllegalStateException if the writer is closed
   * @throws IOException if writing fails
   */
  public synchronized void add(Event event) throws IOException {
    if (out == null) {
      throw new IllegalStateException("The writer of " + file + " is closed; call reopen()");
    }
    out.write(ProtoFiles.toBytes(event));
  }

  /**
   * Makes readers see what was written.
   *
   * @throws IOException if writing fails
   */
  public synchronized void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  /**
   * Begins a new file if the writer is closed. A file that exists is never touched: a second one of
   * the same second gets a number behind its name.
   *
   * @throws IOException if writing fails
   */
  public synchronized void reopen() throws IOException {
    if (out != null) {
      return;
    }
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%010d.%s%s",
            options.clock().instant().getEpochSecond(),
            options.host(),
            options.filenameSuffix());
    file = folder.resolve(name);
    for (int number = 1; Files.exists(file); number++) {
      file = folder.resolve(name + "." + number);
    }
    out = RecordWriter.append(file);
    add(Event.newBuilder().setWallTime(wallTime(options.clock())).setFileVersion(VERSION).build());
    flush();
  }

  /** Writes the rest and closes the file. Closing again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    RecordWriter open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
