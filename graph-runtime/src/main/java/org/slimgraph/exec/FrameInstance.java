package org.slimgraph.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.plan.Step;

/**
 * One execution of a loop, or of the graph outside of all loops: its iterations and what it knows
 * of values that are the same in each.
 */
final class FrameInstance {
  private final int frame;
  private final @Nullable Iteration parent;
  private final List<@Nullable Iteration> iterations = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();
  private final Set<Integer> deadExits = new LinkedHashSet<>();
  private boolean closed;

  /** The first iteration that is not over; those before it are forgotten. */
  private int firstOpen;

  /** How many Enter steps have not brought their value yet. */
  int entersLeft;

  private record Constant(int index, Step step, Object value) {}

  FrameInstance(int frame, @Nullable Iteration parent, int entersLeft) {
    this.frame = frame;
    this.parent = parent;
    this.entersLeft = entersLeft;
  }

  /** One iteration: the values and what has arrived at each step. */
  final class Iteration {
    private final int number;
    private final Map<Integer, Arrivals> arrived = new HashMap<>();
    private final Map<Integer, FrameInstance> children = new HashMap<>();

    /** By value number. */
    final Map<Integer, Object> values = new HashMap<>();

    /** How many steps are ready or running. */
    int outstanding;

    private Iteration(int number) {
      this.number = number;
    }

    /** What has arrived at one step. */
    static final class Arrivals {
      int controls;
      int liveData;
      int deadData;
      boolean deadEnter;
      boolean scheduled;
    }

    FrameInstance frame() {
      return FrameInstance.this;
    }

    Arrivals arrivals(int step) {
      return arrived.computeIfAbsent(step, s -> new Arrivals());
    }

    /** Returns this iteration's execution of the loop {@code childFrame}, begun if it was not. */
    FrameInstance child(int childFrame, int enters) {
      return children.computeIfAbsent(
          childFrame,
          f -> {
            FrameInstance child = new FrameInstance(f, this, enters);
            child.begin();
            return child;
          });
    }

    private boolean isQuiet() {
      return outstanding == 0 && children.isEmpty();
    }
  }

  /** Begins the first iteration. */
  Iteration begin() {
    Iteration first = new Iteration(0);
    iterations.add(first);
    return first;
  }

  Iteration first() {
    return at(0);
  }

  private Iteration at(int number) {
    Iteration iteration = iterations.get(number);
    if (iteration == null) {
      throw new IllegalStateException("Iteration " + number + " is over");
    }
    return iteration;
  }

  /** Returns the iteration in which the loop stands. */
  Iteration parent() {
    if (parent == null) {
      throw new IllegalStateException("The graph itself has no parent");
    }
    return parent;
  }

  /** Returns the iteration after {@code iteration}, begun if it was not. */
  Iteration iterationAfter(Iteration iteration, FrameRun run) {
    int number = iteration.number + 1;
    if (number == iterations.size()) {
      deadExits.clear();
      Iteration next = new Iteration(number);
      iterations.add(next);
      for (Constant constant : constants) {
        run.bringConstant(constant.index(), constant.step(), constant.value(), next);
      }
    }
    return at(number);
  }

  /** Makes a value known in every iteration, those that come included. */
  void addConstant(int index, Step step, Object value, FrameRun run) {
    constants.add(new Constant(index, step, value));
    for (int i = firstOpen; i < iterations.size(); i++) {
      run.bringConstant(index, step, value, at(i));
    }
  }

  /** Notes an exit that gave nothing in the last iteration so far. */
  void rememberDeadExit(int step, Iteration iteration) {
    if (iteration.number == iterations.size() - 1) {
      deadExits.add(step);
    }
  }

  /**
   * Forgets iterations that are over, and the loop when all are: then its parent hears of the exits
   * that never gave a value.
   */
  void closeIfDone(FrameRun run) {
    if (parent == null || closed || entersLeft > 0) {
      return;
    }
    while (firstOpen < iterations.size() && at(firstOpen).isQuiet()) {
      iterations.set(firstOpen, null);
      firstOpen++;
    }
    if (firstOpen < iterations.size()) {
      return;
    }
    closed = true;
    parent.children.remove(frame);
    for (int exit : deadExits) {
      run.deliverDeadExit(exit, parent);
    }
    parent.frame().closeIfDone(run);
  }
}
