package org.slimgraph.summary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.data.Compression;
import org.slimgraph.data.RecordReader;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.FileFormat;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Event;

/**
 * Reads an event file, event by event. TF: tf.train.summary_iterator. Mutable; one thread at a
 * time.
 */
public final class EventFileReader implements AutoCloseable {
  private final RecordReader records;
  private final Path file;

  private EventFileReader(RecordReader records, Path file) {
    this.records = records;
    this.file = file;
  }

  /**
   * Opens {@code file}.
   *
   * @throws IOException if there is no such file
   */
  public static EventFileReader open(Path file) throws IOException {
    return new EventFileReader(RecordReader.open(file, Compression.NONE), file);
  }

  /**
   * Returns all events of {@code file}.
   *
   * @throws SlimgraphException DATA_LOSS with the offset if the file is damaged or cut off
   * @throws IOException if reading fails
   */
  public static List<Event> readAll(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (EventFileReader reader = open(file)) {
      for (Optional<Event> event = reader.next(); event.isPresent(); event = reader.next()) {
        events.add(event.get());
      }
    }
    return events;
  }

  /**
   * Returns the next event, nothing at the end of the file.
   *
   * @throws SlimgraphException DATA_LOSS with the offset if it is damaged or cut off
   * @throws IOException if reading fails
   */
  public Optional<Event> next() throws IOException {
    long offset = records.offset();
    Optional<byte[]> record = records.next();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ProtoFiles.parse(record.get(), Event.getDefaultInstance(), FileFormat.BINARY));
    } catch (SlimgraphException e) {
      throw e.withContext("in the record at " + offset + " of " + file);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
