package org.slimgraph.slim.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.slimgraph.data.Dataset;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * A small net whose training depends on all that a resumed one must find again: weights, slots,
 * moving averages, the step, the order of the data, and random numbers drawn in the graph.
 */
final class NoisyNet {
  static final int EXAMPLES = 60;
  private static final int BATCH = 8;

  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);
  final Slim slim = Slim.on(tf);
  final Output images = tf.placeholder(DataType.FLOAT, Shape.of(-1, 4, 4, 1), "images");
  final Output labels = tf.placeholder(DataType.INT32, Shape.of(-1), "labels");
  final Output trainOp;

  NoisyNet() {
    graph.setSeed(5);
    Output net = slim.conv2d(images, 3, 3, o -> o.activation(null));
    net = tf.nn().relu(slim.batchNorm(net, o -> o.decay(0.9)));
    Output features = tf.reshape(net, Shape.of(-1, 48));
    Output noise = tf.random().normal(tf.shape(features), 0, 1, o -> {});
    features = tf.plus(features, tf.times(noise, 0.1));
    Variable weights = tf.getVariable("weights", Shape.of(48, 2));
    Output loss =
        tf.losses().sparseSoftmaxCrossEntropy(labels, tf.matmul(features, weights.value()));
    trainOp = slim.learning().createTrainOp(loss, tf.train().momentum(0.05, 0.9));
  }

  /** Returns the examples, shuffled anew in each pass, for ever. */
  static DatasetIterator examples() {
    Random random = new Random(3);
    float[] pixels = new float[EXAMPLES * 16];
    int[] classes = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      classes[i] = random.nextInt(2);
      for (int p = 0; p < 16; p++) {
        pixels[i * 16 + p] = (float) random.nextGaussian() + (p / 8 == classes[i] ? 1 : 0);
      }
    }
    return Dataset.ofSlices(
            Tensor.of(Shape.of(EXAMPLES, 4, 4, 1), pixels), Tensor.of(Shape.of(EXAMPLES), classes))
        .shuffle(7)
        .repeat()
        .batch(BATCH, false)
        .iterator();
  }

  /** Trains in {@code logdir} to step {@code steps}. */
  TrainResult train(Path logdir, long steps, Consumer<TrainOptions> more) throws IOException {
    try (DatasetIterator examples = examples()) {
      return slim.learning()
          .train(
              trainOp,
              o -> {
                o.logdir(logdir)
                    .numberOfSteps(steps)
                    .logEveryNSteps(0)
                    .batches(Batches.of(examples, images, labels))
                    .sessionConfig(SessionOptions.defaults().threads(1));
                more.accept(o);
              });
    }
  }
}
