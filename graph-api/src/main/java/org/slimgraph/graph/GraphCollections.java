package org.slimgraph.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Named lists of things, in insertion order, duplicates allowed. Guarded by the graph's lock. */
final class GraphCollections {
  private final Map<String, List<Object>> lists = new LinkedHashMap<>();

  void add(String key, Object member) {
    live(key).add(member);
  }

  List<Object> live(String key) {
    return lists.computeIfAbsent(key, k -> new ArrayList<>());
  }

  List<Object> copy(String key) {
    return List.copyOf(lists.getOrDefault(key, List.of()));
  }

  /** Returns the members that have a name which {@code scope}, a regex, matches at its start. */
  List<Object> copy(String key, String scope) {
    Pattern pattern = Pattern.compile(scope);
    return copy(key).stream()
        .filter(m -> m instanceof GraphElement e && pattern.matcher(e.name()).lookingAt())
        .toList();
  }

  void clear(String key) {
    lists.remove(key);
  }

  Set<String> keys() {
    return new LinkedHashSet<>(lists.keySet());
  }
}
