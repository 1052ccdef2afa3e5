package org.slimgraph.examples.nets;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.ops.Ops;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Reuse;

/**
 * Builds nets, saves them, and lets TensorFlow run them beside us from the same seeds: the
 * predictions of a batch in training, and of the same weights in inference once the moving averages
 * have moved.
 */
@Tag("conformance")
class NetsConformanceTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-3, 1e-4);

  @TestFactory
  Stream<DynamicTest> nets() {
    Oracle oracle = Oracle.open();
    return Stream.of(
        net(oracle, Nets.LENET, 28, 1),
        net(oracle, Nets.CIFARNET, 32, 1),
        net(oracle, Nets.MOBILENET_V1, 64, 0.25),
        net(oracle, Nets.MOBILENET_V2, 64, 0.25),
        net(oracle, Nets.RESNET_V1_50, 64, 1),
        net(oracle, Nets.RESNET_V2_50, 64, 1),
        net(oracle, Nets.INCEPTION_V1, 64, 1));
  }

  private static DynamicTest net(Oracle oracle, Nets net, int size, double depthMultiplier) {
    return dynamicTest(net.name(), () -> check(oracle, net, size, depthMultiplier));
  }

  private static void check(Oracle oracle, Nets net, int size, double depthMultiplier) {
    Graph graph = new Graph();
    graph.setSeed(7);
    Ops tf = Ops.on(graph);
    Slim slim = Slim.on(tf);
    Shape shape = Shape.of(4, size, size, net.channels());
    var images = tf.placeholder(DataType.FLOAT, shape, "images");
    Net training =
        net.build(
            slim, images, o -> o.numClasses(10).depthMultiplier(depthMultiplier).isTraining(true));
    Net inference =
        net.build(
            slim,
            images,
            o ->
                o.numClasses(10)
                    .depthMultiplier(depthMultiplier)
                    .isTraining(false)
                    .reuse(Reuse.TRUE));
    Operation init = tf.globalVariablesInitializer();
    List<String> updates =
        graph.collection(GraphKeys.UPDATE_OPS).stream().map(u -> u.operation().name()).toList();
    SideBySide runs = new SideBySide(oracle, graph).init(init.name());
    Map<String, Tensor> feeds = Map.of("images:0", batch(shape));
    runs.step(feeds, updates, List.of(training.endPoint("Predictions").name()));
    runs.step(feeds, List.of(), List.of(inference.endPoint("Predictions").name()));
    runs.assertSame(TOLERANCE);
  }

  private static Tensor batch(Shape shape) {
    Random random = new Random(11);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }
}
