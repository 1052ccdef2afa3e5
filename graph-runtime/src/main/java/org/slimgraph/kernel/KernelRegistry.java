package org.slimgraph.kernel;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.ServiceLoader;

/** The ops that can run. Immutable. */
public final class KernelRegistry {
  private final ImmutableMap<String, RunnableOp> ops;

  /** Creates a registry of {@code ops}. */
  public KernelRegistry(Iterable<RunnableOp> ops) {
    ImmutableMap.Builder<String, RunnableOp> map = ImmutableMap.builder();
    ops.forEach(op -> map.put(op.def().name(), op));
    this.ops = map.buildOrThrow();
  }

  private static final class Standard {
    private static final KernelRegistry REGISTRY = load();

    private static KernelRegistry load() {
      ImmutableMap.Builder<String, RunnableOp> map = ImmutableMap.builder();
      for (KernelSource source :
          ServiceLoader.load(KernelSource.class, KernelRegistry.class.getClassLoader())) {
        source.runnableOps().forEach(op -> map.put(op.def().name(), op));
      }
      return new KernelRegistry(map.buildOrThrow().values());
    }
  }

  /** Returns the ops of every {@link KernelSource} on the class path, loaded once. */
  public static KernelRegistry standard() {
    return Standard.REGISTRY;
  }

  /** Returns the op {@code type}, if it can run. */
  public Optional<RunnableOp> find(String type) {
    return Optional.ofNullable(ops.get(type));
  }
}
