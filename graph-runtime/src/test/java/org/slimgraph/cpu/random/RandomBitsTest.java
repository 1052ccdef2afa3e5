package org.slimgraph.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RandomBitsTest {

  @Test
  void toFloat_usesLow23Bits() {
    assertEquals(0f, RandomBits.toFloat(0xFF800000));
    assertEquals(1 - 0x1p-23f, RandomBits.toFloat(-1));
    assertEquals(0.5f, RandomBits.toFloat(0x400000));
  }

  @Test
  void toDouble_usesLow20BitsOfHighWord() {
    assertEquals(0.0, RandomBits.toDouble(0xFFF00000, 0));
    assertEquals(1 - 0x1p-52, RandomBits.toDouble(-1, -1));
    assertEquals(0x1p-21, RandomBits.toDouble(0, 0x80000000));
  }

  @Test
  void halfBits_edges_roundToNearestEven() {
    assertEquals(0, RandomBits.halfBits(0f));
    assertEquals((short) 0x8000, RandomBits.halfBits(-0f));
    assertEquals(0x3C00, RandomBits.halfBits(1f));
    assertEquals((short) 0xC500, RandomBits.halfBits(-5f));
    assertEquals(0x3C00, RandomBits.halfBits(1 + 0x1p-11f), "tie to even below");
    assertEquals(0x3C02, RandomBits.halfBits(1 + 3 * 0x1p-11f), "tie to even above");
    assertEquals(0x3C01, RandomBits.halfBits(1 + 0x1.01p-11f));
    assertEquals(0x4000, RandomBits.halfBits(2 - 0x1p-23f), "carry into the exponent");
  }

  @Test
  void halfBits_subnormals_roundToNearestEven() {
    assertEquals(0x0400, RandomBits.halfBits(0x1p-14f));
    assertEquals(0x0400, RandomBits.halfBits(0x1p-14f - 0x1p-38f));
    assertEquals(0x0001, RandomBits.halfBits(0x1p-24f));
    assertEquals((short) 0x8001, RandomBits.halfBits(-0x1p-24f));
    assertEquals(0x0000, RandomBits.halfBits(0x1p-25f));
    assertEquals(0x0002, RandomBits.halfBits(3 * 0x1p-25f));
  }

  @Test
  void bfloat16Bits_edges_roundToNearestEven() {
    assertEquals(0x3F80, RandomBits.bfloat16Bits(1f));
    assertEquals((short) 0xBF80, RandomBits.bfloat16Bits(-1f));
    assertEquals(0x3F80, RandomBits.bfloat16Bits(1 + 0x1p-8f));
    assertEquals(0x3F82, RandomBits.bfloat16Bits(1 + 3 * 0x1p-8f));
    assertEquals(0x4000, RandomBits.bfloat16Bits(2 - 0x1p-23f));
  }
}
