package org.slimgraph.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;

/**
 * The first stages: which operations a run needs, and in which order they run. The order is the one
 * legal TF schedule that takes, of all operations that may run next, the one created first; two
 * accesses of a variable that the graph leaves unordered are thereby ordered by creation.
 */
final class Pruning {
  private Pruning() {}

  /**
   * Returns the operations that {@code signature} needs, in the order they run.
   *
   * @param closesLoop tells the operations whose outputs go to the next iteration of a loop
   */
  static List<Operation> run(Signature signature, Predicate<Operation> closesLoop) {
    return order(needed(signature), new HashSet<>(signature.feeds()), closesLoop);
  }

  private static Set<Operation> needed(Signature signature) {
    Set<Output> fed = new HashSet<>(signature.feeds());
    Set<Operation> needed = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>();
    signature.fetches().stream()
        .filter(fetch -> !fed.contains(fetch))
        .forEach(fetch -> visit(fetch.operation(), needed, open));
    signature.targets().forEach(target -> visit(target, needed, open));
    while (!open.isEmpty()) {
      Operation op = open.pop();
      for (Output input : op.inputs()) {
        if (!fed.contains(input)) {
          visit(input.operation(), needed, open);
        }
      }
      op.controlInputs().stream()
          .filter(control -> !isReplaced(control, fed))
          .forEach(control -> visit(control, needed, open));
    }
    return needed;
  }

  /**
   * Returns whether feeds stand in for all that {@code op} does, so that who waits for it need not:
   * TF drops the control edges of a fed placeholder.
   */
  private static boolean isReplaced(Operation op, Set<Output> fed) {
    return op.outputCount() > 0
        && op.inputs().isEmpty()
        && op.controlInputs().isEmpty()
        && !op.def().isStateful()
        && fed.containsAll(op.outputs());
  }

  private static void visit(Operation op, Set<Operation> needed, Deque<Operation> open) {
    if (needed.add(op)) {
      open.push(op);
    }
  }

  private static List<Operation> order(
      Set<Operation> needed, Set<Output> fed, Predicate<Operation> closesLoop) {
    Map<Operation, Integer> pending = new HashMap<>();
    Map<Operation, List<Operation>> successors = new HashMap<>();
    PriorityQueue<Operation> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.id(), b.id()));
    for (Operation op : needed) {
      Set<Operation> before = predecessors(op, fed, closesLoop);
      pending.put(op, before.size());
      before.forEach(p -> successors.computeIfAbsent(p, key -> new ArrayList<>()).add(op));
      if (before.isEmpty()) {
        ready.add(op);
      }
    }
    List<Operation> order = new ArrayList<>(needed.size());
    while (!ready.isEmpty()) {
      Operation op = ready.poll();
      order.add(op);
      for (Operation next : successors.getOrDefault(op, List.of())) {
        if (pending.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    if (order.size() < needed.size()) {
      order.forEach(pending::remove);
      throw cycle(pending.keySet());
    }
    return order;
  }

  /** Returns the operations that come before {@code op}, but for those that close a loop. */
  static Set<Operation> predecessors(
      Operation op, Set<Output> fed, Predicate<Operation> closesLoop) {
    Set<Operation> before = new HashSet<>();
    for (Operation control : op.controlInputs()) {
      if (!isReplaced(control, fed)) {
        before.add(control);
      }
    }
    for (Output input : op.inputs()) {
      if (!fed.contains(input) && !closesLoop.test(input.operation())) {
        before.add(input.operation());
      }
    }
    return before;
  }

  private static SlimgraphException cycle(Collection<Operation> stuck) {
    return SlimgraphException.invalidArgument(
        "Graph is invalid, contains a cycle with %d nodes, including: %s",
        stuck.size(),
        stuck.stream()
            .sorted((a, b) -> Integer.compare(a.id(), b.id()))
            .limit(3)
            .map(Operation::name)
            .collect(Collectors.joining(", ")));
  }
}
