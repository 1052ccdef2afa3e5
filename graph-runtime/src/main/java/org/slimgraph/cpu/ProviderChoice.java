package org.slimgraph.cpu;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Decides whether the SIMD loops can be used, and says in one log line which loops run and why.
 *
 * <p>The incubator module must have been asked for at start; the loops must be compiled by the
 * optimising compiler of HotSpot, on other machines vectors are slower than plain loops by two
 * orders of magnitude; vectors must have at least 128 bits.
 */
final class ProviderChoice {

  /** System property; {@code off} chooses the plain loops. */
  static final String PROPERTY = "slimgraph.simd";

  private static final String FLAG = "--add-modules jdk.incubator.vector";
  private static final String MODULE = "jdk.incubator.vector";
  private static final String PROVIDER = "org.slimgraph.cpu.simd.SimdLoops";

  private ProviderChoice() {}

  /** Returns the SIMD loops where this virtual machine runs them well. */
  static Optional<LoopsProvider> simd() {
    System.Logger log = System.getLogger(CpuLoops.class.getName());
    if ("off".equals(System.getProperty(PROPERTY))) {
      log.log(Level.INFO, "Plain loops: switched off SIMD by -D" + PROPERTY + "=off");
      return Optional.empty();
    }
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      log.log(
          Level.WARNING,
          "Plain loops, many times slower: start Java with " + FLAG + " for the SIMD loops");
      return Optional.empty();
    }
    String machine = System.getProperty("java.vm.name", "");
    String compiler = System.getProperty("java.vm.info", "");
    if (!(machine.contains("HotSpot") || machine.contains("OpenJDK"))
        || compiler.contains("interpreted")) {
      log.log(
          Level.INFO,
          "Plain loops: SIMD loops (" + FLAG + ") need HotSpot's compiler, this is " + machine);
      return Optional.empty();
    }
    if (!Fma.FAST) {
      log.log(Level.INFO, "Plain loops: SIMD loops (" + FLAG + ") need fused multiply-add");
      return Optional.empty();
    }
    return load(log, module.get());
  }

  private static Optional<LoopsProvider> load(System.Logger log, Module module) {
    try {
      ProviderChoice.class.getModule().addReads(module);
      Object provider = Class.forName(PROVIDER).getDeclaredConstructor().newInstance();
      LoopsProvider loops = (LoopsProvider) provider;
      log.log(Level.DEBUG, "SIMD loops: " + loops.name());
      return Optional.of(loops);
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      log.log(Level.WARNING, "Plain loops: SIMD loops (" + FLAG + ") do not load: " + reason);
      return Optional.empty();
    }
  }
}
