package org.slimgraph.slim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.Output;

/** The other names by which layers' outputs are found in collections. */
final class NamedOutputs {
  private final Map<Output, List<String>> aliases = new HashMap<>();

  private NamedOutputs() {}

  private static NamedOutputs of(Graph graph) {
    return graph.attachment(NamedOutputs.class, NamedOutputs::new);
  }

  /** Gives {@code output} one more alias; a trailing slash is dropped. */
  static void name(Output output, String alias) {
    String trimmed = alias.endsWith("/") ? alias.substring(0, alias.length() - 1) : alias;
    of(output.graph()).aliases.computeIfAbsent(output, o -> new ArrayList<>()).add(trimmed);
  }

  /** Adds {@code output} to {@code collections}, under {@code alias} too if there are any. */
  static void collect(Collection<String> collections, String alias, Output output) {
    if (!collections.isEmpty()) {
      name(output, alias);
      output.graph().addToCollections(collections, output);
    }
  }

  /**
   * Adds a layer's output to the collections of its options. TF 1.x: from 1.1 on it gets the alias
   * only with a collection.
   *
   * @return {@code output}
   */
  static Output collect(ScopedOptions<?> options, String alias, Output output) {
    if (output.graph().compat() == Compat.TF_1_0) {
      name(output, alias);
      output.graph().addToCollections(options.outputsCollections, output);
    } else {
      collect(options.outputsCollections, alias, output);
    }
    return output;
  }

  /** Returns the aliases of {@code output}; its own name if it has none. */
  static ImmutableList<String> aliases(Output output) {
    List<String> given = of(output.graph()).aliases.get(output);
    if (given != null) {
      return ImmutableList.copyOf(given);
    }
    return ImmutableList.of(output.index() == 0 ? output.operation().name() : output.name());
  }

  /** Returns the members of {@code key} by their aliases, in order; a later one wins. */
  static ImmutableMap<String, Output> byAlias(Graph graph, GraphKey<? extends Output> key) {
    Map<String, Output> found = new LinkedHashMap<>();
    for (Output output : graph.collection(key)) {
      aliases(output).forEach(alias -> found.put(alias, output));
    }
    return ImmutableMap.copyOf(found);
  }
}
