package org.slimgraph.ops.flow;

import org.slimgraph.tensor.Shape;

/** The options of {@code tf.tensorArray} with TF's defaults. Not thread-safe. */
public final class TensorArrayOptions {
  boolean dynamicSize;
  boolean clearAfterRead = true;
  boolean inferShape = true;
  Shape elementShape = Shape.unknown();
  String tensorArrayName = "";
  String name = "TensorArray";

  TensorArrayOptions() {}

  /** Sets whether writing behind the end makes the array longer; false if not set. */
  public TensorArrayOptions dynamicSize(boolean grows) {
    dynamicSize = grows;
    return this;
  }

  /** Sets whether an element is forgotten, and cannot be read again, once read; true if not set. */
  public TensorArrayOptions clearAfterRead(boolean clears) {
    clearAfterRead = clears;
    return this;
  }

  /** Sets whether all elements have the same shape; true if not set. */
  public TensorArrayOptions inferShape(boolean same) {
    inferShape = same;
    return this;
  }

  /** Sets what is known of the elements' shapes. */
  public TensorArrayOptions elementShape(Shape shape) {
    elementShape = shape;
    return this;
  }

  /** Sets the name that errors show. */
  public TensorArrayOptions tensorArrayName(String name) {
    tensorArrayName = name;
    return this;
  }

  /** Sets the operation's name; {@code TensorArray} if not set. */
  public TensorArrayOptions name(String name) {
    this.name = name;
    return this;
  }
}
