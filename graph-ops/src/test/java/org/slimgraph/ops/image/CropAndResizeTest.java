package org.slimgraph.ops.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Expected values were computed by TensorFlow 1.15.0. */
class CropAndResizeTest {
  private static final Shape IMAGE = Shape.of(2, 4, 5, 2);

  private final Ops tf = Ops.on(new Graph());
  private final Output image = tf.constant(Tensor.of(IMAGE, noise(80, 37, 101, 50)));
  private final Output boxes =
      tf.constant(
          Tensor.of(
              Shape.of(4, 4),
              new float[] {
                0, 0, 1, 1, .2f, .1f, .7f, .9f, .9f, .8f, .1f, .2f, -.3f, .2f, 1.4f, .6f
              }));
  private final Output indices = tf.constant(new int[] {0, 1, 1, 0});

  private static float[] noise(int count, int step, int modulus, int half) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * step % modulus - half) / (float) half;
    }
    return values;
  }

  private Tensor run(Output output) {
    try (Session session = Session.open(tf.graph())) {
      return session.run(output);
    }
  }

  private void assertIs(float[] want, Output output) {
    assertArrayEquals(want, run(output).floats(), 2e-6f);
  }

  private Output crop(String method, float outside, int height, int width) {
    return tf.graph()
        .opBuilder("CropAndResize", "crop")
        .input(image)
        .input(boxes)
        .input(indices)
        .input(tf.constant(new int[] {height, width}))
        .attr("method", method)
        .attr("extrapolation_value", outside)
        .build()
        .output(0);
  }

  @Test
  void bilinear_isTensorFlows() {
    Output crops = crop("bilinear", -7f, 3, 2);
    assertEquals(Shape.of(4, 3, 2, 2), crops.shape());
    assertIs(
        new float[] {
          -1f,
          -0.26f,
          0.88f,
          -0.4f,
          0f,
          -0.27f,
          -0.14f,
          0.6f,
          1f,
          -0.28f,
          0.86f,
          -0.42f,
          -0.304f,
          -0.04879999f,
          -0.01199999f,
          0.4048f,
          -0.107f,
          -0.07400003f,
          -0.0978f,
          0.218f,
          0.696f,
          -0.5032001f,
          0.2607999f,
          -0.1708f,
          0.3111998f,
          -0.2011999f,
          0.07200018f,
          -0.07680029f,
          -0.206f,
          0.332f,
          -0.1220002f,
          -0.3919999f,
          0.408f,
          0.01679999f,
          -0.3159999f,
          0.1412f,
          -7f,
          -7f,
          -7f,
          -7f,
          -0.534f,
          0.06459998f,
          0.1978001f,
          -0.1327999f,
          -7f,
          -7f,
          -7f,
          -7f
        },
        crops);
    assertIs(
        new float[] {
          -0.06999999f, -0.34f, 0.3420001f, -0.2310002f, 0.24f, -0.03000003f, -0.1782f, -0.226f
        },
        crop("bilinear", 0f, 1, 1));
  }

  @Test
  void nearest_isTensorFlows() {
    assertIs(
        new float[] {
          -1f, -0.26f, 0.88f, -0.4f, -0.34f, 0.4f, -0.48f, 0.26f, 1f, -0.28f, 0.86f, -0.42f, -0.36f,
          0.38f, -0.5f, 0.24f, -0.36f, 0.38f, -0.5f, 0.24f, 0.98f, -0.3f, 0.84f, -0.44f, 0.7f,
          -0.58f, -0.24f, 0.5f, 0.04f, 0.78f, -0.9f, -0.16f, 0.72f, -0.56f, -0.22f, 0.52f, -7f, -7f,
          -7f, -7f, -0.88f, -0.14f, 0.6f, -0.68f, -7f, -7f, -7f, -7f
        },
        crop("nearest", -7f, 3, 2));
    assertIs(
        new float[] {0.6f, -0.68f, 0.58f, -0.7f, -0.1f, 0.64f, 0.6f, -0.68f},
        crop("nearest", 0f, 1, 1));
  }

  private Output dy(int height, int width) {
    float[] values = noise(8 * height * width, 53, 97, 48);
    return tf.constant(Tensor.of(Shape.of(4, height, width, 2), values));
  }

  private Output imageGradient(String method) {
    return tf.graph()
        .opBuilder("CropAndResizeGradImage", "grad")
        .input(dy(3, 2))
        .input(boxes)
        .input(indices)
        .input(tf.constant(new int[] {2, 4, 5, 2}))
        .attr("T", DataType.FLOAT)
        .attr("method", method)
        .build()
        .output(0);
  }

  @Test
  void imageGradient_isTensorFlows() {
    assertEquals(IMAGE, imageGradient("bilinear").shape());
    assertIs(
        new float[] {
          -1f,
          0.1041667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.8125f,
          0.2916667f,
          -0.2614583f,
          0.2264583f,
          0.2041666f,
          -0.05249999f,
          0.1924999f,
          0f,
          0.1283333f,
          0f,
          -0.21875f,
          0.3333333f,
          -0.2177083f,
          0.2152083f,
          0.3791667f,
          -0.09750002f,
          0.3575f,
          0f,
          0.2383334f,
          0f,
          -0.21875f,
          0.3333333f,
          -0.25f,
          0.8541667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.0625f,
          -0.9791667f,
          0.05333334f,
          -0.295f,
          0.1133333f,
          -0.5466667f,
          0f,
          0f,
          0.03833334f,
          -0.6216667f,
          0.07208331f,
          -0.27625f,
          0.2291667f,
          -0.4029167f,
          0.1166666f,
          -0.1199999f,
          0f,
          0f,
          0.0904167f,
          -0.1462499f,
          0.3397916f,
          -0.2922916f,
          0.5216667f,
          0.01083335f,
          0.1616667f,
          0.4099999f,
          0f,
          0f,
          -0.5920835f,
          0.38375f,
          -0.4589584f,
          0.1214584f,
          -0.02916671f,
          0.07041667f,
          -0.2916666f,
          0.2899999f,
          0f,
          0f,
          -0.4699998f,
          0.1924999f,
          -0.1654166f,
          0.05541666f
        },
        imageGradient("bilinear"));
    assertIs(
        new float[] {
          -1f,
          0.1041667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.8125f,
          0.2916667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.625f,
          0.4791667f,
          0.7291667f,
          -0.1875f,
          0.9166667f,
          0f,
          0f,
          0f,
          -0.4375f,
          0.6666667f,
          -0.25f,
          0.8541667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.0625f,
          -0.9791667f,
          0f,
          0f,
          0.1666667f,
          -0.75f,
          0f,
          0f,
          -0.02083333f,
          -0.9375f,
          0f,
          0f,
          0.625f,
          -1.208333f,
          -0.2083333f,
          0.8958333f,
          0f,
          0f,
          -0.3958333f,
          0.7083333f,
          1f,
          -0.8333334f,
          0.875f,
          -0.04166667f,
          0f,
          0f,
          0f,
          0f,
          0f,
          0f,
          -0.9583333f,
          0.1458333f,
          0f,
          0f,
          -0.5833333f,
          0.5208333f,
          0f,
          0f,
          -0.7708333f,
          0.3333333f,
          0f,
          0f
        },
        imageGradient("nearest"));
  }

  private List<Output> gradients(int height, int width) {
    Output crops =
        tf.image().cropAndResize(image, boxes, indices, tf.constant(new int[] {height, width}));
    return tf.gradients(List.of(crops), List.of(image, boxes), List.of(dy(height, width))).stream()
        .map(gradient -> gradient.orElseThrow())
        .toList();
  }

  @Test
  void gradients_throughTheGraph_areTensorFlows() {
    List<Output> gradients = gradients(3, 2);
    assertEquals("CropAndResizeGradImage", gradients.get(0).operation().type());
    assertEquals("CropAndResizeGradBoxes", gradients.get(1).operation().type());
    assertIs(run(imageGradient("bilinear")).floats(), gradients.get(0));
    assertIs(
        new float[] {
          1.366875f,
          0f,
          1.366875f,
          0f,
          -0.1756255f,
          -3.132334f,
          0.276124f,
          -5.464584f,
          -1.679125f,
          -4.544835f,
          -4.200125f,
          -1.386168f,
          0.06537485f,
          -1.70025f,
          0.06537485f,
          0.6123327f
        },
        gradients.get(1));
    assertIs(
        new float[] {
          -2.11625f,
          0f,
          -2.11625f,
          0f,
          1.415f,
          0f,
          1.415f,
          0f,
          1.600625f,
          0f,
          1.600625f,
          0f,
          -1.029125f,
          -1.396375f,
          -1.029125f,
          -1.396375f
        },
        gradients(1, 1).get(1));
  }

  @Test
  void bytes_areCroppedAsFloats() {
    Output bytes = tf.cast(tf.multiply(image, tf.constant(50f)), DataType.INT8);
    Output crops = tf.image().cropAndResize(bytes, boxes, indices, tf.constant(new int[] {2, 2}));
    assertEquals(DataType.FLOAT, crops.dataType());
    float[] same =
        run(tf.image()
                .cropAndResize(
                    tf.cast(bytes, DataType.FLOAT), boxes, indices, tf.constant(new int[] {2, 2})))
            .floats();
    assertArrayEquals(same, run(crops).floats());
  }

  @Test
  void noBoxes_giveNoCrops() {
    Output none = tf.constant(Tensor.of(Shape.of(0, 4), new float[0]));
    Output crops =
        tf.image()
            .cropAndResize(image, none, tf.constant(new int[0]), tf.constant(new int[] {3, 2}));
    assertEquals(Shape.of(0, 3, 2, 2), run(crops).shape());
  }

  private void assertFails(ErrorCode code, String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void wrongArguments_areRefused() {
    Output size = tf.constant(new int[] {3, 2});
    assertFails(
        ErrorCode.OUT_OF_RANGE,
        "box_index has values outside [0, batch_size)",
        tf.image().cropAndResize(image, boxes, tf.constant(new int[] {0, 1, 2, 0}), size));
    assertFails(
        ErrorCode.INVALID_ARGUMENT, "crop dimensions must be positive", crop("bilinear", 0f, 0, 2));
  }
}
