package org.slimgraph.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Multiply-add for the plain loops: fused where the processor has the instruction, two roundings
 * elsewhere.
 *
 * <p>{@link Math#fma(float, float, float)} without the instruction computes through {@code
 * BigDecimal}, several hundred times slower.
 */
final class Fma {

  /**
   * Whether the virtual machine compiles {@link Math#fma(float, float, float)} to one instruction.
   */
  static final boolean FAST = detect();

  private Fma() {}

  static float fma(float a, float b, float c) {
    return FAST ? Math.fma(a, b, c) : a * b + c;
  }

  static double fma(double a, double b, double c) {
    return FAST ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean detect() {
    try {
      HotSpotDiagnosticMXBean vm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return vm != null && Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException | LinkageError e) {
      // Not HotSpot: nothing says that fma is fast.
      return false;
    }
  }
}
