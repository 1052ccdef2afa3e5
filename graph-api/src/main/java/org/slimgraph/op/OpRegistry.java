package org.slimgraph.op;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slimgraph.error.SlimgraphException;

/** The set of ops that graphs are built from. Immutable. */
public final class OpRegistry {
  private final ImmutableMap<String, RegisteredOp> ops;

  /** Creates a registry of {@code ops}, in their order. */
  public OpRegistry(Iterable<RegisteredOp> ops) {
    ImmutableMap.Builder<String, RegisteredOp> map = ImmutableMap.builder();
    ops.forEach(op -> map.put(op.def().name(), op));
    this.ops = map.buildOrThrow();
  }

  private static final class Standard {
    private static final OpRegistry REGISTRY = load();

    private static OpRegistry load() {
      List<RegisteredOp> ops = new ArrayList<>();
      for (OpSource source :
          ServiceLoader.load(OpSource.class, OpRegistry.class.getClassLoader())) {
        source.ops().forEach(ops::add);
      }
      return new OpRegistry(ops);
    }
  }

  /**
   * Returns the ops of every {@link OpSource} on the class path, loaded once; with graph-ops on it,
   * TF 1.15's.
   */
  public static OpRegistry standard() {
    return Standard.REGISTRY;
  }

  /** Returns the op {@code type}, if it is registered. */
  public Optional<RegisteredOp> find(String type) {
    return Optional.ofNullable(ops.get(type));
  }

  /**
   * Returns the op {@code type}.
   *
   * @throws SlimgraphException NOT_FOUND if it is not registered
   */
  public RegisteredOp get(String type) {
    RegisteredOp op = ops.get(type);
    if (op == null) {
      throw SlimgraphException.notFound(
          "Op type not registered '%s'; the %d ops that are known are listed by OpRegistry.ops()",
          type, ops.size());
    }
    return op;
  }

  /** Returns all ops in registration order. */
  public Collection<RegisteredOp> ops() {
    return ops.values();
  }
}
