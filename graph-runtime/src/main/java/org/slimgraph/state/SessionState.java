package org.slimgraph.state;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slimgraph.cpu.random.RandomStream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;

/** The variables and operation states of one session. Thread-safe. */
public final class SessionState {
  private final AtomicLong versions = new AtomicLong();
  private final Map<String, Variable> variables = new ConcurrentHashMap<>();
  private final Map<String, Object> operations = new ConcurrentHashMap<>();

  /** Positions of streams that no run has asked for yet. */
  private final Map<String, long[]> restored = new ConcurrentHashMap<>();

  /**
   * Returns the variable {@code container/name}, made on first use.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it exists with another type
   */
  public Variable variable(String container, String name, DataType type) {
    Variable variable =
        variables.computeIfAbsent(key(container, name), key -> new Variable(name, type, versions));
    if (variable.dataType() != type.base()) {
      throw SlimgraphException.invalidArgument(
          "Variable '%s' holds %s, not %s",
          name, variable.dataType().tfName(), type.base().tfName());
    }
    return variable;
  }

  /** Returns the variable {@code name} of the default container, if it was ever used. */
  public Optional<Variable> find(String name) {
    return Optional.ofNullable(variables.get(key("", name)));
  }

  private static String key(String container, String name) {
    return container + "\n" + name;
  }

  /** Returns the object of operation {@code operation}, made on first use. */
  public <T> T operation(String operation, Class<T> type, Supplier<T> factory) {
    return type.cast(
        operations.computeIfAbsent(
            operation,
            name -> {
              T made = factory.get();
              if (made instanceof RandomStream stream) {
                Optional.ofNullable(restored.remove(name)).ifPresent(stream::restore);
              }
              return made;
            }));
  }

  /**
   * Returns where the streams of random operations stand, by the operations' names in order: with
   * the variables, all that decides what later runs compute.
   */
  public ImmutableSortedMap<String, long[]> randomStreams() {
    TreeMap<String, long[]> positions = new TreeMap<>(restored);
    operations.forEach(
        (name, object) -> {
          if (object instanceof RandomStream stream) {
            positions.put(name, stream.position());
          }
        });
    return ImmutableSortedMap.copyOf(positions);
  }

  /**
   * Puts streams where they stood when {@link #randomStreams} returned {@code positions}; those it
   * does not name begin anew.
   */
  public void restoreRandomStreams(Map<String, long[]> positions) {
    operations.values().removeIf(RandomStream.class::isInstance);
    restored.clear();
    restored.putAll(positions);
  }
}
