package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
  /** What TF 1.15's Cast gives for these float bits, as bfloat16 and as half. */
  @ParameterizedTest
  @CsvSource({
    "00000000, 0000, 0000", "80000000, 8000, 8000", "3f800000, 3f80, 3c00",
    "3f808000, 3f80, 3c04", "3f808001, 3f81, 3c04", "3f818000, 3f82, 3c0c",
    "3f807fff, 3f80, 3c04", "7f800000, 7f80, 7c00", "ff800000, ff80, fc00",
    "7fc00000, 7fc0, 7e00", "ffc00000, 7fc0, fe00", "7f800001, 7fc0, 7e00",
    "7fffffff, 7fc0, 7e00", "7f7fffff, 7f80, 7c00", "7f7f8000, 7f80, 7c00",
    "00000001, 0000, 0000", "00008000, 0000, 0000", "477fe000, 4780, 7bff",
    "477fefff, 4780, 7bff", "477ff000, 4780, 7c00", "477fffff, 4780, 7c00",
    "47800000, 4780, 7c00", "33000000, 3300, 0000", "33000001, 3300, 0001",
    "33800000, 3380, 0001", "33c00000, 33c0, 0002", "387fc000, 3880, 03ff",
    "387fe000, 3880, 0400", "387fdfff, 3880, 03ff", "387fffff, 3880, 0400",
    "38800000, 3880, 0400", "3f801000, 3f80, 3c00", "3f803000, 3f80, 3c02",
    "3f801001, 3f80, 3c01", "32ffffff, 3300, 0000"
  })
  void fromFloat_asInTf(String bits, String bfloat16, String half) {
    float value = Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
    assertEquals(bfloat16, hex(HalfFloat.floatToBfloat16(value)));
    assertEquals(half, hex(HalfFloat.floatToHalf(value)));
  }

  private static String hex(short bits) {
    return String.format(java.util.Locale.ROOT, "%04x", bits & 0xffff);
  }

  @Test
  void half_everyValue_roundTrips() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.halfToFloat((short) bits);
      if (Float.isNaN(value)) {
        assertEquals(0x7c00, bits & 0x7c00);
      } else {
        assertEquals((short) bits, HalfFloat.floatToHalf(value), Integer.toHexString(bits));
      }
    }
  }

  @Test
  void half_value_isFractionTimesPowerOfTwo() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      int exponent = bits >> 10;
      int fraction = bits & 0x3ff;
      double expected =
          exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
      assertEquals((float) expected, HalfFloat.halfToFloat((short) bits));
      assertEquals((float) -expected, HalfFloat.halfToFloat((short) (bits | 0x8000)));
    }
  }

  @Test
  void floatToHalf_betweenNeighbours_takesTheNearerOrEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfFloat.halfToFloat((short) bits);
      float high = HalfFloat.halfToFloat((short) (bits + 1));
      float middle = (low + high) / 2; // exact: floats have bits to spare
      int even = (bits & 1) == 0 ? bits : bits + 1;
      assertEquals((short) even, HalfFloat.floatToHalf(middle));
      assertEquals((short) bits, HalfFloat.floatToHalf(Math.nextDown(middle)));
      assertEquals((short) (bits + 1), HalfFloat.floatToHalf(Math.nextUp(middle)));
    }
  }

  @Test
  void bfloat16_everyValue_roundTrips() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.bfloat16ToFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, HalfFloat.floatToBfloat16(value));
      }
    }
    assertTrue(Float.isNaN(HalfFloat.bfloat16ToFloat((short) 0x7fc0)));
  }
}
