package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** The few sums that gradients of this family build. */
final class Arithmetic {
  private Arithmetic() {}

  static Output subtract(Ops tf, Output x, Output y) {
    return tf.graph().opBuilder("Sub", "sub").input(x).input(y).build().output(0);
  }

  static Output negative(Ops tf, Output x) {
    return tf.graph().opBuilder("Neg", "Neg").input(x).build().output(0);
  }

  static Output add(Ops tf, Output x, Output y) {
    return tf.graph().opBuilder("AddV2", "add").input(x).input(y).build().output(0);
  }

  static Output reduceSum(Ops tf, Output x, Output axes, boolean keepDims) {
    return tf.graph()
        .opBuilder("Sum", "Sum")
        .input(x)
        .input(axes)
        .attr("keep_dims", keepDims)
        .build()
        .output(0);
  }
}
