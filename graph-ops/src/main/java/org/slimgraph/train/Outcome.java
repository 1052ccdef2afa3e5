package org.slimgraph.train;

import java.util.Locale;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;

/** How a prediction may relate to its label. */
enum Outcome {
  TRUE_POSITIVES(true, true),
  FALSE_NEGATIVES(true, false),
  TRUE_NEGATIVES(false, false),
  FALSE_POSITIVES(false, true);

  private final boolean label;
  private final boolean prediction;

  Outcome(boolean label, boolean prediction) {
    this.label = label;
    this.prediction = prediction;
  }

  /** Returns TF's name. */
  String tfName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Adds which examples have this outcome. */
  Output among(Ops tf, Output labels, Output predictions) {
    return tf.logicalAnd(
        label ? labels : tf.logicalNot(labels),
        prediction ? predictions : tf.logicalNot(predictions));
  }
}
