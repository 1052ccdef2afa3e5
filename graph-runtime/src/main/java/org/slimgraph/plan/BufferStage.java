package org.slimgraph.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.memory.Lifetime;
import org.slimgraph.memory.MemoryPlan;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Decides which values share a buffer and how long each buffer lives. Values of unknown shape, of
 * fetches and of references get none: their kernels allocate.
 */
final class BufferStage {
  private static final int NONE = -1;

  private final Plan plan;
  private final Step[] steps;
  private final Shape[] shapes;
  private final @Nullable Tensor[] constants;
  private final boolean[] used;

  /** The value in whose storage a value lies: itself, or an input of the step that made it. */
  private final int[] root;

  private final int[] lastUse;
  private final boolean[] leaves;

  BufferStage(Plan plan, Step[] steps, ShapeStage.Result values) {
    this.plan = plan;
    this.steps = steps;
    this.shapes = values.shapes();
    this.constants = values.constants();
    int count = plan.valueCount();
    this.used = new boolean[count];
    this.root = new int[count];
    this.lastUse = new int[count];
    this.leaves = new boolean[count];
    Arrays.fill(lastUse, NONE);
    for (int v = 0; v < count; v++) {
      root[v] = v;
    }
  }

  ShapedPlan.Buffers run() {
    findAliases();
    findLastUses();
    int[] bufferOf = new int[plan.valueCount()];
    Arrays.fill(bufferOf, NONE);
    List<Lifetime> lifetimes = new ArrayList<>();
    for (int s = 0; s < steps.length; s++) {
      Step step = steps[s];
      for (int i = 0; i < step.outputCount(); i++) {
        int v = step.output(i);
        if (!isPlanned(step, v)) {
          continue;
        }
        int last = Math.max(lastUse[v], s);
        int taken = i == 0 ? takeOver(step, s, bufferOf, lifetimes) : NONE;
        if (taken != NONE) {
          Lifetime extended = lifetimes.get(taken);
          lifetimes.set(
              taken, new Lifetime(extended.type(), extended.elements(), extended.first(), last));
          bufferOf[v] = taken;
        } else {
          bufferOf[v] = lifetimes.size();
          lifetimes.add(new Lifetime(type(v), (int) shapes[v].elementCount(), s, last));
        }
      }
    }
    MemoryPlan memory = MemoryPlan.of(lifetimes);
    if (plan.options().verify()) {
      memory.verify(lifetimes);
    }
    return new ShapedPlan.Buffers(used, bufferOf, memory);
  }

  private DataType type(int v) {
    return plan.valueType(v).base();
  }

  /** Resolves each output that shares an input's storage to the value that owns the storage. */
  private void findAliases() {
    for (Step step : steps) {
      int alias = step.traits().alias();
      if (alias >= 0 && step.outputCount() > 0) {
        root[step.output(0)] = root[step.input(alias)];
      }
    }
  }

  private void findLastUses() {
    for (int s = 0; s < steps.length; s++) {
      for (int i = 0; i < steps[s].inputCount(); i++) {
        int v = steps[s].input(i);
        used[v] = true;
        lastUse[root[v]] = s;
      }
    }
    for (int v : plan.fetchValues()) {
      used[v] = true;
      leaves[root[v]] = true;
      lastUse[root[v]] = steps.length;
    }
  }

  private boolean isPlanned(Step step, int v) {
    long elements = shapes[v].elementCount();
    return root[v] == v
        && !leaves[v]
        && !plan.valueType(v).isRef()
        && type(v).byteSize() > 0
        && !step.isFetch()
        && constants[v] == null
        && elements >= 0
        && elements <= Integer.MAX_VALUE / 8;
  }

  /**
   * Returns the buffer of an input that output 0 of the step may write over; NONE if there is none.
   */
  private int takeOver(Step step, int s, int[] bufferOf, List<Lifetime> lifetimes) {
    int output = step.output(0);
    for (int i : step.traits().inPlace()) {
      if (i >= step.inputCount()) {
        continue;
      }
      int input = step.input(i);
      int owner = root[input];
      int buffer = bufferOf[owner];
      if (buffer != NONE
          && lifetimes.get(buffer).last() == s
          && lastUse[owner] == s
          && readsOnce(step, owner)
          && type(owner) == type(output)
          && shapes[input].equals(shapes[output])
          && shapes[owner].elementCount() == shapes[output].elementCount()) {
        return buffer;
      }
    }
    return NONE;
  }

  /**
   * Whether one input alone lies in the storage of {@code owner}. A kernel that writes over one
   * input may read the others later: AddN of a value and itself would add partial sums.
   */
  private boolean readsOnce(Step step, int owner) {
    int readers = 0;
    for (int i = 0; i < step.inputCount(); i++) {
      readers += root[step.input(i)] == owner ? 1 : 0;
    }
    return readers == 1;
  }
}
