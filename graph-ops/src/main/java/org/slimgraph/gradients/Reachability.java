package org.slimgraph.gradients;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;

/**
 * The operations between xs and ys: reached from an x through tensors that can carry a gradient,
 * and reaching a y. Only data edges count; control edges never carry a gradient.
 */
final class Reachability {
  private final Set<Operation> reached;
  private final Set<Operation> between;
  private final Map<Operation, Integer> pending = new HashMap<>();

  Reachability(Graph graph, List<Output> xs, List<Output> ys) {
    reached = forward(graph, xs);
    between = backward(reached, ys);
  }

  /** Counts the edges, once everything in between is known. */
  void count() {
    for (Operation op : between) {
      for (Output input : op.inputs()) {
        if (between.contains(input.operation())) {
          pending.merge(input.operation(), 1, Integer::sum);
        }
      }
    }
  }

  private static Set<Operation> forward(Graph graph, List<Output> xs) {
    Map<Output, Set<Operation>> consumers = new HashMap<>();
    for (Operation op : graph.operations()) {
      op.inputs()
          .forEach(in -> consumers.computeIfAbsent(in, key -> new LinkedHashSet<>()).add(op));
    }
    Set<Operation> reached = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>();
    xs.forEach(x -> open.add(x.operation()));
    while (!open.isEmpty()) {
      Operation op = open.poll();
      if (reached.add(op)) {
        for (Output output : op.outputs()) {
          if (isTrainable(output.dataType())) {
            open.addAll(consumers.getOrDefault(output, Set.of()));
          }
        }
      }
    }
    return reached;
  }

  private static Set<Operation> backward(Set<Operation> reached, List<Output> ys) {
    Set<Operation> between = new LinkedHashSet<>();
    Deque<Operation> open = new ArrayDeque<>();
    ys.forEach(y -> open.add(y.operation()));
    while (!open.isEmpty()) {
      Operation op = open.poll();
      if (reached.contains(op) && between.add(op)) {
        op.inputs().forEach(input -> open.add(input.operation()));
      }
    }
    return between;
  }

  /** Returns whether tensors of {@code type} carry gradients. */
  static boolean isTrainable(DataType type) {
    DataType base = type.base();
    return base.isFloating()
        || base.isComplex()
        || base == DataType.RESOURCE
        || base == DataType.VARIANT;
  }

  /** Returns whether {@code op} depends on an x. */
  boolean isReached(Operation op) {
    return reached.contains(op);
  }

  Set<Operation> between() {
    return between;
  }

  /** Lets {@code op} count as in between; returns false if it did. */
  boolean add(Operation op) {
    return between.add(op);
  }

  /** Lets one gradient be expected at {@code op}, if none is. */
  void expect(Operation op) {
    if (pending(op) == 0) {
      pending.put(op, 1);
    }
  }

  /** Returns whether more gradients are to come for what gives {@code output}. */
  boolean isPending(Output output) {
    return pending(output.operation()) > 0;
  }

  /** Returns how many edges to operations in between have not brought their gradient yet. */
  int pending(Operation op) {
    return pending.getOrDefault(op, 0);
  }

  /** Notes that one edge has brought its gradient; returns whether it was the last. */
  boolean arrive(Operation op) {
    return pending.merge(op, -1, Integer::sum) == 0;
  }

  /** Returns the operations at which gradients end: xs with nothing in between before them. */
  Set<Operation> ends(Collection<Output> xs) {
    Set<Operation> ends = new HashSet<>();
    for (Output x : xs) {
      boolean isEnd =
          x.operation().inputs().stream().noneMatch(input -> pending(input.operation()) > 0);
      if (isEnd) {
        ends.add(x.operation());
      }
    }
    return ends;
  }
}
