package org.slimgraph.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The open control-dependency blocks. A new operation gets the control inputs of every open block,
 * except of blocks in which one of its data inputs was made: that input already waits. Guarded by
 * the graph's lock.
 */
final class ControlScopes {

  private static final class Block {
    final List<Operation> controls;
    final Set<Operation> made = new HashSet<>();

    Block(List<Operation> controls) {
      this.controls = controls;
    }
  }

  private Deque<Block> blocks = new ArrayDeque<>();

  /** Opens a block and returns the scope that closes it. */
  Scope open(Collection<Operation> controls) {
    Set<Operation> fresh = new LinkedHashSet<>(controls);
    blocks.forEach(block -> block.controls.forEach(fresh::remove));
    Block block = new Block(List.copyOf(fresh));
    blocks.addLast(block);
    return () -> blocks.removeLastOccurrence(block);
  }

  /** Starts from no blocks until the returned scope closes. */
  Scope clear() {
    Deque<Block> previous = blocks;
    blocks = new ArrayDeque<>();
    return () -> blocks = previous;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Returns the control inputs for an operation with these data inputs and own control inputs. */
  List<Operation> controlsFor(List<Output> inputs, Collection<Operation> own) {
    Set<Operation> result = new LinkedHashSet<>(own);
    if (!blocks.isEmpty()) {
      Set<Operation> producers = new HashSet<>();
      inputs.forEach(input -> producers.add(input.operation()));
      for (Block block : blocks) {
        if (producers.stream().noneMatch(block.made::contains)) {
          block.controls.stream().filter(c -> !producers.contains(c)).forEach(result::add);
        }
      }
    }
    return new ArrayList<>(result);
  }

  void made(Operation operation) {
    blocks.forEach(block -> block.made.add(operation));
  }
}
