package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class IdxTest {

  private static byte[] idx(int type, int[] dims, byte... data) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + data.length);
    bytes.put(new byte[] {0, 0, (byte) type, (byte) dims.length});
    Arrays.stream(dims).forEach(bytes::putInt);
    return bytes.put(data).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Tensor read(byte[] bytes) throws IOException {
    return Idx.read(new ByteArrayInputStream(bytes), "test.idx");
  }

  private static SlimgraphException failure(byte[] bytes) {
    return assertThrows(SlimgraphException.class, () -> read(bytes));
  }

  @Test
  void bytes_plainAndGzip(@TempDir Path folder) throws IOException {
    byte[] file =
        idx(0x08, new int[] {2, 3}, (byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 255);
    Path path = Files.write(folder.resolve("a.idx.gz"), gzip(file));
    for (Tensor tensor : new Tensor[] {read(file), Idx.read(path)}) {
      assertEquals(DataType.UINT8, tensor.dataType());
      assertEquals(Shape.of(2, 3), tensor.shape());
      assertArrayEquals(new int[] {0, 1, 2, 3, 4, 255}, tensor.ints());
    }
  }

  @Test
  void everyType_isBigEndian() throws IOException {
    assertArrayEquals(new int[] {-1}, read(idx(0x09, new int[] {1}, (byte) 255)).ints());
    assertArrayEquals(
        new int[] {258, -2},
        read(idx(0x0b, new int[] {2}, (byte) 1, (byte) 2, (byte) 255, (byte) 254)).ints());
    byte[] four = ByteBuffer.allocate(4).putInt(-123456).array();
    assertArrayEquals(new int[] {-123456}, read(idx(0x0c, new int[] {1}, four)).ints());
    byte[] single = ByteBuffer.allocate(4).putFloat(1.5f).array();
    assertArrayEquals(new float[] {1.5f}, read(idx(0x0d, new int[] {1}, single)).floats());
    byte[] twice = ByteBuffer.allocate(8).putDouble(-2.25).array();
    assertArrayEquals(new double[] {-2.25}, read(idx(0x0e, new int[] {1}, twice)).doubles());
    assertEquals(Shape.of(0, 7), read(idx(0x08, new int[] {0, 7})).shape());
    assertEquals(Shape.scalar(), read(idx(0x08, new int[0], (byte) 1)).shape());
  }

  @Test
  void damage_isDataLossWithTheOffset() throws IOException {
    byte[] good = idx(0x08, new int[] {2, 2}, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
    for (int length = 0; length < good.length; length++) {
      assertEquals(ErrorCode.DATA_LOSS, failure(Arrays.copyOf(good, length)).code(), "" + length);
    }
    assertTrue(failure(Arrays.copyOf(good, 15)).getMessage().contains("offset 12 is cut off"));
    assertTrue(failure(Arrays.copyOf(good, 15)).getMessage().endsWith("in test.idx"));
    assertTrue(failure(Arrays.copyOf(good, 17)).getMessage().contains("goes on at offset 16"));
    byte[] packed = gzip(good);
    for (int length = 2; length < packed.length; length++) {
      assertEquals(ErrorCode.DATA_LOSS, failure(Arrays.copyOf(packed, length)).code(), "" + length);
    }
    packed[packed.length - 6] ^= 1;
    assertEquals(ErrorCode.DATA_LOSS, failure(packed).code());
    assertTrue(failure(idx(0x0a, new int[] {1}, (byte) 1)).getMessage().contains("Type 0x0a"));
    assertEquals(ErrorCode.DATA_LOSS, failure(new byte[] {1, 0, 8, 1}).code());
    assertEquals(ErrorCode.DATA_LOSS, failure(idx(0x08, new int[255])).code());
  }

  @Test
  void claimsOfTheHeader_takeNoMemory() {
    SlimgraphException cut = failure(idx(0x08, new int[] {0x7fff0000}, (byte) 1));
    assertEquals(ErrorCode.DATA_LOSS, cut.code());
    SlimgraphException huge = failure(idx(0x0e, new int[] {-1, 2}, (byte) 1));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, huge.code());
    // More elements than a shape counts.
    SlimgraphException uncountable = failure(idx(0x0e, new int[] {-1, -1, -1}, (byte) 1));
    assertEquals(ErrorCode.INVALID_ARGUMENT, uncountable.code());
  }
}
