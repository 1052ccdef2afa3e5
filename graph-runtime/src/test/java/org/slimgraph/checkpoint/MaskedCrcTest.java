package org.slimgraph.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedCrcTest {
  @Test
  void of_checkValue_isPublishedOneMasked() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xc78ab0e5, MaskedCrc.of(digits));
    assertEquals(0xe3069283, MaskedCrc.unmask(MaskedCrc.of(digits)));
  }

  @Test
  void unmask_undoesMask() {
    for (int crc : new int[] {0, 1, -1, Integer.MIN_VALUE, 0xa282ead8}) {
      assertEquals(crc, MaskedCrc.unmask(MaskedCrc.mask(crc)));
    }
  }
}
