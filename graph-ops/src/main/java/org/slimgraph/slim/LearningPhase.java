package org.slimgraph.slim;

import org.slimgraph.graph.Graph;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Keras' learning phase of a graph: one bool that a run may feed, false otherwise. TF 1.15: {@code
 * symbolic_learning_phase} in {@code keras/backend.py}.
 */
final class LearningPhase {
  private final Output phase;

  private LearningPhase(Graph graph) {
    Ops tf = Ops.on(graph);
    try (Scope independent = graph.clearControlDependencies();
        NameScope root = tf.nameScope("")) {
      Output no = tf.constant(Tensor.scalar(false), "keras_learning_phase/input");
      phase = tf.placeholderWithDefault(no, Shape.scalar(), "keras_learning_phase");
    }
  }

  static Output of(Ops tf) {
    Graph graph = tf.graph();
    return graph.attachment(LearningPhase.class, () -> new LearningPhase(graph)).phase;
  }
}
