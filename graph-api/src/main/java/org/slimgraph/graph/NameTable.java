package org.slimgraph.graph;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/**
 * The names in use in a graph and the current name scope; operations and scopes share one table.
 * Guarded by the graph's lock.
 */
final class NameTable {
  private static final Pattern OP_NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-/]*");
  private static final Pattern NESTED_SCOPE = Pattern.compile("[A-Za-z0-9_.\\-/]*");

  private final boolean caseSensitive;
  private final Map<String, Integer> used = new HashMap<>();
  private String scope = "";

  NameTable(Compat compat) {
    this.caseSensitive = compat == Compat.TF_1_0;
  }

  String scope() {
    return scope;
  }

  void restoreScope(String previous) {
    scope = previous;
  }

  /** Enters a scope and returns its name with a trailing slash, "" for the root. */
  String enterScope(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      scope = "";
      return "";
    }
    Pattern legal = scope.isEmpty() ? OP_NAME : NESTED_SCOPE;
    if (!legal.matcher(name).matches()) {
      throw SlimgraphException.invalidArgument(
          "'%s' is not a valid scope name; it must match %s", name, legal);
    }
    scope = name.endsWith("/") ? withoutSlash(name) : unique(name, true);
    return scope + "/";
  }

  /** Returns the name for a new operation that asks for {@code name}. */
  String forOperation(String name) {
    String unique = name.endsWith("/") ? withoutSlash(name) : unique(name, true);
    if (!OP_NAME.matcher(unique).matches() || name.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "'%s' is not a valid node name; it must match %s", unique, OP_NAME);
    }
    return unique;
  }

  /** Notes a name that was given verbatim. */
  void mark(String name) {
    used.merge(key(name), 1, Math::max);
  }

  /** TF's unique_name: prefixes the scope and adds the first free {@code _k}. */
  String unique(String name, boolean mark) {
    String full = scope.isEmpty() ? name : scope + "/" + name;
    String key = key(full);
    int next = used.getOrDefault(key, 0);
    if (mark) {
      used.put(key, next + 1);
    }
    if (next == 0) {
      return full;
    }
    String candidate = key;
    while (used.containsKey(candidate)) {
      candidate = key + "_" + next++;
    }
    if (mark) {
      used.put(candidate, 1);
    }
    return full + "_" + (next - 1);
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  private static String withoutSlash(String name) {
    return name.substring(0, name.length() - 1);
  }
}
