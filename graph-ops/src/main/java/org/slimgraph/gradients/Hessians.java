package org.slimgraph.gradients;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.flow.TensorArray;
import org.slimgraph.tensor.Shape;

/** Second derivatives: a loop over the elements of the first. TF: tf.hessians. */
final class Hessians {
  private Hessians() {}

  static List<Output> build(Ops tf, List<Output> ys, List<Output> xs, String name) {
    List<Optional<Output>> first = tf.gradients(ys, xs, o -> o.name(name));
    List<Output> hessians = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      hessians.add(hessian(tf, known(first.get(i), xs.get(i)), xs.get(i)));
    }
    return hessians;
  }

  private static Output hessian(Ops tf, Output gradient, Output x) {
    Output flat = tf.reshape(gradient, Shape.of(-1));
    Output size = tf.size(x);
    TensorArray rows = tf.tensorArray(x.dataType().base(), size, o -> {});
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), size),
            v -> {
              Output element = tf.gather(flat, v.get(0));
              Output row = known(tf.gradients(List.of(element), List.of(x)).get(0), x);
              return List.of(
                  tf.plus(v.get(0), 1), rows.withFlow(v.get(1)).write(v.get(0), row).flow());
            },
            List.of(tf.constant(0), rows.flow()));
    Output shape = tf.shape(x);
    return tf.reshape(rows.withFlow(end.get(1)).stack(), tf.concat(List.of(shape, shape), 0));
  }

  private static Output known(Optional<Output> gradient, Output x) {
    return gradient.orElseThrow(
        () ->
            SlimgraphException.invalidArgument(
                "None values not supported: the ys or their first derivatives do not depend on"
                    + " '%s', so they have no second derivative by it",
                x.name()));
  }
}
