package org.slimgraph.ops.summary;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.data.ImageFiles;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Lets TensorFlow serialise summaries beside us: the messages must be equal byte for byte. */
@Tag("conformance")
class SummaryOpsConformanceTest {
  private static final Tolerance EXACT = new Tolerance(0, 0);
  private static final List<DataType> REAL =
      List.of(
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.HALF,
          DataType.BFLOAT16,
          DataType.INT8,
          DataType.UINT8,
          DataType.INT16,
          DataType.UINT16,
          DataType.INT32,
          DataType.INT64);

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static Tensor gaussian(int seed, double scale, long... dims) {
    Random random = new Random(seed);
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return Tensor.of(shape, values);
  }

  @Test
  void scalarsAndHistograms_ofEveryType() {
    Output values = tf.placeholder(DataType.FLOAT, Shape.of(-1), "values");
    for (DataType type : REAL) {
      Output cast = tf.cast(values, type);
      tf.summary().histogram("histogram " + type.tfName(), cast);
      tf.summary().scalar("scalar_" + type.tfName(), tf.reduceSum(tf.cast(cast, DataType.FLOAT)));
    }
    tf.summary().text("text", tf.constant(Tensor.strings(Shape.of(2), "a *b*", "c")));
    Output merged = tf.summary().mergeAll().orElseThrow();
    SideBySide both = new SideBySide(Oracle.open(), graph);
    for (int i = 0; i < 4; i++) {
      both.step(
          Map.of("values:0", gaussian(i, Math.pow(30, i - 1), 7 * i)),
          List.of(),
          List.of(merged.name()));
    }
    float[] edges = {0f, -0f, 1e-12f, -1e-12f, 1.1f, Float.MIN_VALUE, 1e20f, 3e38f, -3e38f};
    both.step(Map.of("values:0", Tensor.vector(edges)), List.of(), List.of("histogram_float:0"));
    both.assertSame(EXACT);
  }

  @Test
  void sounds_withNumbersAndWithout() {
    Output sound = tf.placeholder(DataType.FLOAT, Shape.of(-1, -1, 2), "sound");
    Output rate = tf.constant(44100.4f);
    Output many = tf.summary().audio("many", sound, rate);
    Output one = tf.summary().audio("one", sound, rate, o -> o.maxOutputs(1));
    Output flat = tf.summary().audio("flat", tf.reduceSum(sound, o -> o.axis(2)), rate);
    new SideBySide(Oracle.open(), graph)
        .step(
            Map.of("sound:0", gaussian(1, 0.5, 4, 9, 2)),
            List.of(),
            List.of(many.name(), one.name(), flat.name()))
        .assertSame(EXACT);
  }

  @Test
  void images_haveTensorFlowsPixels() {
    Output image = tf.placeholder(DataType.FLOAT, Shape.of(-1, -1, -1, -1), "image");
    Output floats = tf.summary().image("floats", image);
    Output halves = tf.summary().image("halves", tf.cast(image, DataType.HALF));
    Output doubles = tf.summary().image("doubles", tf.cast(image, DataType.DOUBLE));
    Output bytes =
        tf.summary().image("bytes", tf.cast(tf.abs(image), DataType.UINT8), o -> o.maxOutputs(1));
    List<String> all = List.of(floats.name(), halves.name(), doubles.name(), bytes.name());
    SideBySide both = new SideBySide(Oracle.open(), graph);
    for (int channels : new int[] {1, 3, 4}) {
      Tensor mixed = gaussian(channels, 50, 4, 5, 7, channels);
      float[] positive = mixed.floats();
      for (int i = 0; i < positive.length; i++) {
        positive[i] = Math.abs(positive[i]);
      }
      float[] broken = mixed.floats();
      broken[3] = Float.NaN;
      broken[40] = Float.POSITIVE_INFINITY;
      both.step(Map.of("image:0", mixed), List.of(), all);
      both.step(Map.of("image:0", Tensor.of(mixed.shape(), positive)), List.of(), all);
      both.step(Map.of("image:0", Tensor.of(mixed.shape(), broken)), List.of(), all.subList(0, 3));
      both.step(Map.of("image:0", Tensor.zeros(DataType.FLOAT, mixed.shape())), List.of(), all);
      both.step(
          Map.of("image:0", gaussian(5, 1e-8, 2, 3, 3, channels)), List.of(), all.subList(0, 3));
    }
    both.assertSame(EXACT, SummaryOpsConformanceTest::withPixels);
  }

  /** Returns a summary with pixels in place of PNG files, which may differ in their compression. */
  private static Tensor withPixels(Tensor summary) {
    try {
      Summary.Builder builder = Summary.parseFrom(summary.byteStrings()[0]).toBuilder();
      for (Summary.Value.Builder value : builder.getValueBuilderList()) {
        byte[] png = value.getImage().getEncodedImageString().toByteArray();
        int channels = value.getImage().getColorspace() == 1 ? 1 : 3;
        value
            .getImageBuilder()
            .setEncodedImageString(ByteString.copyFrom(ImageFiles.decode(png, channels).bytes()));
      }
      return Tensor.scalar(builder.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
