package org.slimgraph.summary;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.Event;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.graphdef.proto.SessionLog;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.graphdef.proto.TaggedRunMetadata;
import org.slimgraph.tensor.Tensor;

/**
 * Writes what TensorBoard shows to event files. TF: tf.summary.FileWriter. Thread-safe.
 *
 * <p>Unlike TF's it has no thread that writes in the background: what was added is in the file
 * after {@link #flush} or {@link #close}.
 */
public final class FileWriter implements AutoCloseable {
  private final EventFileWriter events;
  private final FileWriterOptions options;
  private final Set<String> seenTags = new HashSet<>();
  private final Set<String> runTags = new HashSet<>();

  private FileWriter(EventFileWriter events, FileWriterOptions options) {
    this.events = events;
    this.options = options;
  }

  /**
   * Begins an event file in {@code folder}, which is created if need be.
   *
   * @throws IOException if writing fails
   */
  public static FileWriter open(Path folder) throws IOException {
    return open(folder, FileWriterOptions.defaults());
  }

  /** Begins an event file in {@code folder}, as {@link #open(Path)} does. */
  public static FileWriter open(Path folder, FileWriterOptions options) throws IOException {
    return new FileWriter(new EventFileWriter(folder, options), options);
  }

  /** Returns the file that is being written, or was last. */
  public Path file() {
    return events.file();
  }

  /**
   * Adds a summary that a summary op gave, a STRING scalar.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the tensor is no scalar or no Summary message
   * @throws IOException if writing fails
   */
  public void addSummary(Tensor summary, long step) throws IOException {
    byte[][] strings = summary.byteStrings();
    if (strings.length != 1) {
      throw SlimgraphException.invalidArgument(
          "A summary is one string, not %s", summary.shape().toBrackets());
    }
    addSummary(strings[0], step);
  }

  /**
   * Adds a serialised Summary message.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is none
   * @throws IOException if writing fails
   */
  public void addSummary(byte[] summary, long step) throws IOException {
    try {
      addSummary(Summary.parseFrom(summary), step);
    } catch (InvalidProtocolBufferException e) {
      throw SlimgraphException.of(
          ErrorCode.INVALID_ARGUMENT, "Not a Summary message: " + e.getMessage(), e);
    }
  }

  /**
   * Adds a summary. Of values with one tag only the first keeps its metadata, as in TF.
   *
   * @throws IOException if writing fails
   */
  public synchronized void addSummary(Summary summary, long step) throws IOException {
    Summary.Builder stripped = summary.toBuilder();
    for (Summary.Value.Builder value : stripped.getValueBuilderList()) {
      if (!seenTags.add(value.getTag())) {
        value.clearMetadata();
      }
    }
    add(Event.newBuilder().setSummary(stripped), step);
  }

  /**
   * Adds one number under a tag.
   *
   * @throws IOException if writing fails
   */
  public void addScalar(String tag, float value, long step) throws IOException {
    addSummary(
        Summary.newBuilder()
            .addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value))
            .build(),
        step);
  }

  /**
   * Adds a graph, for the graph page.
   *
   * @throws IOException if writing fails
   */
  public void addGraph(Graph graph) throws IOException {
    add(Event.newBuilder().setGraphDef(ByteString.copyFrom(GraphDefs.toBytes(graph))), 0);
  }

  /**
   * Adds a graph with its collections.
   *
   * @throws IOException if writing fails
   */
  public void addMetaGraph(MetaGraphDef metaGraph, long step) throws IOException {
    add(
        Event.newBuilder().setMetaGraphDef(ByteString.copyFrom(ProtoFiles.toBytes(metaGraph))),
        step);
  }

  /**
   * Adds what a traced run left behind.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is a run of this tag already
   * @throws IOException if writing fails
   */
  public synchronized void addRunMetadata(RunMetadata metadata, String tag, long step)
      throws IOException {
    if (!runTags.add(tag)) {
      throw SlimgraphException.invalidArgument(
          "The provided tag was already used for this event type: %s", tag);
    }
    add(
        Event.newBuilder()
            .setTaggedRunMetadata(
                TaggedRunMetadata.newBuilder()
                    .setTag(tag)
                    .setRunMetadata(ByteString.copyFrom(ProtoFiles.toBytes(metadata)))),
        step);
  }

  /**
   * Adds a change of state of a session.
   *
   * @throws IOException if writing fails
   */
  public void addSessionLog(SessionLog log, long step) throws IOException {
    add(Event.newBuilder().setSessionLog(log), step);
  }

  private void add(Event.Builder event, long step) throws IOException {
    events.add(event.setWallTime(EventFileWriter.wallTime(options.clock())).setStep(step).build());
  }

  /**
   * Adds an event as it is.
   *
   * @throws IOException if writing fails
   */
  public void addEvent(Event event) throws IOException {
    events.add(event);
  }

  /**
   * Makes readers see what was added.
   *
   * @throws IOException if writing fails
   */
  public void flush() throws IOException {
    events.flush();
  }

  /**
   * Begins a new file if the writer is closed.
   *
   * @throws IOException if writing fails
   */
  public void reopen() throws IOException {
    events.reopen();
  }

  /** Writes the rest and closes the file. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    events.close();
  }
}
