package org.slimgraph.examples.nets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Reuse;
import org.slimgraph.variables.Variable;

class NetsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Slim slim = Slim.on(tf);

  private Output images(Nets net, int size) {
    return tf.placeholder(DataType.FLOAT, Shape.of(2, size, size, net.channels()), "images");
  }

  private Net build(Nets net, Consumer<NetOptions> set) {
    return net.build(slim, images(net, net.imageSize()), set);
  }

  private static long elements(List<Variable> variables, String without) {
    return variables.stream()
        .filter(v -> without.isEmpty() || !v.opName().contains(without))
        .mapToLong(v -> v.shape().elementCount())
        .sum();
  }

  /** The numbers are those that the Javadoc of each net gives, with their sources. */
  @ParameterizedTest
  @CsvSource({
    "LENET, 10, 3274634",
    "CIFARNET, 10, 1756426",
    "ALEXNET_V2, 1000, 50303912",
    "VGG_A, 1000, 132863336",
    "VGG_16, 1000, 138357544",
    "VGG_19, 1000, 143667240",
    "RESNET_V1_50, 1000, 25557032",
    "RESNET_V1_101, 1000, 44549160",
    "RESNET_V1_152, 1000, 60192808",
    "RESNET_V2_50, 1000, 25568360",
    "RESNET_V2_101, 1000, 44577896",
    "RESNET_V2_152, 1000, 60236904",
    "MOBILENET_V1, 1000, 4231976",
    "MOBILENET_V2, 1000, 3504872"
  })
  void trainableParameters_areThePublishedOnes(Nets net, int classes, long parameters) {
    Net built = build(net, o -> o.numClasses(classes));
    assertEquals(Shape.of(2, classes), built.logits().shape());
    assertEquals(parameters, elements(tf.trainableVariables(), ""));
  }

  @Test
  void inceptionV1_modelVariables_areThePublishedOnes() {
    build(Nets.INCEPTION_V1, o -> {});
    assertEquals(5607184, elements(slim.getModelVariables(), "Logits"));
  }

  @Test
  void inceptionV3_modelVariables_areThePublishedOnes() {
    build(Nets.INCEPTION_V3, o -> {});
    assertEquals(21802784, elements(slim.getModelVariables(), "Logits"));
    assertEquals(23851784, elements(slim.getModelVariables(), "AuxLogits"));
  }

  private void assertVariables(String... names) {
    Set<String> all = new HashSet<>();
    tf.globalVariables().forEach(v -> all.add(v.opName()));
    for (String name : names) {
      assertTrue(all.contains(name), () -> name + " is not among " + all);
    }
  }

  @Test
  void variables_areCalledAsInSlimsCheckpoints() {
    for (Nets net : List.of(Nets.VGG_16, Nets.RESNET_V1_50, Nets.RESNET_V2_50)) {
      build(net, o -> {});
    }
    assertVariables(
        "vgg_16/conv1/conv1_1/weights",
        "vgg_16/conv5/conv5_3/biases",
        "vgg_16/fc6/weights",
        "vgg_16/fc8/biases",
        "resnet_v1_50/conv1/weights",
        "resnet_v1_50/conv1/BatchNorm/moving_mean",
        "resnet_v1_50/block1/unit_1/bottleneck_v1/shortcut/weights",
        "resnet_v1_50/block1/unit_1/bottleneck_v1/shortcut/BatchNorm/gamma",
        "resnet_v1_50/block3/unit_6/bottleneck_v1/conv3/BatchNorm/moving_variance",
        "resnet_v1_50/logits/biases",
        "resnet_v2_50/conv1/biases",
        "resnet_v2_50/block1/unit_1/bottleneck_v2/preact/beta",
        "resnet_v2_50/block1/unit_1/bottleneck_v2/shortcut/biases",
        "resnet_v2_50/block4/unit_3/bottleneck_v2/conv3/biases",
        "resnet_v2_50/postnorm/moving_variance");
  }

  @Test
  void variables_ofInceptionAndMobileNet_areCalledAsInSlimsCheckpoints() {
    for (Nets net :
        List.of(Nets.INCEPTION_V1, Nets.INCEPTION_V3, Nets.MOBILENET_V1, Nets.MOBILENET_V2)) {
      build(net, o -> {});
    }
    assertVariables(
        "InceptionV1/Conv2d_1a_7x7/BatchNorm/beta",
        "InceptionV1/Mixed_5b/Branch_2/Conv2d_0a_3x3/weights",
        "InceptionV1/Mixed_5c/Branch_2/Conv2d_0b_3x3/weights",
        "InceptionV1/Logits/Conv2d_0c_1x1/biases",
        "InceptionV3/Conv2d_4a_3x3/weights",
        "InceptionV3/Mixed_5c/Branch_1/Conv_1_0c_5x5/weights",
        "InceptionV3/Mixed_6a/Branch_0/Conv2d_1a_1x1/weights",
        "InceptionV3/Mixed_6e/Branch_2/Conv2d_0e_1x7/BatchNorm/moving_mean",
        "InceptionV3/Mixed_7b/Branch_1/Conv2d_0b_3x1/weights",
        "InceptionV3/Mixed_7c/Branch_1/Conv2d_0c_3x1/weights",
        "InceptionV3/AuxLogits/Conv2d_2a_5x5/weights",
        "InceptionV3/Logits/Conv2d_1c_1x1/weights",
        "MobilenetV1/Conv2d_0/weights",
        "MobilenetV1/Conv2d_13_depthwise/depthwise_weights",
        "MobilenetV1/Conv2d_13_depthwise/BatchNorm/gamma",
        "MobilenetV1/Conv2d_13_pointwise/BatchNorm/moving_variance",
        "MobilenetV1/Logits/Conv2d_1c_1x1/biases",
        "MobilenetV2/Conv/weights",
        "MobilenetV2/expanded_conv/depthwise/depthwise_weights",
        "MobilenetV2/expanded_conv_1/expand/weights",
        "MobilenetV2/expanded_conv_16/project/BatchNorm/gamma",
        "MobilenetV2/Conv_1/BatchNorm/beta",
        "MobilenetV2/Logits/Conv2d_1c_1x1/weights");
  }

  @ParameterizedTest
  @CsvSource({
    "INCEPTION_V1, Mixed_5c, 7, 1024",
    "INCEPTION_V3, Mixed_6e, 17, 768",
    "INCEPTION_V3, Mixed_7c, 8, 2048",
    "RESNET_V1_50, block4, 7, 2048",
    "RESNET_V2_50, block1, 28, 256",
    "MOBILENET_V1, Conv2d_13_pointwise, 7, 1024",
    "MOBILENET_V2, layer_19, 7, 1280",
    "VGG_16, pool5, 7, 512",
    "ALEXNET_V2, pool5, 5, 256"
  })
  void endPoints_haveThePublishedSizes(Nets net, String endPoint, int size, int channels) {
    Net built = build(net, o -> {});
    assertEquals(Shape.of(2, size, size, channels), built.endPoint(endPoint).shape());
    assertThrows(IllegalArgumentException.class, () -> built.endPoint("no such layer"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET_V1_50", "INCEPTION_V1", "INCEPTION_V3", "MOBILENET_V2"})
  void inference_updatesNothing_andSharesTheVariables(Nets net) {
    build(net, o -> o.isTraining(true));
    int updates = graph.collection(GraphKeys.UPDATE_OPS).size();
    int variables = tf.globalVariables().size();
    assertFalse(updates == 0);
    build(net, o -> o.isTraining(false).reuse(Reuse.TRUE));
    assertEquals(updates, graph.collection(GraphKeys.UPDATE_OPS).size());
    assertEquals(variables, tf.globalVariables().size());
  }

  @ParameterizedTest
  @CsvSource({"LENET, 12", "CIFARNET, 12", "MOBILENET_V1, 32", "MOBILENET_V2, 32"})
  void smallNets_run_withATensorThatSaysWhetherTheyTrain(Nets net, int size) {
    graph.setSeed(3);
    Output training = tf.placeholder(DataType.BOOL, Shape.scalar(), "training");
    Net built =
        net.build(
            slim,
            images(net, size),
            o -> o.isTraining(training).numClasses(7).depthMultiplier(0.25));
    float[] pixels = new float[2 * size * size * net.channels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 13 / 13f - 0.5f;
    }
    Tensor images = Tensor.of(Shape.of(2, size, size, net.channels()), pixels);
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (boolean fed : new boolean[] {true, false}) {
        Tensor predictions =
            session
                .runner()
                .feed("images:0", images)
                .feed(training, Tensor.scalar(fed))
                .fetch(built.endPoint("Predictions"))
                .run()
                .get(0);
        assertEquals(Shape.of(2, 7), predictions.shape());
        float[] p = predictions.floats();
        float[] sums = new float[2];
        for (int i = 0; i < 14; i++) {
          sums[i / 7] += p[i];
        }
        assertArrayEquals(new float[] {1, 1}, sums, 1e-5f);
      }
    }
  }

  @Test
  void mobileNets_depthMultiplier_scalesFilters() {
    Net v1 = build(Nets.MOBILENET_V1, o -> o.depthMultiplier(0.25));
    assertEquals(256, v1.endPoint("Conv2d_13_pointwise").shape().dim(3));
    Net v2 = build(Nets.MOBILENET_V2, o -> o.depthMultiplier(0.5));
    assertEquals(1280, v2.endPoint("layer_19").shape().dim(3));
    assertEquals(160, v2.endPoint("layer_18").shape().dim(3));
    assertThrows(
        IllegalArgumentException.class, () -> build(Nets.MOBILENET_V1, o -> o.depthMultiplier(0)));
  }

  @Test
  void named_isTheNameOfSlimsFactory() {
    assertEquals(Nets.RESNET_V1_50, Nets.named("resnet_v1_50"));
    assertThrows(IllegalArgumentException.class, () -> Nets.named("resnet_v3"));
  }
}
