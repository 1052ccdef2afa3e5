package org.slimgraph.state;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;

/** The variables and operation states of one session. Thread-safe. */
public final class SessionState {
  private final Map<String, Variable> variables = new ConcurrentHashMap<>();
  private final Map<String, Object> operations = new ConcurrentHashMap<>();

  /**
   * Returns the variable {@code container/name}, made on first use.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it exists with another type
   */
  public Variable variable(String container, String name, DataType type) {
    Variable variable =
        variables.computeIfAbsent(key(container, name), key -> new Variable(name, type));
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
    return type.cast(operations.computeIfAbsent(operation, name -> factory.get()));
  }
}
