package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;

/**
 * Random smooth functions of double vectors, with conditionals and loops in each other: the same
 * for the same seed.
 */
final class RandomFlow {
  private final Ops tf;
  private final SplittableRandom random;
  private final boolean controlFlow;

  /** Creates a source of functions; {@code controlFlow} says whether they choose and repeat. */
  RandomFlow(Ops tf, long seed, boolean controlFlow) {
    this.tf = tf;
    this.random = new SplittableRandom(seed);
    this.controlFlow = controlFlow;
  }

  /** Adds a function of {@code xs}, double vectors of one size; it has their shape. */
  Output of(List<Output> xs) {
    return block(xs, 0);
  }

  private Output block(List<Output> visible, int depth) {
    List<Output> values = new ArrayList<>(visible);
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      values.add(value(values, depth));
    }
    return tf.add(values.get(values.size() - 1), tf.tanh(any(values)));
  }

  private Output any(List<Output> values) {
    return values.get(random.nextInt(values.size()));
  }

  private Output value(List<Output> values, int depth) {
    int kinds = controlFlow && depth < 3 ? 9 : 6;
    return switch (random.nextInt(kinds)) {
      case 0 -> tf.add(any(values), any(values));
      case 1 -> tf.multiply(tf.sin(any(values)), any(values));
      case 2 -> tf.sigmoid(any(values));
      case 3 -> tf.sin(tf.square(any(values)));
      case 4 -> tf.subtract(any(values), tf.reduceMean(any(values)));
      case 5 -> tf.exp(tf.negative(tf.square(any(values))));
      case 6, 7 -> choice(values, depth + 1);
      default -> loop(values, depth + 1);
    };
  }

  private Output choice(List<Output> values, int depth) {
    Output isPositive = tf.greater(tf.reduceSum(any(values)), tf.constant(0.1));
    return tf.cond(isPositive, () -> block(values, depth), () -> block(values, depth));
  }

  private Output loop(List<Output> values, int depth) {
    // Not a constant: TF 1.x: its graph rewriting breaks gradients of loops known to run never.
    Output times = tf.placeholderWithDefault(tf.constant(random.nextInt(4)), Shape.scalar());
    List<Output> start = List.of(tf.constant(0), any(values), any(values));
    return tf.whileLoop(
            v -> tf.less(v.get(0), times),
            v -> {
              List<Output> inside = new ArrayList<>(values);
              inside.addAll(v.subList(1, 3));
              return List.of(
                  tf.add(v.get(0), 1), tf.tanh(block(inside, depth)), tf.sin(any(inside)));
            },
            start)
        .get(1 + random.nextInt(2));
  }
}
