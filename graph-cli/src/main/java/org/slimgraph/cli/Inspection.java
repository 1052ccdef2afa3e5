package org.slimgraph.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slimgraph.graph.Operation;

/**
 * What {@code inspect} shows of a model: all of it, or the nodes that the filters leave.
 *
 * @param model the model
 * @param filter which nodes are shown
 * @param nodes the nodes that are shown, in the file's order
 * @param opHistogram how often each op occurs among them, commonest first, then by name
 * @param unknownOps the op types among them that are not registered here, by first use
 * @param placeholders those among them that must or may be fed
 * @param variables the variables whose nodes are shown
 */
record Inspection(
    Model model,
    NodeFilter filter,
    ImmutableList<Operation> nodes,
    ImmutableMap<String, Integer> opHistogram,
    ImmutableSet<String> unknownOps,
    ImmutableList<Operation> placeholders,
    ImmutableList<VariableInfo> variables) {
  private static final Set<String> PLACEHOLDERS =
      Set.of("Placeholder", "PlaceholderV2", "PlaceholderWithDefault");

  /** Chooses and counts the nodes of {@code model}. */
  static Inspection of(Model model, NodeFilter filter) {
    ImmutableList<Operation> nodes =
        model.graph().operations().stream()
            .filter(op -> filter.accepts(op.name(), op.type()))
            .collect(ImmutableList.toImmutableList());
    return new Inspection(
        model,
        filter,
        nodes,
        histogram(nodes),
        nodes.stream()
            .map(Operation::type)
            .filter(type -> model.graph().registry().find(type).isEmpty())
            .collect(ImmutableSet.toImmutableSet()),
        nodes.stream()
            .filter(op -> PLACEHOLDERS.contains(op.type()))
            .collect(ImmutableList.toImmutableList()),
        VariableInfo.all(model).stream()
            .filter(variable -> filter.accepts(variable.name(), variable.op()))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableMap<String, Integer> histogram(Iterable<Operation> nodes) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    nodes.forEach(op -> counts.merge(op.type(), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
