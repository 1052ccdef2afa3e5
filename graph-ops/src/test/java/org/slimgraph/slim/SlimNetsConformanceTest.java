package org.slimgraph.slim;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.slimgraph.slim.Slim.BATCH_NORM;
import static org.slimgraph.slim.Slim.CONV2D;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/**
 * Builds nets with slim's layers, saves them, and lets TensorFlow train the moving averages beside
 * us: variables after initialisation, outputs and moving averages of five steps must agree.
 */
@Tag("conformance")
class SlimNetsConformanceTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-5, 1e-5);
  private static final int STEPS = 5;

  /** Adds a net to {@code input}. */
  private interface Net {
    Output build(Ops tf, Slim slim, Output input);
  }

  private static final Shape IMAGES = Shape.of(-1, 8, 8, 3);
  private static final Shape ROWS = Shape.of(-1, 6);

  private static final ImmutableMap<String, Consumer<BatchNormOptions>> BATCH_NORMS =
      ImmutableMap.<String, Consumer<BatchNormOptions>>builder()
          .put("defaults", o -> {})
          .put("inference", o -> o.isTraining(false))
          .put("decay", o -> o.decay(0.9))
          .put("epsilon", o -> o.epsilon(0.1))
          .put("small_epsilon", o -> o.epsilon(1e-5))
          .put("scale", o -> o.scale(true))
          .put("no_center", o -> o.center(false))
          .put("scale_no_center", o -> o.center(false).scale(true))
          .put("updates_in_place", o -> o.updatesCollections(null).decay(0.5))
          .put("named", o -> o.decay(0.99).epsilon(0.001).scope("custom_bn"))
          .buildOrThrow();

  @TestFactory
  Stream<DynamicTest> batchNorms() {
    Oracle oracle = Oracle.open();
    return BATCH_NORMS.entrySet().stream()
        .flatMap(
            options ->
                Stream.of(
                    batchNorm(oracle, "fused_" + options.getKey(), IMAGES, options.getValue()),
                    batchNorm(
                        oracle,
                        "composed_" + options.getKey(),
                        IMAGES,
                        options.getValue().andThen(o -> o.fused(false))),
                    batchNorm(oracle, "rows_" + options.getKey(), ROWS, options.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> zeroDebias() {
    return Stream.of(
        batchNorm(
            Oracle.open(),
            "composed_zero_debias",
            IMAGES,
            o -> o.fused(false).zeroDebiasMovingMean(true).decay(0.9)));
  }

  private static DynamicTest batchNorm(
      Oracle oracle, String name, Shape shape, Consumer<BatchNormOptions> options) {
    return net(oracle, name, shape, (tf, slim, x) -> slim.batchNorm(x, options));
  }

  @TestFactory
  Stream<DynamicTest> nets() {
    Oracle oracle = Oracle.open();
    return Stream.of(
        net(oracle, "block_training", IMAGES, (tf, slim, x) -> block(tf, slim, x, true)),
        net(oracle, "block_inference", IMAGES, (tf, slim, x) -> block(tf, slim, x, false)),
        net(oracle, "three_blocks_of_an_arg_scope", IMAGES, SlimNetsConformanceTest::threeBlocks),
        net(
            oracle,
            "normalizer",
            IMAGES,
            (tf, slim, x) ->
                slim.conv2d(x, 5, 3, o -> o.normalizer(BATCH_NORM, n -> n.decay(0.9).scale(true)))),
        net(
            oracle,
            "strided_valid",
            IMAGES,
            (tf, slim, x) ->
                slim.conv2d(x, 4, new int[] {3, 2}, o -> o.stride(2).padding("VALID"))),
        net(oracle, "rate", IMAGES, (tf, slim, x) -> slim.conv2d(x, 4, 3, o -> o.rate(2))),
        net(
            oracle,
            "regularized",
            IMAGES,
            (tf, slim, x) ->
                slim.conv2d(x, 4, 3, o -> o.weightsRegularizer(slim.l2Regularizer(0.01)))));
  }

  @TestFactory
  Stream<DynamicTest> layers() {
    Oracle oracle = Oracle.open();
    return Stream.of(
        net(oracle, "fully_connected", ROWS, (tf, slim, x) -> slim.fullyConnected(x, 5)),
        net(
            oracle,
            "fully_connected_of_images",
            IMAGES,
            (tf, slim, x) -> slim.fullyConnected(x, 5, o -> o.normalizer(Slim.LAYER_NORM))),
        net(
            oracle,
            "separable_conv2d",
            IMAGES,
            (tf, slim, x) -> slim.separableConv2d(x, 5, 3, o -> o.depthMultiplier(2).stride(2))),
        net(
            oracle,
            "separable_conv2d_rate",
            IMAGES,
            (tf, slim, x) -> slim.separableConv2d(x, 5, 3, o -> o.rate(2).padding("VALID"))),
        net(
            oracle,
            "depthwise_conv2d",
            IMAGES,
            (tf, slim, x) -> slim.depthwiseConv2d(x, 3, o -> o.normalizer(BATCH_NORM))),
        net(
            oracle,
            "conv2d_transpose",
            IMAGES,
            (tf, slim, x) ->
                slim.conv2dTranspose(x, 5, new int[] {2, 4}, o -> o.stride(2, 5).padding("VALID"))),
        net(
            oracle,
            "conv2d_in_plane",
            IMAGES,
            (tf, slim, x) -> slim.conv2dInPlane(x, 3, o -> o.stride(2))),
        net(
            oracle,
            "conv1d",
            IMAGES,
            (tf, slim, x) ->
                slim.conv1d(tf.reshape(x, Shape.of(-1, 64, 3)), 5, 3, o -> o.stride(2))),
        net(oracle, "layer_norm", IMAGES, (tf, slim, x) -> slim.layerNorm(x)),
        net(oracle, "instance_norm", IMAGES, (tf, slim, x) -> slim.instanceNorm(x)),
        net(oracle, "group_norm", IMAGES, (tf, slim, x) -> slim.groupNorm(x, o -> o.groups(3))),
        net(oracle, "unit_norm", IMAGES, (tf, slim, x) -> slim.unitNorm(x, 3)),
        net(oracle, "softmax", IMAGES, (tf, slim, x) -> slim.softmax(x)),
        net(oracle, "dropout", ROWS, (tf, slim, x) -> slim.dropout(x, 0.75, o -> o.seed(5))),
        net(
            oracle,
            "pooled_and_flattened",
            IMAGES,
            (tf, slim, x) ->
                slim.biasAdd(
                    slim.flatten(
                        slim.avgPool2d(
                            slim.maxPool2d(x, 3, o -> o.padding("SAME")),
                            3,
                            o -> o.stride(1).padding("SAME"))))),
        net(
            oracle,
            "tf_layers",
            IMAGES,
            (tf, slim, x) -> {
              Layers layers = Layers.on(tf);
              Output net = layers.conv2d(x, 4, 3);
              net = layers.batchNormalization(net, o -> o.training(true).momentum(0.9));
              return layers.dense(layers.flatten(tf.nn().relu(net)), 3);
            }));
  }

  private static Output block(Ops tf, Slim slim, Output inputs, boolean training) {
    Output conv = slim.conv2d(inputs, 32, 3, o -> o.padding("SAME").activation(null));
    return tf.nn().relu(slim.batchNorm(conv, o -> o.isTraining(training)));
  }

  private static Output threeBlocks(Ops tf, Slim slim, Output inputs) {
    try (var conv = slim.argScope(CONV2D, o -> o.padding("SAME").activation(null));
        var norm = slim.argScope(BATCH_NORM, o -> o.isTraining(true).decay(0.9).scale(true))) {
      Output net = inputs;
      for (int filters : new int[] {8, 16, 8}) {
        net = tf.nn().relu(slim.batchNorm(slim.conv2d(net, filters, 3)));
      }
      return net;
    }
  }

  private static DynamicTest net(Oracle oracle, String name, Shape shape, Net net) {
    return dynamicTest(name, () -> check(oracle, shape, net));
  }

  private static void check(Oracle oracle, Shape shape, Net net) {
    Graph graph = new Graph();
    graph.setSeed(7);
    Ops tf = Ops.on(graph);
    Output output = net.build(tf, Slim.on(tf), tf.placeholder(DataType.FLOAT, shape, "x"));
    Operation init = tf.globalVariablesInitializer();
    List<String> updates =
        graph.collection(GraphKeys.UPDATE_OPS).stream()
            .map(update -> update.operation().name())
            .toList();
    List<String> variables = values(graph.collection(GraphKeys.GLOBAL_VARIABLES));
    List<String> losses =
        graph.collection(GraphKeys.REGULARIZATION_LOSSES).stream().map(Output::name).toList();

    SideBySide runs = new SideBySide(oracle, graph).init(init.name());
    runs.step(Map.of(), List.of(), variables);
    runs.step(Map.of(), List.of(), losses);
    for (int step = 0; step < STEPS; step++) {
      runs.step(Map.of("x:0", batch(shape, step)), updates, List.of(output.name()));
      runs.step(Map.of(), List.of(), variables);
    }
    runs.assertSame(TOLERANCE);
  }

  /** Returns the names of what reads the variables. */
  private static List<String> values(List<GraphElement> variables) {
    return variables.stream().map(variable -> ((Variable) variable).value().name()).toList();
  }

  /** Returns batches of other sizes and other means from step to step. */
  private static Tensor batch(Shape shape, int step) {
    Shape known = shape.withDim(0, 3 + step);
    Random random = new Random(step);
    float[] values = new float[(int) known.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (1 + step) + 2 - step);
    }
    return Tensor.of(known, values);
  }
}
