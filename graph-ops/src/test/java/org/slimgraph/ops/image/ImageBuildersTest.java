package org.slimgraph.ops.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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

/** The builders of {@code tf.image} that compose other ops; expected values by hand. */
class ImageBuildersTest {
  private final Ops tf = Ops.on(new Graph());
  private final ImageOps image = tf.image();

  /** Two rows of three pixels: 0 1 2, 3 4 5. */
  private final Output small =
      tf.constant(Tensor.of(Shape.of(2, 3, 1), new float[] {0, 1, 2, 3, 4, 5}));

  private Tensor run(Output y) {
    try (Session session = Session.open(tf.graph())) {
      Tensor value = session.run(y);
      assertTrue(y.shape().isCompatibleWith(value.shape()), y.shape() + " " + value.shape());
      return value;
    }
  }

  private void check(Output y, float... want) {
    assertArrayEquals(want, run(y).floats(), 1e-6f);
  }

  private Output bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return tf.constant(Tensor.of(DataType.UINT8, Shape.of(1, values.length, 1), bytes));
  }

  @Test
  void flips_reverseRowsOrColumns() {
    check(image.flipLeftRight(small), 2, 1, 0, 5, 4, 3);
    check(image.flipUpDown(small), 3, 4, 5, 0, 1, 2);
    check(image.flipLeftRight(tf.expandDims(small, 0)), 2, 1, 0, 5, 4, 3);
  }

  @Test
  void turns_goCounterClockwise() {
    check(image.transpose(small), 0, 3, 1, 4, 2, 5);
    check(image.rot90(small, 1), 2, 5, 1, 4, 0, 3);
    check(image.rot90(small, 2), 5, 4, 3, 2, 1, 0);
    check(image.rot90(small, -1), 3, 0, 4, 1, 5, 2);
    check(image.rot90(small, 4), 0, 1, 2, 3, 4, 5);
  }

  @Test
  void boxes_areCutOutAndSurrounded() {
    check(image.cropToBoundingBox(small, 1, 1, 1, 2), 4, 5);
    check(image.padToBoundingBox(small, 1, 0, 3, 4), 0, 0, 0, 0, 0, 1, 2, 0, 3, 4, 5, 0);
    check(image.resizeImageWithCropOrPad(small, 3, 1), 1, 4, 0);
    check(image.resizeImageWithCropOrPad(tf.expandDims(small, 0), 1, 5), 0, 0, 1, 2, 0);
    Output square = tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(5, 5, 2)));
    assertEquals(Shape.of(3, 3, 2), run(image.centralCrop(square, 0.5)).shape());
  }

  @Test
  void randomFlip_givesOneOfTwo() {
    tf.graph().setSeed(3);
    Output flipped = image.randomFlipLeftRight(small);
    Output batch = image.randomFlipUpDown(tf.tile(tf.expandDims(small, 0), new int[] {8, 1, 1, 1}));
    boolean[] seen = new boolean[2];
    try (Session session = Session.open(tf.graph())) {
      for (int i = 0; i < 30; i++) {
        seen[(int) session.run(flipped).floats()[0] / 2] = true;
      }
      float[] values = session.run(batch).floats();
      boolean[] inBatch = new boolean[2];
      for (int n = 0; n < 8; n++) {
        inBatch[(int) values[n * 6] / 3] = true;
      }
      assertTrue(inBatch[0] && inBatch[1], "all images of the batch alike");
    }
    assertTrue(seen[0] && seen[1], "30 runs alike");
  }

  @Test
  void types_areConvertedByTheirRange() {
    check(image.convertImageDtype(bytes(0, 51, 255), DataType.FLOAT), 0, 0.2f, 1);
    Output real = tf.constant(Tensor.of(Shape.of(1, 4, 1), new float[] {0, 0.2f, 1, 2}));
    Tensor saturated = run(image.convertImageDtype(real, DataType.UINT8, true));
    assertArrayEquals(new byte[] {0, 51, -1, -1}, saturated.bytes());
  }

  @Test
  void brightnessAndContrast_changeBytesWithinTheirRange() {
    Tensor brighter = run(image.adjustBrightness(bytes(0, 100, 250), 0.1f));
    assertArrayEquals(new byte[] {25, 125, -1}, brighter.bytes());
    check(image.adjustContrast(small, 2), -2.5f, -0.5f, 1.5f, 3.5f, 5.5f, 7.5f);
    check(image.adjustGamma(small, 2, 0.5f), 0, 0.5f, 2, 4.5f, 8, 12.5f);
  }

  @Test
  void colours_areTurned() {
    Output red = tf.constant(Tensor.of(Shape.of(1, 1, 3), new float[] {1, 0, 0}));
    check(image.adjustHue(red, 1 / 3f), 0, 1, 0);
    check(image.adjustSaturation(red, 0.5f), 1, 0.5f, 0.5f);
    check(image.rgbToGrayscale(red), 0.2989f);
    check(image.grayscaleToRgb(tf.constant(Tensor.of(Shape.of(1, 1), new float[] {7}))), 7, 7, 7);
    check(image.hsvToRgb(image.rgbToHsv(red)), 1, 0, 0);
  }

  @Test
  void standardization_givesMeanZeroAndVarianceOne() {
    float deviation = (float) Math.sqrt(35 / 12.0);
    Tensor got = run(image.perImageStandardization(small));
    for (int i = 0; i < 6; i++) {
      assertEquals((i - 2.5f) / deviation, got.floats()[i], 1e-5f);
    }
    check(
        image.perImageStandardization(
            tf.constant(Tensor.of(Shape.of(1, 2, 1), new float[] {3, 3}))),
        0,
        0);
  }

  @Test
  void totalVariation_sumsSteps() {
    check(image.totalVariation(small), 3 * 3 + 4 * 1);
  }

  @Test
  void randomColours_stayInTheirRange() {
    Output one = tf.constant(Tensor.of(Shape.of(1, 1, 3), new float[] {0.2f, 0.4f, 0.6f}));
    float brighter = run(image.randomBrightness(one, 0.1f)).floats()[0];
    assertEquals(0.2f, brighter, 0.1f);
    assertEquals(0.6f, run(image.randomSaturation(one, 0.5f, 1.5f)).floats()[2], 1e-6f);
    float[] turned = run(image.randomHue(one, 0.2f)).floats();
    Arrays.sort(turned);
    assertEquals(0.2f, turned[0], 1e-6f);
    assertEquals(0.6f, turned[2], 1e-6f);
    check(image.randomContrast(one, 0.5f, 1.5f), 0.2f, 0.4f, 0.6f);
  }

  @Test
  void wrongArguments_areRefused() {
    refuse(() -> image.centralCrop(small, 0));
    refuse(() -> image.centralCrop(small, 1.5));
    refuse(() -> image.cropToBoundingBox(small, 1, 0, 2, 1));
    refuse(() -> image.cropToBoundingBox(small, -1, 0, 1, 1));
    refuse(() -> image.padToBoundingBox(small, 0, 0, 1, 3));
    refuse(() -> image.resizeImageWithCropOrPad(small, 0, 3));
    refuse(() -> image.flipLeftRight(tf.constant(1f)));
    refuse(() -> image.adjustGamma(small, -1, 1));
    refuse(() -> image.randomHue(small, 0.6f));
    refuse(() -> image.randomBrightness(small, -1));
    refuse(() -> image.randomContrast(small, 2, 1));
    refuse(() -> image.totalVariation(tf.constant(1f)));
  }

  private static void refuse(Runnable build) {
    SlimgraphException e = assertThrows(SlimgraphException.class, build::run);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
  }
}
