package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceKeyTest {
  private static String hex(String name, TensorSlice slice) {
    return HexFormat.of().formatHex(SliceKey.of(name, slice));
  }

  private static byte[] startingAt(long start) {
    return SliceKey.of("v", new TensorSlice(List.of(start), List.of(1L)));
  }

  @Test
  void of_slicesThatTensorFlowWrote_isItsKey() {
    assertEquals("006100010102807f807f", hex("a", TensorSlice.full(2)));
    assertEquals("0077000101028082" + "8084", hex("w", TensorSlice.parse("0,2:0,4")));
  }

  @Test
  void of_escapesZeroBytesInNames() {
    assertEquals("006100ff62" + "0001" + "00", hex("a\0b", TensorSlice.full(0)));
  }

  @Test
  void of_longNumbers_takeMoreBytes() {
    assertEquals("0076" + "0001" + "0101" + "bf" + "81", hex("v", TensorSlice.parse("63,1")));
    assertEquals("0076" + "0001" + "0101" + "c040" + "81", hex("v", TensorSlice.parse("64,1")));
    assertEquals("0076" + "0001" + "0101" + "e02000" + "81", hex("v", TensorSlice.parse("8192,1")));
  }

  @Test
  void of_ordersAsNumbersDo() {
    byte[] last = startingAt(0);
    for (int bit = 0; bit < 63; bit++) {
      byte[] next = startingAt(1L << bit);
      assertTrue(Arrays.compareUnsigned(last, next) < 0, "start 2^" + bit);
      last = next;
    }
    assertTrue(Arrays.compareUnsigned(last, startingAt(Long.MAX_VALUE)) < 0);
  }
}
