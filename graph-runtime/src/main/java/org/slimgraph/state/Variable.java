package org.slimgraph.state;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * The value of a variable in one session. Reads are snapshots: what was read never changes while it
 * is held. Updates are atomic, and write in place when nobody holds the current buffer; otherwise
 * into a second buffer, which is kept for the next time. Thread-safe.
 */
public final class Variable {
  private final String name;
  private final DataType type;
  private final AtomicLong versions;
  private Shape declaredShape = Shape.unknown();
  private @Nullable Snapshot current;
  private @Nullable Snapshot spare;
  private long writes;

  /** Creates an uninitialised variable whose versions no other variable shares. */
  public Variable(String name, DataType type) {
    this(name, type, new AtomicLong());
  }

  /** Creates an uninitialised variable that takes the numbers of its versions from a counter. */
  Variable(String name, DataType type, AtomicLong versions) {
    this.name = name;
    this.type = type.base();
    this.versions = versions;
  }

  /** An update: computes the next value from the current one. */
  @FunctionalInterface
  public interface Update {

    /**
     * Fills {@code next}, whose storage may be that of {@code current}; when it is not, its
     * contents are undefined.
     */
    void apply(Tensor current, Tensor next);
  }

  /** Returns the variable's name. */
  public String name() {
    return name;
  }

  /** Returns the element type. */
  public DataType dataType() {
    return type;
  }

  /** Returns whether a value was ever assigned. */
  public synchronized boolean isInitialized() {
    return current != null;
  }

  /** States the shape that the graph declares for the variable. */
  public synchronized void declareShape(Shape shape) {
    declaredShape = shape;
  }

  /** Returns the shape of the current value; without one, the declared shape. */
  public synchronized Shape currentShape() {
    return current == null ? declaredShape : current.tensor().shape();
  }

  /** Returns the shape of the current value, if there is one. */
  public synchronized Optional<Shape> shape() {
    return current == null ? Optional.empty() : Optional.of(current.tensor().shape());
  }

  /** Returns how often the variable was written since the session opened. */
  public synchronized long writes() {
    return writes;
  }

  /**
   * Holds the current value until it is released.
   *
   * @throws SlimgraphException FAILED_PRECONDITION if there is none
   */
  public synchronized Snapshot hold() {
    Snapshot snapshot = initialized();
    snapshot.hold();
    return snapshot;
  }

  private Snapshot initialized() {
    if (current == null) {
      throw SlimgraphException.failedPrecondition("Attempting to use uninitialized value %s", name);
    }
    return current;
  }

  synchronized void release(Snapshot snapshot) {
    snapshot.drop();
    if (snapshot != current && !snapshot.isHeld() && spare == null) {
      spare = snapshot;
    }
  }

  /** Forgets the value. */
  public synchronized void clear() {
    current = null;
    spare = null;
  }

  /** Makes a copy of {@code value} the variable's value, whatever shape it had. */
  public synchronized void assign(Tensor value) {
    if (value.dataType() != type) {
      throw SlimgraphException.invalidArgument(
          "Variable '%s' holds %s and cannot be assigned %s",
          name, type.tfName(), value.dataType().tfName());
    }
    Snapshot next = writable(value.shape());
    TensorStorage.copy(
        type, TensorStorage.array(value), 0, TensorStorage.array(next.tensor()), 0, value.size());
    commit(next);
  }

  /**
   * Changes the value by {@code update}; the shape stays.
   *
   * @throws SlimgraphException FAILED_PRECONDITION if there is no value yet
   */
  public synchronized void update(Update update) {
    Snapshot from = initialized();
    Snapshot next = writable(from.tensor().shape());
    update.apply(from.tensor(), next.tensor());
    commit(next);
  }

  /** As {@link #update}, with {@code next} holding a copy of the current value to begin with. */
  public void updateInPlace(Consumer<Tensor> update) {
    update(
        (current, next) -> {
          if (TensorStorage.array(current) != TensorStorage.array(next)) {
            TensorStorage.copy(
                type,
                TensorStorage.array(current),
                0,
                TensorStorage.array(next),
                0,
                current.size());
          }
          update.accept(next);
        });
  }

  private Snapshot writable(Shape shape) {
    Snapshot candidate = current;
    if (candidate == null || candidate.isHeld() || !candidate.fits(shape)) {
      candidate = spare;
      if (candidate == null || !candidate.fits(shape)) {
        candidate = new Snapshot(this, type, shape);
      }
    }
    candidate.reshape(shape);
    return candidate;
  }

  private void commit(Snapshot next) {
    if (next != current) {
      Snapshot previous = current;
      current = next;
      spare = previous != null && !previous.isHeld() ? previous : null;
    }
    next.setVersion(versions.incrementAndGet());
    writes++;
  }
}
