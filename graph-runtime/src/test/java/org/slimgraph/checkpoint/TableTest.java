package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

class TableTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private Path table(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableWriter writer = new TableWriter(out);
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      writer.add(bytes(entry.getKey()), bytes(entry.getValue()));
    }
    writer.finish();
    return Files.write(folder.resolve("table"), out.toByteArray());
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    TableReader.open(file)
        .forEach(
            (key, value) -> entries.put(new String(key, StandardCharsets.ISO_8859_1), text(value)));
    return entries;
  }

  private static Map<String, String> numbered(int count, int valueLength) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      entries.put(String.format(Locale.ROOT, "scope/%06d/w", i), "v".repeat(valueLength) + i);
    }
    return entries;
  }

  @Test
  void writer_noEntries_isReadBackEmpty() throws IOException {
    assertEquals(Map.of(), read(table(Map.of())));
  }

  @Test
  void writer_severalBlocks_areReadBackInOrder() throws IOException {
    Map<String, String> entries = numbered(9000, 90);
    Path file = table(entries);
    assertTrue(Files.size(file) > 3 * TableWriter.BLOCK_BYTES);
    assertEquals(entries.toString(), read(file).toString());
  }

  @Test
  void get_severalBlocks_findsEveryKeyAndNoOther() throws IOException {
    Map<String, String> entries = numbered(3000, 300);
    TableReader table = TableReader.open(table(entries));
    for (int i = 0; i < 3000; i += 97) {
      String key = String.format(Locale.ROOT, "scope/%06d/w", i);
      assertEquals(entries.get(key), text(table.get(bytes(key)).orElseThrow()));
      assertTrue(table.get(bytes(key + "x")).isEmpty());
    }
    assertTrue(table.get(bytes("")).isEmpty());
    assertTrue(table.get(bytes("zzz")).isEmpty());
  }

  @Test
  void writer_entryOfTwoBlocks_standsAlone() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("a", "1");
    entries.put("b", "2".repeat(2 * TableWriter.BLOCK_BYTES));
    entries.put("c", "3");
    assertEquals(entries, read(table(entries)));
  }

  @Test
  void separator_isShortestThatStandsBetween() {
    assertArrayEquals(bytes("b"), TableWriter.separator(bytes("abc"), bytes("c")));
    assertArrayEquals(bytes("abc"), TableWriter.separator(bytes("abc"), bytes("abd")));
    assertArrayEquals(bytes("abd"), TableWriter.separator(bytes("abcx"), bytes("abe")));
    assertArrayEquals(bytes("abc"), TableWriter.separator(bytes("abc"), bytes("abcd")));
    assertArrayEquals(bytes("a\u00ffb"), TableWriter.separator(bytes("a\u00ffb"), bytes("b")));
    assertArrayEquals(bytes(""), TableWriter.separator(bytes(""), bytes("b")));
  }

  @Test
  void successor_raisesFirstByteThatCanRise() {
    assertArrayEquals(bytes("t"), TableWriter.successor(bytes("strs")));
    assertArrayEquals(bytes("\u00ffb"), TableWriter.successor(bytes("\u00ffabc")));
    assertArrayEquals(bytes("\u00ff\u00ff"), TableWriter.successor(bytes("\u00ff\u00ff")));
    assertArrayEquals(bytes(""), TableWriter.successor(bytes("")));
  }

  @Test
  void open_notATable_namesWhatIsWrong() throws IOException {
    assertFails("file is too short to be an sstable", new byte[47]);
    assertFails("not an sstable (bad magic number)", new byte[48]);
  }

  @Test
  void open_handlesOutsideOfTheFile_areRefused() throws IOException {
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.putLong(40, TableReader.MAGIC);
    footer.put(0, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 127, 8});
    assertFails("bad block handle", footer.array());
    footer.put(0, new byte[] {0, -1, -1, -1, -1, -1, -1, -1, -1, 127});
    assertFails("bad block handle", footer.array());
  }

  @Test
  void read_compressedBlock_isExpanded() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    // one entry, "k" -> 20 times "v": a literal of 5 bytes, a copy, a literal of 8 bytes
    byte[] data = {
      32, 4 << 2, 0, 1, 20, 'k', 'v', 2 | 18 << 2, 1, 0, 7 << 2, 0, 0, 0, 0, 1, 0, 0, 0
    };
    int dataSize = append(file, data, TableReader.SNAPPY);
    byte[] meta = {0, 0, 0, 0, 1, 0, 0, 0};
    int metaOffset = file.size();
    append(file, meta, TableReader.UNCOMPRESSED);
    byte[] index = {0, 1, 2, 'l', 0, (byte) dataSize, 0, 0, 0, 0, 1, 0, 0, 0};
    int indexOffset = file.size();
    append(file, index, TableReader.UNCOMPRESSED);
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(new byte[] {(byte) metaOffset, 8, (byte) indexOffset, (byte) index.length});
    footer.putLong(40, TableReader.MAGIC);
    file.writeBytes(footer.array());
    Path path = Files.write(folder.resolve("snappy"), file.toByteArray());
    assertEquals(Map.of("k", "v".repeat(20)), read(path));
  }

  private static int append(ByteArrayOutputStream file, byte[] block, int type) {
    ByteArrayOutputStream typed = new ByteArrayOutputStream();
    typed.writeBytes(block);
    typed.write(type);
    file.writeBytes(typed.toByteArray());
    file.writeBytes(
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MaskedCrc.of(typed.toByteArray()))
            .array());
    return block.length;
  }

  private void assertFails(String message, byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("bad"), file);
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> read(path));
    assertEquals(ErrorCode.DATA_LOSS, e.code());
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }
}
