package org.slimgraph.ops.summary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slimgraph.data.ImageFiles;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.HistogramProto;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The messages of all ops are compared with TensorFlow's by {@link SummaryOpsConformanceTest}. */
class SummaryOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private byte[] run(Output output) {
    try (Session session = Session.open(graph)) {
      return session.run(output).byteStrings()[0];
    }
  }

  private Summary summary(Output output) {
    try {
      return Summary.parseFrom(run(output));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Summary.Value value(Output output) {
    return summary(output).getValue(0);
  }

  private void assertFails(ErrorCode code, String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void scalar_isTagAndNumber() {
    Output loss = tf.summary().scalar("loss", tf.constant(1.5f));
    // value { tag: "loss" simple_value: 1.5 }
    assertEquals("0a0b0a046c6f7373150000c03f", HexFormat.of().formatHex(run(loss)));
    assertEquals(Shape.scalar(), loss.shape());
  }

  @Test
  void builders_makeTensorFlowsOps() {
    Output x = tf.constant(Tensor.of(Shape.of(1, 2), new float[2]));
    assertEquals("ScalarSummary", tf.summary().scalar("a", x).operation().type());
    assertEquals("HistogramSummary", tf.summary().histogram("b", x).operation().type());
    assertEquals("ImageSummary", tf.summary().image("c", x).operation().type());
    Output audio = tf.summary().audio("d", x, tf.constant(1f));
    assertEquals("AudioSummaryV2", audio.operation().type());
    assertEquals(3, audio.operation().attrs().integer("max_outputs"));
    assertEquals("MergeSummary", tf.summary().merge(List.of(audio)).operation().type());
  }

  @Test
  void scalar_ofIntegers_isRoundedOnce() {
    long odd = (1L << 54) + (1L << 30) + 1;
    Output loss = tf.summary().scalar("loss", tf.constant(Tensor.scalar(odd)));
    assertEquals((float) odd, value(loss).getSimpleValue());
    Tensor large =
        Tensor.of(DataType.UINT64, Shape.scalar(), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    assertEquals(0x1p64f, value(tf.summary().scalar("u", tf.constant(large))).getSimpleValue());
  }

  @Test
  void scalar_withTagsOfAnotherShape_isInvalid() {
    Output two = tf.summary().scalar("loss", tf.constant(Tensor.vector(1f, 2f)));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "tags and values not the same shape: [] != [2] (tag 'loss')",
        two);
  }

  @Test
  void names_areCleanedAndUnique_tagsAreScopes() {
    try (NameScope scope = tf.nameScope("net")) {
      Output first = tf.summary().scalar("//a loss: 1", tf.constant(1f));
      Output second = tf.summary().scalar("a_loss__1", tf.constant(2f));
      assertEquals("net/a_loss__1:0", first.name());
      assertEquals("net/a_loss__1_1:0", second.name());
      assertEquals("net/a_loss__1/tags", first.operation().input(0).operation().name());
      assertEquals("net/a_loss__1", value(first).getTag());
      assertEquals("net/a_loss__1_1", value(second).getTag());
      Output family = tf.summary().scalar("x", tf.constant(1f), o -> o.family("my family"));
      assertEquals("net/my_family/x:0", family.name());
      assertEquals("my_family/net/my_family/x", value(family).getTag());
    }
  }

  @Test
  void collections_getTheSummary_mergeAllTakesThem() {
    assertEquals(Optional.empty(), tf.summary().mergeAll());
    Output a = tf.summary().scalar("a", tf.constant(1f));
    Output b = tf.summary().histogram("b", tf.constant(Tensor.vector(1, 2)));
    tf.summary().scalar("c", tf.constant(1f), o -> o.collections(List.of()));
    assertEquals(List.of(a, b), tf.collection(GraphKeys.SUMMARIES));
    Output merged = tf.summary().mergeAll().orElseThrow();
    assertEquals("Merge/MergeSummary:0", merged.name());
    assertEquals("all/all:0", tf.summary().merge(List.of(a), "all", List.of()).name());
    assertEquals(List.of(a, b), tf.collection(GraphKeys.SUMMARIES));
    assertEquals(
        List.of("a", "b"),
        summary(merged).getValueList().stream().map(Summary.Value::getTag).toList());
  }

  @Test
  void merge_refusesEqualTagsAndForeignBytes() {
    Output a = tf.summary().scalar("a", tf.constant(1f));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Duplicate tag a found in summary inputs",
        tf.summary().merge(List.of(a, tf.identity(a))));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Could not parse one of the summary inputs",
        tf.summary().merge(List.of(a, tf.constant(Tensor.scalar("\u0007bad")))));
  }

  @Test
  void histogram_countsValues() {
    HistogramProto histogram =
        value(tf.summary().histogram("h", tf.constant(Tensor.vector(0f, 0f, -3f, 2f)))).getHisto();
    assertEquals(4, histogram.getNum());
    assertEquals(-3, histogram.getMin());
    assertEquals(2, histogram.getMax());
    assertEquals(-1, histogram.getSum());
    assertEquals(13, histogram.getSumSquares());
    assertEquals(4, histogram.getBucketList().stream().mapToDouble(x -> x).sum());
  }

  @Test
  void histogram_ofWhatIsNotFinite_isInvalid() {
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Nan in summary histogram for: h",
        tf.summary().histogram("h", tf.constant(Tensor.vector(1f, Float.NaN))));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Infinity in summary histogram for: i",
        tf.summary().histogram("i", tf.constant(Tensor.vector(1f, Float.POSITIVE_INFINITY))));
  }

  private Output image(String name, int channels, float... values) {
    long width = values.length / channels;
    return tf.summary()
        .image(name, tf.constant(Tensor.of(Shape.of(1, 1, width, channels), values)));
  }

  private int[] pixels(Output image, int channels) {
    byte[] png = value(image).getImage().getEncodedImageString().toByteArray();
    return ImageFiles.decode(png, channels).ints();
  }

  @Test
  void image_ofFloats_isScaled() {
    Output positive = image("p", 1, 0f, 1f, 2f, 4f);
    assertArrayEquals(new int[] {0, 63, 127, 255}, pixels(positive, 1));
    assertEquals("p/image/0", value(positive).getTag());
    assertEquals(1, value(positive).getImage().getColorspace());
    assertEquals(4, value(positive).getImage().getWidth());
    assertArrayEquals(new int[] {1, 64, 128, 191}, pixels(image("n", 1, -2f, -1f, 0f, 1f), 1));
    assertArrayEquals(
        new int[] {255, 0, 0, 127, 0, 255},
        pixels(image("bad", 3, 1f, Float.NaN, 9f, 1f, 0f, 2f), 3));
    assertArrayEquals(new int[] {0, 0}, pixels(image("zero", 1, 0f, 0f), 1));
  }

  @Test
  void image_ofBytes_isKept_andTagsAreNumberedByWhatWasAskedFor() {
    Output bytes =
        tf.constant(Tensor.of(DataType.UINT8, Shape.of(2, 1, 2, 1), new byte[] {1, 2, 3, -1}));
    Output one = tf.summary().image("one", bytes, o -> o.maxOutputs(1));
    assertEquals(1, summary(one).getValueCount());
    assertEquals("one/image", value(one).getTag());
    assertArrayEquals(new int[] {1, 2}, pixels(one, 1));
    Summary both = summary(tf.summary().image("both", bytes));
    assertEquals("both/image/1", both.getValue(1).getTag());
  }

  @Test
  void image_ofAnotherShape_isInvalid() {
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "Tensor must be 4-D with last dim 1, 3, or 4, not [2,2]",
        tf.summary().image("i", tf.constant(Tensor.of(Shape.of(2, 2), new float[4]))));
    Output color =
        graph
            .opBuilder("ImageSummary", "c")
            .input(tf.constant(Tensor.scalar("c")))
            .input(tf.constant(Tensor.of(Shape.of(1, 1, 1, 3), new float[3])))
            .attr("bad_color", Tensor.of(DataType.UINT8, Shape.of(1), new byte[1]))
            .build()
            .output(0);
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "expected depth <= bad_color.size, got depth = 3, bad_color.size = 1",
        color);
  }

  @Test
  void audio_isAWavFile() {
    Output sound = tf.constant(Tensor.of(Shape.of(1, 3), new float[] {0f, 0.5f, -2f}));
    Summary.Audio audio =
        value(tf.summary().audio("a", sound, tf.constant(8000f), o -> o.maxOutputs(1))).getAudio();
    assertEquals(8000f, audio.getSampleRate());
    assertEquals(1, audio.getNumChannels());
    assertEquals(3, audio.getLengthFrames());
    byte[] wav = audio.getEncodedAudioString().toByteArray();
    ByteBuffer samples = ByteBuffer.wrap(wav, 44, 6).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, samples.getShort());
    assertEquals(16384, samples.getShort());
    assertEquals(Short.MIN_VALUE, samples.getShort());
    Output decoded = tf.audio().decodeWav(tf.constant(Tensor.scalar(wav))).get(0);
    try (Session session = Session.open(graph)) {
      assertArrayEquals(new float[] {0f, 0.5f, -1f}, session.run(decoded).floats());
    }
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "sample_rate must be in (0, 2^32), got: 0",
        tf.summary().audio("b", sound, tf.constant(0f)));
    Output old =
        graph
            .opBuilder("AudioSummary", "old")
            .input(tf.constant(Tensor.scalar("old")))
            .input(tf.constant(Tensor.of(Shape.of(2), new float[2])))
            .attr("sample_rate", 1f)
            .build()
            .output(0);
    assertFails(ErrorCode.INVALID_ARGUMENT, "Tensor must be 3-D or 2-D, got: [2]", old);
  }

  @Test
  void text_isATensorForThePlugin() {
    Summary.Value value = value(tf.summary().text("t", tf.constant(Tensor.scalar("*hello*"))));
    assertEquals("t", value.getTag());
    assertEquals("text", value.getMetadata().getPluginData().getPluginName());
    assertEquals("*hello*", value.getTensor().getStringVal(0).toStringUtf8());
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> tf.summary().text("n", tf.constant(1f)));
    assertTrue(e.getMessage().contains("to have dtype string, got float"), e.getMessage());
  }

  @Test
  void tensorSummaryV2_keepsRawBytes() {
    Output op =
        graph
            .opBuilder("TensorSummaryV2", "t")
            .input(tf.constant(Tensor.scalar("t")))
            .input(tf.constant(Tensor.vector(1, 1)))
            .input(tf.constant(Tensor.scalar("")))
            .build()
            .output(0);
    assertEquals(8, value(op).getTensor().getTensorContent().size());
  }
}
