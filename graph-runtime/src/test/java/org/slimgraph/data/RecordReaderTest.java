package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slimgraph.checkpoint.MaskedCrc;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

final class RecordReaderTest {
  @TempDir Path folder;

  private Path write(Compression compression, String... records) throws IOException {
    Path file = folder.resolve("records-" + compression);
    try (RecordWriter writer = RecordWriter.create(file, compression)) {
      for (String record : records) {
        writer.write(record.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private static List<String> read(Path file, Compression compression) throws IOException {
    List<String> records = new ArrayList<>();
    try (RecordReader reader = RecordReader.open(file, compression)) {
      for (Optional<byte[]> r = reader.next(); r.isPresent(); r = reader.next()) {
        records.add(new String(r.get(), StandardCharsets.UTF_8));
      }
    }
    return records;
  }

  @ParameterizedTest
  @EnumSource
  void records_comeBack(Compression compression) throws IOException {
    String large = "x".repeat(200_000);
    Path file = write(compression, "one", "", large, "last");
    assertEquals(List.of("one", "", large, "last"), read(file, compression));
    assertEquals(List.of(), read(write(compression), compression));
  }

  @Test
  void frame_isLengthChecksumDataChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(write(Compression.NONE, "abc"));
    assertEquals(8 + 4 + 3 + 4, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(3, in.getLong());
    assertEquals(MaskedCrc.of(new byte[] {3, 0, 0, 0, 0, 0, 0, 0}), in.getInt());
    assertEquals("616263", HexFormat.of().formatHex(bytes, 12, 15));
    assertEquals(MaskedCrc.of(new byte[] {'a', 'b', 'c'}), in.getInt(15));
  }

  @Test
  void append_goesOnBehindTheEnd() throws IOException {
    Path file = write(Compression.NONE, "one");
    try (RecordWriter writer = RecordWriter.append(file)) {
      writer.write("two".getBytes(StandardCharsets.UTF_8));
      writer.flush();
      assertEquals(List.of("one", "two"), read(file, Compression.NONE));
    }
  }

  @Test
  void everyFlippedByteAndEveryCut_isDataLossWithTheOffset() throws IOException {
    Path file = write(Compression.NONE, "first", "second");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      expectLoss(bad, "corrupted record at " + (i < 21 ? 0 : 21));
      if (i > 0 && i != 21) {
        expectLoss(Arrays.copyOf(good, i), "truncated record at " + (i < 21 ? 0 : 21));
      }
    }
    assertArrayEquals(good, Files.readAllBytes(write(Compression.NONE, "first", "second")));
  }

  private void expectLoss(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("bad"), bytes);
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> read(file, Compression.NONE));
    assertEquals(ErrorCode.DATA_LOSS, e.code());
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void lengthsWithGoodChecksums_takeNoMemory() throws IOException {
    for (long length : new long[] {Integer.MAX_VALUE - 8, Long.MAX_VALUE, -1}) {
      ByteBuffer header = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      header.putInt(MaskedCrc.of(header.array(), 0, 8));
      expectLoss(header.array(), length == Integer.MAX_VALUE - 8 ? "truncated" : "corrupted");
    }
  }

  @Test
  void wrongCompression_isDataLoss() throws IOException {
    Path plain = write(Compression.NONE, "one");
    Path gzip = write(Compression.GZIP, "one");
    for (Compression wrong : List.of(Compression.GZIP, Compression.ZLIB)) {
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> read(plain, wrong));
      assertEquals(ErrorCode.DATA_LOSS, e.code());
    }
    assertThrows(SlimgraphException.class, () -> read(gzip, Compression.NONE));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(Files.readAllBytes(gzip), 15));
    assertThrows(SlimgraphException.class, () -> read(cut, Compression.GZIP));
    assertThrows(NoSuchFileException.class, () -> read(folder.resolve("none"), Compression.NONE));
  }

  @Test
  void dataset_readsFileAfterFile_andGoesToAnyPosition() throws IOException {
    Path gzip = write(Compression.GZIP, "a", "b", "c");
    Dataset dataset = Dataset.ofRecords(List.of(gzip, gzip), Compression.GZIP).shuffle(2, 1);
    List<String> all =
        dataset.toList().stream()
            .map(e -> new String(e.get(0).byteStrings()[0], StandardCharsets.UTF_8))
            .toList();
    assertEquals(6, all.size());
    for (int i = 0; i < 6; i++) {
      try (DatasetIterator iterator = dataset.repeat().prefetch(2).iterator()) {
        iterator.restore(new DatasetPosition(0, i));
        byte[] value = iterator.next().get(0).byteStrings()[0];
        assertEquals(all.get(i), new String(value, StandardCharsets.UTF_8));
      }
    }
  }
}
