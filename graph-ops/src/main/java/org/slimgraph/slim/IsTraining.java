package org.slimgraph.slim;

import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Tensor;

/**
 * Whether a layer trains: a boolean, or a tensor that says so.
 *
 * @param value the boolean; null if a tensor says it
 * @param tensor the tensor; null if there is a boolean, or nothing at all
 */
record IsTraining(@Nullable Boolean value, @Nullable Output tensor) {

  static IsTraining of(boolean value) {
    return new IsTraining(value, null);
  }

  static IsTraining of(@Nullable Output tensor) {
    return new IsTraining(null, tensor);
  }

  /** Returns whether there is neither a boolean nor a tensor. */
  boolean isNothing() {
    return value == null && tensor == null;
  }

  /**
   * Returns the value if it is known while the graph is built.
   *
   * @throws SlimgraphException INVALID_ARGUMENT without boolean and tensor, UNIMPLEMENTED for a
   *     tensor whose value only a run knows
   */
  boolean known() {
    Boolean fixed = value;
    if (fixed != null) {
      return fixed;
    }
    Output predicate = tensor;
    if (predicate == null) {
      throw SlimgraphException.invalidArgument("value_or_tensor_or_var cannot be None");
    }
    return predicate
        .graph()
        .constantValue(predicate)
        .map(IsTraining::truth)
        .orElseThrow(
            () ->
                SlimgraphException.unimplemented(
                    "isTraining is '%s', whose value is not known before a run; batch_norm can not"
                        + " choose at run time yet. Pass a boolean or a constant, and build the"
                        + " layer twice, the second time with reuse(true) and isTraining(false)",
                    predicate.name()));
  }

  private static boolean truth(Tensor constant) {
    switch (constant.dataType()) {
      case BOOL:
        return constant.booleans()[0];
      case INT32, INT64:
        return constant.longs()[0] != 0;
      default:
        throw SlimgraphException.invalidArgument(
            "isTraining must be a bool, not a tensor of type %s", constant.dataType().tfName());
    }
  }
}
