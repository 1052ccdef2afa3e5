package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

class SnappyTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static String text(int... block) {
    return new String(Snappy.decode(bytes(block)), StandardCharsets.US_ASCII);
  }

  @Test
  void decode_nothing_isEmpty() {
    assertEquals("", text(0));
  }

  @Test
  void decode_literalAndCopiesOfAllWidths() {
    assertEquals("abcabcab", text(8, 2 << 2, 'a', 'b', 'c', 1 | 1 << 2, 3));
    assertEquals("abcabcab", text(8, 2 << 2, 'a', 'b', 'c', 2 | 4 << 2, 3, 0));
    assertEquals("abcabcab", text(8, 2 << 2, 'a', 'b', 'c', 3 | 4 << 2, 3, 0, 0, 0));
  }

  @Test
  void decode_longLiterals_takeTheirLengthFromTheBytesBehind() {
    for (int lengthBytes = 1; lengthBytes <= 4; lengthBytes++) {
      byte[] literal = new byte[200];
      Arrays.fill(literal, (byte) 7);
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.writeBytes(bytes(0xc8, 1, 59 + lengthBytes << 2, 199));
      block.writeBytes(new byte[lengthBytes - 1]);
      block.writeBytes(literal);
      assertArrayEquals(literal, Snappy.decode(block.toByteArray()));
    }
  }

  @Test
  void decode_damage_isDataLoss() {
    int[][] blocks = {
      {},
      {0x80},
      {1},
      {0, 0, 'a'},
      {4, 2 << 2, 'a', 'b'},
      {4, 1 | 0 << 2, 1},
      {5, 0, 'a', 1 | 0 << 2, 0},
      {5, 0, 'a', 1 | 0 << 2, 2},
      {3, 0, 'a', 1 | 0 << 2, 1},
      {5, 0, 'a', 2 | 3 << 2, 1},
      {5, 0, 'a', 3 | 3 << 2, 0xff, 0xff, 0xff, 0xff},
      {5, 63 << 2, 0xff, 0xff, 0xff, 0xff, 'a'},
      {0xff, 0xff, 0xff, 0xff, 7, 0, 'a'},
    };
    for (int[] block : blocks) {
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> text(block));
      assertEquals(ErrorCode.DATA_LOSS, e.code(), Arrays.toString(block));
    }
  }
}
