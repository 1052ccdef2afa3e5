package org.slimgraph.state;

import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * One buffer of a variable and the number of readers who rely on its contents. Guarded by the
 * variable's lock.
 */
public final class Snapshot {
  private final Variable owner;
  private final Object array;
  private Tensor tensor;
  private int holders;
  private long version;

  Snapshot(Variable owner, DataType type, Shape shape) {
    this.owner = owner;
    this.array = TensorStorage.allocate(type, Math.toIntExact(shape.elementCount()));
    this.tensor = TensorStorage.wrap(type, shape, array);
  }

  /** Returns the value; it stays as it is while the snapshot is held. */
  public Tensor tensor() {
    return tensor;
  }

  /** Gives the snapshot back, so that the variable may write over its buffer. */
  public void release() {
    owner.release(this);
  }

  /**
   * Returns the number of the value, which no other value of a variable of the session has; stays
   * as it is while the snapshot is held.
   */
  public long version() {
    return version;
  }

  void setVersion(long version) {
    this.version = version;
  }

  boolean isHeld() {
    return holders > 0;
  }

  void hold() {
    holders++;
  }

  void drop() {
    holders--;
  }

  boolean fits(Shape shape) {
    return TensorStorage.capacity(tensor.dataType(), array) == shape.elementCount();
  }

  void reshape(Shape shape) {
    if (!tensor.shape().equals(shape)) {
      tensor = TensorStorage.wrap(tensor.dataType(), shape, array);
    }
  }
}
