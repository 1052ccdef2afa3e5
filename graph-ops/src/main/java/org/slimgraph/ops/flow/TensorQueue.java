package org.slimgraph.ops.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A queue of a session: elements are tuples of tensors. Calls that must wait do so in the order
 * they came, enqueues and dequeues apart, until the queue changes, the session closes or the thread
 * is interrupted. Thread-safe. TF 1.15: core/kernels/fifo_queue.cc, random_shuffle_queue_op.cc.
 */
final class TensorQueue {
  /** How long a call waits for a queue that nobody changes before it gives up. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final long POLL_MILLIS = 10;

  /** Chooses the element that came first, and keeps the order of the others. */
  static final IntUnaryOperator FIRST = size -> 0;

  private final String kind;
  private final String name;
  private final List<DataType> types;
  private final List<Shape> shapes;
  private final int capacity;
  private final int minAfterDequeue;
  private final IntUnaryOperator choose;
  private final List<List<Tensor>> elements = new ArrayList<>();
  private final Deque<Object> enqueues = new ArrayDeque<>();
  private final Deque<Object> dequeues = new ArrayDeque<>();
  private boolean closed;
  private boolean enqueuesCancelled;
  private long changes;

  /**
   * Creates an empty queue.
   *
   * @param kind the word for it in messages
   * @param shapes the shape of each component; empty if they may have any
   * @param capacity the most elements; negative for any number
   * @param minAfterDequeue how many elements stay until the queue is closed
   * @param choose which element leaves, of so many
   */
  TensorQueue(
      String kind,
      String name,
      List<DataType> types,
      List<Shape> shapes,
      int capacity,
      int minAfterDequeue,
      IntUnaryOperator choose) {
    this.kind = kind;
    this.name = name;
    this.types = types;
    this.shapes = shapes;
    this.capacity = capacity < 0 ? Integer.MAX_VALUE : capacity;
    this.minAfterDequeue = minAfterDequeue;
    this.choose = choose;
  }

  /** Refuses components that an element cannot have. */
  void check(List<DataType> componentTypes) {
    if (componentTypes.size() != types.size()) {
      throw SlimgraphException.invalidArgument(
          "Wrong number of components in tuple. Expected %d, got %d",
          types.size(), componentTypes.size());
    }
    for (int i = 0; i < types.size(); i++) {
      if (componentTypes.get(i) != types.get(i)) {
        throw SlimgraphException.invalidArgument(
            "Type mismatch in tuple component %d. Expected %s, got %s",
            i, types.get(i).tfName(), componentTypes.get(i).tfName());
      }
    }
  }

  void checkShape(int component, Shape shape) {
    if (!shapes.isEmpty() && !shapes.get(component).isCompatibleWith(shape)) {
      throw SlimgraphException.invalidArgument(
          "Shape mismatch in tuple component %d. Expected %s, got %s",
          component, shapes.get(component).toBrackets(), shape.toBrackets());
    }
  }

  /** Refuses unless every element has the same shape, which batches need. */
  void checkBatches() {
    if (shapes.isEmpty() || !shapes.stream().allMatch(Shape::isFullyDefined)) {
      throw SlimgraphException.invalidArgument(
          "%s's DequeueMany and DequeueUpTo require the components to have specified shapes.",
          kind);
    }
  }

  List<DataType> types() {
    return types;
  }

  List<Shape> shapes() {
    return shapes;
  }

  /** Adds {@code added}, waiting for room. */
  synchronized void enqueue(KernelContext context, List<List<Tensor>> added) {
    Object turn = new Object();
    enqueues.add(turn);
    try {
      await(context, "full", () -> enqueuesCancelled || enqueues.peek() == turn);
      int next = 0;
      while (next < added.size()) {
        await(context, "full", () -> closed || enqueuesCancelled || elements.size() < capacity);
        if (enqueuesCancelled) {
          throw SlimgraphException.cancelled("Enqueue operation was cancelled");
        }
        if (closed) {
          throw SlimgraphException.cancelled("%s '%s' is closed.", kind, name);
        }
        elements.add(added.get(next++));
        changed();
      }
      if (closed && added.isEmpty()) {
        throw SlimgraphException.cancelled("%s '%s' is closed.", kind, name);
      }
    } finally {
      enqueues.remove(turn);
      changed();
    }
  }

  /**
   * Takes {@code count} elements, waiting for them.
   *
   * @param orFewer whether a closed queue gives what it has left
   */
  synchronized List<List<Tensor>> dequeue(KernelContext context, int count, boolean orFewer) {
    Object turn = new Object();
    dequeues.add(turn);
    List<List<Tensor>> taken = new ArrayList<>();
    boolean complete = false;
    try {
      await(context, "empty", () -> dequeues.peek() == turn);
      while (taken.size() < count && !complete) {
        await(context, "empty", () -> closed || elements.size() > minAfterDequeue);
        if (!elements.isEmpty()) {
          taken.add(take());
          changed();
        } else if (orFewer && !taken.isEmpty()) {
          complete = true;
        } else {
          int size = elements.size() + taken.size();
          throw SlimgraphException.outOfRange(
              "%s '%s' is closed and has insufficient elements (requested %d, current size %d)",
              kind, name, count, size);
        }
      }
      complete = true;
      return taken;
    } finally {
      if (!complete) {
        elements.addAll(0, taken);
      }
      dequeues.remove(turn);
      changed();
    }
  }

  private List<Tensor> take() {
    if (choose == FIRST) {
      return elements.remove(0);
    }
    // TF 1.x: the last element takes the place of the one that leaves.
    int chosen = choose.applyAsInt(elements.size());
    List<Tensor> element = elements.get(chosen);
    List<Tensor> last = elements.remove(elements.size() - 1);
    if (chosen < elements.size()) {
      elements.set(chosen, last);
    }
    return element;
  }

  /** Refuses further elements; enqueues that wait still have their turn unless cancelled. */
  synchronized void close(KernelContext context, boolean cancelPendingEnqueues) {
    if (cancelPendingEnqueues) {
      enqueuesCancelled = true;
      markClosed();
      return;
    }
    Object turn = new Object();
    enqueues.add(turn);
    try {
      await(context, "full", () -> enqueues.peek() == turn);
      markClosed();
    } finally {
      enqueues.remove(turn);
      changed();
    }
  }

  private void markClosed() {
    if (closed) {
      throw SlimgraphException.cancelled("%s '%s' is already closed.", kind, name);
    }
    closed = true;
    changed();
  }

  synchronized int size() {
    return elements.size();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  /** Waits, holding the lock otherwise, until {@code ready}. */
  private void await(KernelContext context, String state, BooleanSupplier ready) {
    long seen = changes;
    long start = System.nanoTime();
    while (!ready.getAsBoolean()) {
      context.checkCancelled();
      if (changes != seen) {
        seen = changes;
        start = System.nanoTime();
      } else if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw SlimgraphException.deadlineExceeded(
            "%s '%s' is %s, and for a minute no other run has changed that; run the other side of"
                + " the queue in another thread, or close the queue",
            kind, name, state);
      }
      try {
        wait(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
