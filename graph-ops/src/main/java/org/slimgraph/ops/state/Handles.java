package org.slimgraph.ops.state;

import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** What ops on variables check of the variable they are given. */
final class Handles {
  private Handles() {}

  /**
   * Returns the static shape of the variable behind the handle at {@code input}, merged with {@code
   * value}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if its type is not {@code dtype} or the shapes
   *     cannot be equal
   */
  static Shape check(ShapeContext c, int input, DataType dtype, Shape value) {
    return ShapeRules.merge(shape(c, input, dtype), value);
  }

  /** Returns the static shape of the variable behind the handle at {@code input}. */
  static Shape shape(ShapeContext c, int input, DataType dtype) {
    Optional<HandleInfo> info = c.inputHandle(input);
    if (info.isEmpty()) {
      return Shape.unknown();
    }
    if (info.get().type() != dtype) {
      throw SlimgraphException.invalidArgument(
          "Trying to read variable with wrong dtype. Expected %s got %s",
          info.get().type().tfName(), dtype.tfName());
    }
    return info.get().shape();
  }

  /**
   * Refuses a variable without a value.
   *
   * @throws SlimgraphException FAILED_PRECONDITION in TF's words for a reference or a handle
   */
  static void checkInitialized(Variable variable, boolean byReference) {
    if (variable.isInitialized()) {
      return;
    }
    throw byReference
        ? SlimgraphException.failedPrecondition(
            "Attempting to use uninitialized value %s", variable.name())
        : SlimgraphException.failedPrecondition(
            "Error while reading resource variable %s from Container: localhost. This could mean"
                + " that the variable was uninitialized. Not found: Container localhost does not"
                + " exist. (Could not find resource: localhost/%s)",
            variable.name(), variable.name());
  }
}
