package org.slimgraph.cli;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.graph.Operation;

/**
 * Nodes by scope down to a depth. A name {@code a/b/c} has depth 3 and lies in the scopes {@code a}
 * and {@code a/b}.
 */
final class ScopeTree {
  /** A scope and its content. */
  record Scope(String name, int depth, int nodeCount) {}

  private final Node root = new Node("", 0);
  private final int maxDepth;
  private final List<Operation> shallow = new ArrayList<>();

  private static final class Node {
    final String name;
    final int depth;
    final Map<String, Node> scopes = new LinkedHashMap<>();
    final List<Operation> nodes = new ArrayList<>();
    int count;

    Node(String name, int depth) {
      this.name = name;
      this.depth = depth;
    }
  }

  /** What a walk over the tree meets. */
  interface Visitor {
    /** Meets a scope, before its content. */
    void scope(Scope scope);

    /** Meets a node at {@code depth}. */
    void node(Operation node, int depth);
  }

  /** Sorts {@code nodes} into scopes of at most {@code maxDepth} names. */
  ScopeTree(Iterable<Operation> nodes, int maxDepth) {
    this.maxDepth = maxDepth;
    nodes.forEach(this::add);
  }

  private void add(Operation op) {
    Node scope = root;
    int end = op.name().indexOf('/');
    while (end >= 0 && scope.depth < maxDepth) {
      String name = op.name().substring(0, end);
      int depth = scope.depth + 1;
      scope = scope.scopes.computeIfAbsent(name, n -> new Node(n, depth));
      scope.count++;
      end = op.name().indexOf('/', end + 1);
    }
    if (scope.depth < maxDepth) {
      scope.nodes.add(op);
      shallow.add(op);
    }
  }

  /** Returns the nodes whose names have at most as many parts as the tree is deep, in order. */
  ImmutableList<Operation> shallowNodes() {
    return ImmutableList.copyOf(shallow);
  }

  /** Returns all scopes, each before those inside it. */
  List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    walk(
        new Visitor() {
          @Override
          public void scope(Scope scope) {
            scopes.add(scope);
          }

          @Override
          public void node(Operation node, int depth) {}
        });
    return scopes;
  }

  /** Visits every scope and then its own scopes and nodes. */
  void walk(Visitor visitor) {
    walk(root, visitor);
  }

  private static void walk(Node parent, Visitor visitor) {
    for (Node scope : parent.scopes.values()) {
      visitor.scope(new Scope(scope.name, scope.depth, scope.count));
      walk(scope, visitor);
    }
    parent.nodes.forEach(op -> visitor.node(op, parent.depth + 1));
  }
}
