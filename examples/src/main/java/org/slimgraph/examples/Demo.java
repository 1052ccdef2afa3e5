package org.slimgraph.examples;

import static org.slimgraph.graph.GraphKeys.UPDATE_OPS;
import static org.slimgraph.ops.nn.Padding.SAME;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slimgraph.data.DatasetIterator;
import org.slimgraph.data.DatasetPosition;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The first block on real images: training-mode steps until the moving averages have the statistics
 * of the data, then inference with them. Shows on the way what decides whether they move at all.
 */
final class Demo {
  private static final int FILTERS = 32;
  private static final int BATCH = 64;
  private static final float DECAY = 0.97f;

  private final PrintWriter out;
  private final int steps;
  private final SessionOptions options;
  private final Path graphFile;
  private final FashionMnist images = FashionMnist.training();

  Demo(PrintWriter out, int steps, SessionOptions options, Path graphFile) {
    this.out = out;
    this.steps = steps;
    this.options = options;
    this.graphFile = graphFile;
  }

  void run() throws IOException {
    Graph graph = new Graph();
    graph.setSeed(1);
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 1), "images");
    Output conv = slim.conv2d(input, FILTERS, 3, o -> o.padding(SAME).activation(null));
    Output training = block(tf, slim, conv, true, false);
    Output inference = block(tf, slim, conv, false, true);

    // The step that people forget to write: the loss, or here the output, does not run the updates.
    List<GraphElement> updates = tf.collection(UPDATE_OPS);
    Operation step;
    try (var waiting = tf.controlDependencies(updates)) {
      step = tf.group(List.of(tf.identity(training)), "train_step");
    }
    // And the form that needs no such care: the output itself waits for the updates.
    Output inPlace =
        tf.nn()
            .relu(
                slim.batchNorm(
                    conv,
                    o ->
                        o.isTraining(true)
                            .decay(DECAY)
                            .updatesCollections(null)
                            .scope("in_place")));

    try (Session session = Session.open(graph, options);
        DatasetIterator batches = images.batches(BATCH)) {
      session.run(tf.globalVariablesInitializer());
      say(
          "Fashion-MNIST: %d images of 28 x 28, batches of %d, decay %.2f",
          images.count(), BATCH, DECAY);
      say("");
      say("1. Running the training output alone. Nothing runs the %d update ops:", updates.size());
      for (int i = 0; i < 3; i++) {
        session.runner().feed(input, batches.next().get(0)).fetch(training).run();
      }
      report(session, graph, "bn");
      say("");
      say("2. Running a step that waits for UPDATE_OPS, %d times:", steps);
      Statistics goal = Statistics.of(session, input, conv, images);
      batches.restore(DatasetPosition.START);
      for (int i = 0; i < steps; i++) {
        session.runner().feed(input, batches.next().get(0)).target(step).run();
        if ((i + 1) % Math.max(1, steps / 8) == 0 || i + 1 == steps) {
          say(
              "   step %4d   distance to the data's statistics: mean %.4f, variance %.4f",
              i + 1,
              Statistics.distance(read(session, graph, "bn/moving_mean"), goal.mean()),
              Statistics.distance(read(session, graph, "bn/moving_variance"), goal.variance()));
        }
      }
      report(session, graph, "bn");
      say("");
      say("3. With updates_collections=None the output updates them itself. Three runs of it:");
      batches.restore(DatasetPosition.START);
      for (int i = 0; i < 3; i++) {
        session.runner().feed(input, batches.next().get(0)).fetch(inPlace).run();
      }
      report(session, graph, "in_place");
      say("");
      inference(session, input, inference, training);
    }
    GraphDefs.write(graphFile, graph);
    say("");
    say("Wrote %s. Look at it: ./slimgraph inspect %s --json", graphFile, graphFile);
  }

  private static Output block(Ops tf, Slim slim, Output conv, boolean isTraining, boolean reuse) {
    return tf.nn()
        .relu(
            slim.batchNorm(
                conv, o -> o.isTraining(isTraining).decay(DECAY).scope("bn").reuse(reuse)));
  }

  /** One image at a time, normalised with the moving averages: what training mode cannot do. */
  private void inference(Session session, Output input, Output inference, Output training) {
    FashionMnist test = FashionMnist.test();
    float[] one =
        session.runner().feed(input, test.first(1)).fetch(inference).run().get(0).floats();
    float[] alone =
        session.runner().feed(input, test.first(1)).fetch(training).run().get(0).floats();
    float[] many =
        session.runner().feed(input, test.first(BATCH)).fetch(inference).run().get(0).floats();
    double same = 0;
    double other = 0;
    for (int i = 0; i < one.length; i++) {
      same = Math.max(same, Math.abs(one[i] - many[i]));
      other = Math.max(other, Math.abs(one[i] - alone[i]));
    }
    say(
        "Inference on a test image: alone and in a batch of %d it differs by at most %.1e,",
        BATCH, same);
    say("in training mode, by its own statistics, the same image differs by up to %.2f.", other);
  }

  private void report(Session session, Graph graph, String scope) {
    float[] mean = read(session, graph, scope + "/moving_mean");
    float[] variance = read(session, graph, scope + "/moving_variance");
    say(
        "   %s/moving_mean     %s ...%n   %s/moving_variance %s ...",
        scope, head(mean), scope, head(variance));
  }

  private static float[] read(Session session, Graph graph, String variable) {
    return session.run(graph.output(variable + "/read:0")).floats();
  }

  private static String head(float[] values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(String.format(Locale.ROOT, "%9.5f", values[i]));
    }
    return text.toString();
  }

  private void say(String format, Object... args) {
    out.printf(Locale.ROOT, format + "%n", args);
    out.flush();
  }

  /** Mean and variance of the convolution's outputs over all images, channel by channel. */
  record Statistics(double[] mean, double[] variance) {

    static Statistics of(Session session, Output input, Output conv, FashionMnist images) {
      double[] sum = new double[FILTERS];
      double[] squares = new double[FILTERS];
      long count = 0;
      for (List<Tensor> batch : images.dataset().batch(BATCH, true).toList()) {
        Tensor y = session.runner().feed(input, batch.get(0)).fetch(conv).run().get(0);
        float[] values = y.floats();
        for (int i = 0; i < values.length; i++) {
          sum[i % FILTERS] += values[i];
          squares[i % FILTERS] += (double) values[i] * values[i];
        }
        count += values.length / FILTERS;
      }
      for (int c = 0; c < FILTERS; c++) {
        sum[c] /= count;
        squares[c] = squares[c] / count - sum[c] * sum[c];
      }
      return new Statistics(sum, squares);
    }

    /** The largest difference, relative to the largest value. */
    static double distance(float[] actual, double[] expected) {
      double difference = 0;
      double scale = 0;
      for (int c = 0; c < actual.length; c++) {
        difference = Math.max(difference, Math.abs(actual[c] - expected[c]));
        scale = Math.max(scale, Math.abs(expected[c]));
      }
      return difference / scale;
    }
  }
}
