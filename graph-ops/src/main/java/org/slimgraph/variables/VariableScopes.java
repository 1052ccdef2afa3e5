package org.slimgraph.variables;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.NameScope;

/**
 * The open variable scopes of a graph, and how often each was opened, from which default names are
 * made unique. Belongs to the thread that builds the graph.
 *
 * <p>TF 1.15: {@code variable_scope}, {@code _pure_variable_scope} and {@code _VariableScopeStore}
 * in {@code ops/variable_scope.py}.
 */
final class VariableScopes {
  private final Graph graph;
  private VariableScope current;
  private Map<String, Integer> counts = new HashMap<>();

  private VariableScopes(Graph graph) {
    this.graph = graph;
    this.current = VariableScope.root(graph);
  }

  static VariableScopes of(Graph graph) {
    return graph.attachment(VariableScopes.class, () -> new VariableScopes(graph));
  }

  VariableScope current() {
    return current;
  }

  OpenVariableScope open(VariableScopeOptions options) {
    if (options.scope != null && options.name != null) {
      throw SlimgraphException.invalidArgument(
          "A variable scope is opened by name ('%s') or by scope object ('%s'), not by both",
          options.name, options.scope.name());
    }
    if (options.scope != null) {
      return jump(options.scope, options);
    }
    if (options.name != null) {
      return prolong(options.name, options.name, options);
    }
    String defaultName = options.defaultName;
    if (defaultName == null) {
      throw SlimgraphException.invalidArgument(
          "If default_name is None then name_or_scope is required");
    }
    if (options.reuse.isReusing()) {
      throw SlimgraphException.invalidArgument("reuse=True cannot be used without a name_or_scope");
    }
    return prolong(uniqueName(defaultName), defaultName, options);
  }

  /** Opens a scope below the current one. */
  private OpenVariableScope prolong(
      String name, String wishedNameScope, VariableScopeOptions options) {
    VariableScope outer = current;
    Optional<NameScope> nameScope = nameScope(wishedNameScope, options);
    String fullName = below(outer, name);
    VariableScope scope =
        new VariableScope(
                graph,
                fullName,
                nameScope.map(NameScope::name).orElse(name),
                options.reuse.isReusing() ? options.reuse : outer.reuse())
            .inheriting(outer)
            .changed(options);
    counts.merge(fullName, 1, Integer::sum);
    return enter(scope, nameScope.orElse(null), () -> forgetBelow(fullName));
  }

  /** Opens a copy of {@code target}, whatever the current scope is. */
  private OpenVariableScope jump(VariableScope target, VariableScopeOptions options) {
    String lastPart = target.name().substring(target.name().lastIndexOf('/') + 1);
    Optional<NameScope> nameScope = nameScope(lastPart, options);
    VariableScope scope =
        new VariableScope(
                graph,
                target.name(),
                target.originalNameScope(),
                options.reuse.isReusing() ? options.reuse : target.reuse())
            .inheriting(target)
            .changed(options);
    counts.merge(target.name(), 1, Integer::sum);
    Map<String, Integer> saved = new HashMap<>(counts);
    return enter(scope, nameScope.orElse(null), () -> counts = saved);
  }

  private OpenVariableScope enter(
      VariableScope scope, @Nullable NameScope nameScope, Runnable settleCounts) {
    VariableScope outer = current;
    current = scope;
    return new OpenVariableScope(
        scope,
        () -> {
          if (current != scope) {
            throw SlimgraphException.failedPrecondition("Improper nesting of variable_scope.");
          }
          settleCounts.run();
          current = outer;
          if (nameScope != null) {
            nameScope.close();
          }
        });
  }

  private Optional<NameScope> nameScope(String wished, VariableScopeOptions options) {
    if (!options.auxiliaryNameScope) {
      return Optional.of(graph.nameScope(graph.currentNameScope()));
    }
    return wished.isEmpty() ? Optional.empty() : Optional.of(graph.nameScope(wished));
  }

  /** Makes a default name unique among the scopes that were opened below the current one. */
  private String uniqueName(String name) {
    String fullName = below(current, name);
    if (counts.getOrDefault(fullName, 0) == 0) {
      return name;
    }
    int i = 1;
    while (counts.getOrDefault(fullName + "_" + i, 0) > 0) {
      i++;
    }
    return name + "_" + i;
  }

  private void forgetBelow(String fullName) {
    counts.keySet().removeIf(name -> name.startsWith(fullName + "/"));
  }

  /** Returns the full name of {@code name} in {@code scope}. */
  static String below(VariableScope scope, String name) {
    return scope.name().isEmpty() ? name : scope.name() + "/" + name;
  }
}
