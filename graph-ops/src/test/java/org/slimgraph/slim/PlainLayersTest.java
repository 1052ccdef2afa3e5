package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slimgraph.slim.LayerTester.assertRefused;
import static org.slimgraph.slim.LayerTester.random;
import static org.slimgraph.slim.Slim.LAYER_NORM;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.graph.Compat;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Initializers;
import org.slimgraph.variables.Variable;

/** Dropout, flatten, pooling, softmax and the other layers with few or no variables. */
class PlainLayersTest {
  private static final ErrorCode BAD = ErrorCode.INVALID_ARGUMENT;

  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  private Tensor run(Output output, Tensor x) {
    t.start();
    return t.run(x, List.of(), output).get(0);
  }

  private static double keptFraction(Tensor y) {
    int kept = 0;
    for (float v : y.floats()) {
      kept += v != 0 ? 1 : 0;
    }
    return kept / (double) y.floats().length;
  }

  private Output ones(long... dims) {
    return t.tf.ones(Shape.of(dims));
  }

  @Test
  void L43_dropout_keepsHalfAndDoublesIt() {
    Output y = t.slim.dropout(ones(50, 40));
    assertEquals("Dropout/dropout/mul_1:0", y.name());
    Tensor result = t.start().run(y);
    assertEquals(0.5, keptFraction(result), 0.1);
    for (float v : result.floats()) {
      assertTrue(v == 0 || v == 2, () -> "not doubled: " + v);
    }
  }

  @Test
  void L43_dropout_inference_isTheIdentity() {
    Output y = t.slim.dropout(t.placeholder(5, 7), o -> o.isTraining(false));
    assertEquals("Dropout/Identity:0", y.name());
    Tensor x = random(1, 5, 7);
    assertArrayEquals(x.floats(), run(y, x).floats());
  }

  @Test
  void L43_dropout_sameSeed_keepsTheSameElements() {
    Output one = t.slim.dropout(ones(10, 10), 0.5, o -> o.seed(1));
    Output two = t.slim.dropout(ones(10, 10), 0.5, o -> o.seed(1));
    List<Tensor> both = t.start().runner().fetch(one).fetch(two).run();
    assertArrayEquals(both.get(0).floats(), both.get(1).floats());
  }

  @Test
  void dropout_keepingAll_isItsInput() {
    Output x = t.placeholder(5, 7);
    assertSame(x.operation(), t.slim.dropout(x, 1.0).operation());
  }

  @Test
  void dropout_noiseShape_dropsWholeChannels() {
    Output y = t.slim.dropout(ones(8, 6, 16), 0.5, o -> o.noiseShape(Shape.of(-1, 1, 16)));
    float[] values = t.start().run(y).floats();
    for (int n = 0; n < 8; n++) {
      for (int i = 1; i < 6; i++) {
        for (int c = 0; c < 16; c++) {
          assertEquals(values[n * 96 + c], values[n * 96 + i * 16 + c]);
        }
      }
    }
  }

  @Test
  void dropout_fedKeepProb() {
    Output keep = t.tf.placeholder(DataType.FLOAT, Shape.scalar(), "keep");
    Output y = t.slim.dropout(ones(40, 50), o -> o.keepProb(keep));
    t.start();
    Tensor tenth = t.session().runner().feed("keep:0", Tensor.scalar(0.1f)).fetch(y).run().get(0);
    assertEquals(0.1, keptFraction(tenth), 0.05);
    Tensor all = t.session().runner().feed("keep:0", Tensor.scalar(1f)).fetch(y).run().get(0);
    assertEquals(1.0, keptFraction(all));
  }

  @Test
  void dropout_badArguments_areRefused() {
    Output x = t.placeholder(5, 7);
    for (double keep : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertRefused(BAD, "rate must be a scalar tensor or a float", () -> t.slim.dropout(x, keep));
    }
    Output ints = t.tf.constant(new int[] {1, 2});
    assertRefused(BAD, "x has to be a floating point tensor", () -> t.slim.dropout(ints));
  }

  @Test
  void L44_dropout_placeholder_choosesAtRunTime() {
    Output training = t.tf.placeholder(DataType.BOOL, Shape.scalar(), "training");
    Output y = t.slim.dropout(ones(30, 30), o -> o.isTraining(training));
    assertEquals("Dropout/cond/Merge:0", y.name());
    t.start();
    for (boolean fed : new boolean[] {true, false}) {
      Tensor result = t.session().runner().feed(training, Tensor.scalar(fed)).fetch(y).run().get(0);
      assertEquals(fed ? 0.5 : 1, keptFraction(result), fed ? 0.1 : 0);
    }
  }

  @Test
  void L44_dropout_variable_choosesAtRunTime() {
    Variable training = t.tf.variable(Tensor.scalar(false), o -> o.trainable(false));
    Output y = t.slim.dropout(ones(30, 30), o -> o.isTraining(training));
    assertEquals("Dropout/cond/Merge:0", y.name());
    assertEquals(1.0, keptFraction(t.start().run(y)));
  }

  @Test
  void dropout_withoutPredicate_followsTheLearningPhase() {
    Output one = t.slim.dropout(ones(30, 30), o -> o.isTraining(null));
    Output two = t.slim.dropout(ones(30, 30), o -> o.isTraining(null));
    assertEquals("PlaceholderWithDefault", t.graph.operation("keras_learning_phase").type());
    assertEquals(1.0, keptFraction(t.start().run(one)));
    Tensor trained =
        t.session()
            .runner()
            .feed("keras_learning_phase:0", Tensor.scalar(true))
            .fetch(two)
            .run()
            .get(0);
    assertEquals(0.5, keptFraction(trained), 0.1);
  }

  @Test
  void L45_flatten_shapes() {
    assertEquals(Shape.of(5, 27), t.slim.flatten(ones(5, 3, 3, 3)).shape());
    assertEquals(Shape.of(5, 7), t.slim.flatten(ones(5, 7)).shape());
    assertEquals(Shape.of(5, 1), t.slim.flatten(ones(5)).shape());
    Output open = t.tf.placeholder(DataType.FLOAT, Shape.of(5, -1), "open");
    assertEquals(Shape.of(5, -1), t.slim.flatten(open).shape());
    Output ints = t.tf.placeholder(DataType.INT32, Shape.of(-1, 2, 3), "ints");
    Output flat = t.slim.flatten(ints);
    assertEquals(Shape.of(-1, 6), flat.shape());
    assertEquals(DataType.INT32, flat.dataType());
    assertEquals("Flatten_4/flatten/Reshape:0", flat.name());
    Tensor six = Tensor.of(Shape.of(1, 2, 3), new int[] {1, 2, 3, 4, 5, 6});
    Tensor result = t.start().runner().feed(ints, six).fetch(flat).run().get(0);
    assertEquals(Shape.of(1, 6), result.shape());
    Output scalar = t.tf.constant(1f);
    assertRefused(BAD, "expected min_ndim=1", () -> t.slim.flatten(scalar));
  }

  @Test
  void L45_flatten_of10_wantsKnownSizes() {
    LayerTester old = new LayerTester(Compat.TF_1_0);
    assertEquals(Shape.of(-1, 6), old.slim.flatten(old.placeholder(-1, 2, 3)).shape());
    Output open = old.tf.placeholder(DataType.FLOAT, Shape.of(5, -1), "open");
    assertRefused(BAD, "2nd dimension must be defined", () -> old.slim.flatten(open));
    Output vector = old.tf.zeros(Shape.of(5));
    assertRefused(BAD, "least 2 dimensions", () -> old.slim.flatten(vector));
  }

  @Test
  void L49_pooling_sizesAndNames() {
    Output x = t.placeholder(5, 3, 6, 3);
    assertEquals("MaxPool2D/MaxPool:0", t.slim.maxPool2d(x, 3).name());
    assertEquals("AvgPool2D/AvgPool:0", t.slim.avgPool2d(x, 3).name());
    assertEquals(Shape.of(5, 1, 2, 3), t.slim.maxPool2d(x, 3).shape());
    assertEquals(Shape.of(5, 1, 2, 3), t.slim.avgPool2d(x, 3).shape());
    assertEquals(Shape.of(5, 2, 3, 3), t.slim.maxPool2d(x, 3, o -> o.padding("SAME")).shape());
    assertEquals(
        Shape.of(5, 3, 6, 3), t.slim.avgPool2d(x, 3, o -> o.padding("SAME").stride(1)).shape());
    assertTrue(t.graph.collection(GraphKeys.GLOBAL_VARIABLES).isEmpty());
    assertRefused(
        BAD,
        "data_format has to be either NCHW or NHWC.",
        () -> t.slim.maxPool2d(x, 3, o -> o.dataFormat("CHWN")));
    assertRefused(BAD, "expected ndim=4", () -> t.slim.maxPool2d(ones(5, 3, 6), 3));
  }

  @Test
  void L49_pooling_nchwAndCollections() {
    Output x = t.placeholder(5, 3, 4, 6);
    Output y =
        t.slim.maxPool2d(
            x,
            new int[] {2, 3},
            o -> o.dataFormat("NCHW").scope("pool1").outputsCollections(List.of("ends")));
    assertEquals(Shape.of(5, 3, 2, 2), y.shape());
    assertEquals(List.of("pool1"), t.slim.aliases(y));
    assertEquals(List.of(y), t.graph.collection("ends"));
  }

  @Test
  void L50_softmax_values() {
    Output y = t.slim.softmax(t.placeholder(1, 2));
    assertEquals("softmax/Reshape_1:0", y.name());
    Tensor result = run(y, Tensor.of(Shape.of(1, 2), new float[] {0, 1}));
    assertArrayEquals(new float[] {0.2689414f, 0.7310586f}, result.floats(), 1e-6f);
  }

  @Test
  void L50_softmax_ofRank3_isAlongTheLastAxis() {
    Output x = t.tf.placeholder(DataType.FLOAT, Shape.of(-1, 2, 2), "x");
    Output y = t.slim.softmax(x);
    assertEquals(Shape.of(-1, 2, 2), y.shape());
    Tensor result = run(y, Tensor.of(Shape.of(1, 2, 2), new float[] {0, 1, 1, 1}));
    assertArrayEquals(new float[] {0.2689414f, 0.7310586f, 0.5f, 0.5f}, result.floats(), 1e-6f);
    assertRefused(BAD, "rank of shape must be at least 2", () -> t.slim.softmax(ones(3)));
  }

  @Test
  void L51_oneHotEncoding_givesRowsOfTheIdentity() {
    Output labels = t.tf.constant(new int[] {0, 1, 2, 0});
    Output y = t.slim.oneHotEncoding(labels, 3);
    assertEquals("OneHotEncoding/one_hot:0", y.name());
    assertEquals(Shape.of(4, 3), y.shape());
    assertEquals("Cast", t.graph.operation("OneHotEncoding/ToInt64").type());
    Output other =
        t.slim.oneHotEncoding(t.tf.constant(new long[] {1}), 2, o -> o.onValue(5).offValue(-1));
    List<Tensor> both = t.start().runner().fetch(y).fetch(other).run();
    assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, both.get(0).floats());
    assertArrayEquals(new float[] {-1, 5}, both.get(1).floats());
  }

  @Test
  void biasAdd_addsOneVariableAChannel() {
    Output y = t.slim.biasAdd(t.placeholder(1, 2), o -> o.initializer(Initializers.constant(1, 2)));
    assertEquals("BiasAdd/BiasAdd:0", y.name());
    assertEquals(List.of("BiasAdd/biases"), t.variableNames(GraphKeys.MODEL_VARIABLES));
    Tensor result = run(y, Tensor.of(Shape.of(1, 2), new float[] {10, 20}));
    assertArrayEquals(new float[] {11, 22}, result.floats());
    assertRefused(
        BAD,
        "NCHW only supports 4D",
        () -> t.slim.biasAdd(t.placeholder(1, 2), o -> o.dataFormat("NCHW")));
  }

  @Test
  void unitNorm_givesLengthOne() {
    Output y = t.slim.unitNorm(t.placeholder(2, 3, 4), 1);
    float[] values = run(y, random(5, 2, 3, 4)).floats();
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 4; c++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          double v = values[n * 12 + i * 4 + c];
          sum += v * v;
        }
        assertEquals(1, sum, 1e-4);
      }
    }
    assertRefused(BAD, "dim must be positive", () -> t.slim.unitNorm(ones(2, 3), 2));
  }

  private static void assertStandard(float[] values, int from, int step, int count) {
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double v = values[from + i * step];
      mean += v / count;
      squares += v * v / count;
    }
    assertEquals(0, mean, 1e-4);
    assertEquals(1, squares - mean * mean, 1e-3);
  }

  @Test
  void layerNorm_normalisesEachExample() {
    Output y = t.slim.layerNorm(t.placeholder(3, 4, 5));
    assertEquals("LayerNorm/batchnorm/add_1:0", y.name());
    assertEquals(
        List.of("LayerNorm/beta", "LayerNorm/gamma"),
        t.variableNames(GraphKeys.TRAINABLE_VARIABLES));
    assertEquals(Shape.of(5), t.variable("LayerNorm/beta").shape());
    float[] values = run(y, random(2, 3, 4, 5)).floats();
    for (int n = 0; n < 3; n++) {
      assertStandard(values, n * 20, 1, 20);
    }
    assertRefused(
        BAD, "must be < rank(inputs)", () -> t.slim.layerNorm(ones(2, 3), o -> o.beginNormAxis(2)));
  }

  @Test
  void layerNorm_asNormalizer() {
    Output y = t.slim.fullyConnected(t.placeholder(3, 4), 5, o -> o.normalizer(LAYER_NORM));
    assertEquals("fully_connected/Relu:0", y.name());
    assertEquals(Shape.of(5), t.variable("fully_connected/LayerNorm/gamma").shape());
  }

  @Test
  void instanceNorm_normalisesEachChannel_inBothFormats() {
    Output x = t.placeholder(2, 6, 5, 3);
    Output last = t.slim.instanceNorm(x, o -> o.scope("n"));
    Output first =
        t.slim.instanceNorm(
            t.tf.transpose(x, new int[] {0, 3, 1, 2}),
            o -> o.scope("n").reuse(true).dataFormat("NCHW"));
    t.start();
    List<Tensor> both =
        t.run(
            random(2, 2, 6, 5, 3), List.of(), last, t.tf.transpose(first, new int[] {0, 2, 3, 1}));
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        assertStandard(both.get(0).floats(), n * 90 + c, 3, 30);
      }
    }
    assertArrayEquals(both.get(0).floats(), both.get(1).floats(), 1e-5f);
  }

  @Test
  void groupNorm_ofOneChannelAGroup_isInstanceNorm() {
    Output x = t.tf.placeholder(DataType.FLOAT, Shape.of(-1, 6, 5, 4), "x");
    Output groups = t.slim.groupNorm(x, o -> o.groups(4));
    Output instance = t.slim.instanceNorm(x);
    Output two = t.slim.groupNorm(x, o -> o.groups(2).scale(false));
    assertEquals(Shape.of(-1, 6, 5, 4), groups.shape());
    t.start();
    List<Tensor> all = t.run(random(2, 2, 6, 5, 4), List.of(), groups, instance, two);
    assertArrayEquals(all.get(1).floats(), all.get(0).floats(), 1e-5f);
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      sum += all.get(2).floats()[i * 4] + all.get(2).floats()[i * 4 + 1];
    }
    assertEquals(0, sum, 1e-3);
    assertRefused(BAD, "not commensurate", () -> t.slim.groupNorm(x, o -> o.groups(3)));
    assertRefused(BAD, "Invalid groups 8", () -> t.slim.groupNorm(x, o -> o.groups(8)));
  }

  @Test
  void L62_applyRegularization_addsTheSumToTheLosses() {
    Output one = t.tf.constant(new float[] {1, 2});
    Output two = t.tf.constant(new float[] {3});
    Output sum = t.slim.applyRegularization(t.slim.l2Regularizer(0.5), List.of(one, two));
    assertEquals("get_regularization_penalty:0", sum.name());
    assertEquals(List.of(sum), t.graph.collection(GraphKeys.REGULARIZATION_LOSSES));
    Output none = t.slim.applyRegularization(t.slim.l1Regularizer(0), List.of(one));
    Output both =
        t.slim
            .sumRegularizer(
                List.of(t.slim.l1Regularizer(2), t.slim.l1Regularizer(0), t.slim.l2Regularizer(1)))
            .apply(t.tf, one)
            .orElseThrow();
    assertEquals(3.5f, t.start().run(sum).floats()[0], 1e-6f);
    assertEquals(0f, t.session().run(none).floats()[0]);
    assertEquals(8.5f, t.session().run(both).floats()[0], 1e-6f);
    assertTrue(
        t.slim
            .sumRegularizer(List.of(t.slim.l1Regularizer(0), t.slim.l2Regularizer(0)))
            .apply(t.tf, one)
            .isEmpty());
    assertRefused(
        BAD,
        "No weights to regularize",
        () -> t.slim.applyRegularization(t.slim.l2Regularizer(0.5)));
  }

  @Test
  void L79_slimLosses_takeThePredictionsFirst() {
    Output p = t.tf.constant(new float[] {0.9f, 0.2f});
    Output y = t.tf.constant(new float[] {1, 0.5f});
    Output slim = t.slim.losses().logLoss(p, y);
    Output same = t.tf.losses().logLoss(y, p);
    Output swapped = t.tf.losses().logLoss(p, y);
    t.start();
    assertEquals(t.value(same)[0], t.value(slim)[0]);
    assertTrue(Math.abs(t.value(swapped)[0] - t.value(slim)[0]) > 0.1);
    assertEquals(3, t.slim.losses().getLosses().size());
  }
}
