package org.slimgraph.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graphdef.proto.Event;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.graphdef.proto.SessionLog;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.graphdef.proto.SummaryMetadata;
import org.slimgraph.tensor.Tensor;

class FileWriterTest {
  private static final FileWriterOptions OPTIONS =
      new FileWriterOptions(
          Clock.fixed(Instant.ofEpochSecond(1234567890, 500_000_000), ZoneOffset.UTC), "host", "");

  /**
   * The file of a first event and {@code tag: "loss", simple_value: 1.5} at step 7, each behind its
   * length and the checksums; put together by hand from the format, with another CRC-32C.
   */
  private static final String GOLDEN =
      "1800000000000000a37f4b22090000a0b48065d2411a0d627261696e2e4576656e743a32f5e8"
          + "f0161a00000000000000129bd82d090000a0b48065d24110072a0d0a0b0a046c6f7373150000"
          + "c03f41c5c167";

  @TempDir Path folder;

  @Test
  void file_isNamedAndDated() throws IOException {
    try (FileWriter writer = FileWriter.open(folder.resolve("run"), OPTIONS.filenameSuffix(".x"))) {
      writer.addScalar("loss", 1.5f, 7);
      assertEquals(folder.resolve("run/events.out.tfevents.1234567890.host.x"), writer.file());
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("run/events.out.tfevents.1234567890.host.x"));
    assertEquals(GOLDEN, HexFormat.of().formatHex(bytes));
    List<Event> events =
        EventFileReader.readAll(folder.resolve("run/events.out.tfevents.1234567890.host.x"));
    assertEquals(2, events.size());
    assertEquals("brain.Event:2", events.get(0).getFileVersion());
    assertEquals(1234567890.5, events.get(1).getWallTime());
    assertEquals(7, events.get(1).getStep());
    assertEquals("loss", events.get(1).getSummary().getValue(0).getTag());
    assertEquals(1.5f, events.get(1).getSummary().getValue(0).getSimpleValue());
  }

  @Test
  void everyKindOfEvent_comesBack() throws IOException {
    RunMetadata metadata =
        RunMetadata.newBuilder().addPartitionGraphs(GraphDef.getDefaultInstance()).build();
    SessionLog start = SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START).build();
    Path file;
    try (FileWriter writer = FileWriter.open(folder, OPTIONS)) {
      writer.addGraph(new Graph());
      writer.addSessionLog(start, 1);
      writer.addRunMetadata(metadata, "step 2", 2);
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class, () -> writer.addRunMetadata(metadata, "step 2", 3));
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      writer.addEvent(Event.newBuilder().setStep(99).build());
      file = writer.file();
    }
    List<Event> events = EventFileReader.readAll(file);
    assertEquals(5, events.size());
    assertTrue(GraphDef.parseFrom(events.get(1).getGraphDef()).hasVersions());
    assertEquals(start, events.get(2).getSessionLog());
    assertEquals("step 2", events.get(3).getTaggedRunMetadata().getTag());
    assertEquals(
        metadata, RunMetadata.parseFrom(events.get(3).getTaggedRunMetadata().getRunMetadata()));
    assertEquals(99, events.get(4).getStep());
  }

  @Test
  void metadata_areKeptOnceATag() throws IOException {
    Summary summary =
        Summary.newBuilder()
            .addValue(
                Summary.Value.newBuilder()
                    .setTag("a")
                    .setMetadata(SummaryMetadata.newBuilder().setDisplayName("A")))
            .build();
    Path file;
    try (FileWriter writer = FileWriter.open(folder, OPTIONS)) {
      writer.addSummary(Tensor.scalar(summary.toByteArray()), 1);
      writer.addSummary(summary, 2);
      file = writer.file();
    }
    List<Event> events = EventFileReader.readAll(file);
    assertTrue(events.get(1).getSummary().getValue(0).hasMetadata());
    assertFalse(events.get(2).getSummary().getValue(0).hasMetadata());
  }

  @Test
  void whatIsNoSummary_isInvalid() throws IOException {
    try (FileWriter writer = FileWriter.open(folder, OPTIONS)) {
      for (Tensor bad : List.of(Tensor.scalar("\u0007bad"), Tensor.scalar(1f))) {
        SlimgraphException e =
            assertThrows(SlimgraphException.class, () -> writer.addSummary(bad, 1));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
      }
    }
  }

  @Test
  void flush_showsEvents_reopenBeginsAFile_closedWriterRefuses() throws IOException {
    FileWriter writer = FileWriter.open(folder, OPTIONS);
    Path first = writer.file();
    assertEquals(1, EventFileReader.readAll(first).size());
    writer.addScalar("a", 1, 1);
    writer.flush();
    assertEquals(2, EventFileReader.readAll(first).size());
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, () -> writer.addScalar("a", 1, 2));
    writer.reopen();
    writer.addScalar("a", 1, 2);
    writer.close();
    assertEquals(2, EventFileReader.readAll(first).size());
    assertEquals(folder.resolve(first.getFileName() + ".1"), writer.file());
    assertEquals(2, EventFileReader.readAll(writer.file()).get(1).getStep());
  }

  @Test
  void damage_isDataLossWithTheOffset() throws IOException {
    Path file;
    try (FileWriter writer = FileWriter.open(folder, OPTIONS)) {
      writer.addScalar("a", 1, 1);
      file = writer.file();
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> EventFileReader.readAll(file));
    assertEquals(ErrorCode.DATA_LOSS, e.code());
    assertTrue(e.getMessage().startsWith("truncated record at 40"), e.getMessage());
  }
}
