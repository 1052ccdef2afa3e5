package org.slimgraph.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CpuLoopsTest {

  @Test
  void get_withTheModule_choosesSimd() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    boolean off = "off".equals(System.getProperty(ProviderChoice.PROPERTY));
    if (present && !off && Fma.FAST) {
      assertTrue(CpuLoops.get().name().startsWith("simd"), () -> CpuLoops.get().name());
    } else {
      assertSame(CpuLoops.plain(), CpuLoops.get());
    }
  }

  @Test
  void plain_isNamedPlain() {
    assertEquals("plain", CpuLoops.plain().name());
  }
}
