package org.slimgraph.ops.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Expected values were computed by TensorFlow 1.15.0. */
class AudioOpsTest {
  private final Ops tf = Ops.on(new Graph());

  private Tensor run(Output output) {
    try (Session session = Session.open(tf.graph())) {
      return session.run(output);
    }
  }

  private void assertFails(String words, Output output) {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(output));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  private Output sound(int samples, int channels) {
    float[] values = new float[samples * channels];
    for (int i = 0; i < samples; i++) {
      for (int c = 0; c < channels; c++) {
        values[i * channels + c] = (i * 37 % 101 - 50) / 50f;
      }
    }
    return tf.constant(Tensor.of(Shape.of(samples, channels), values));
  }

  @Test
  void spectrogram_oneChannel_isTensorFlows() {
    Output power = tf.audio().spectrogram(sound(11, 1), 5, 2, true);
    assertEquals(Shape.of(1, 4, 5), power.shape());
    assertArrayEquals(SQUARED, run(power).floats(), 1e-5f);
    float[] magnitudes = SQUARED.clone();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = (float) Math.sqrt(magnitudes[i]);
    }
    Tensor roots = run(tf.audio().spectrogram(sound(11, 1), 5, 2, false));
    assertArrayEquals(magnitudes, roots.floats(), 1e-5f);
  }

  private static final float[] SQUARED = {
    0.16f,
    0.2397344f,
    0.608604f,
    1.201474f,
    1.505208f,
    0.005945514f,
    0.213283f,
    0.8181156f,
    0.7879482f,
    0.3602856f,
    0.01510264f,
    0.1341256f,
    0.7286942f,
    0.7822627f,
    0.3602857f,
    0.36f,
    0.3596414f,
    0.628604f,
    1.201567f,
    1.505208f
  };

  @Test
  void spectrogram_twoChannels_areIndependent() {
    Tensor both = run(tf.audio().spectrogram(sound(11, 2), 5, 2, true));
    assertEquals(Shape.of(2, 4, 5), both.shape());
    assertArrayEquals(SQUARED, Arrays.copyOf(both.floats(), 20), 1e-5f);
    assertArrayEquals(SQUARED, Arrays.copyOfRange(both.floats(), 20, 40), 1e-5f);
  }

  @Test
  void spectrogram_shorterThanTheWindow_isEmpty() {
    Output none = tf.audio().spectrogram(sound(4, 3), 5, 2, false);
    assertEquals(Shape.of(3, 0, 5), none.shape());
    assertEquals(none.shape(), run(none).shape());
  }

  @Test
  void spectrogram_unknownLength_knowsItsFrequencies() {
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 1));
    assertEquals(Shape.of(1, -1, 513), tf.audio().spectrogram(input, 640, 320, false).shape());
  }

  @Test
  void spectrogram_windowOfOneSample_isRefused() {
    assertFails(
        "Spectrogram initialization failed for window size 1 and stride 2",
        tf.audio().spectrogram(sound(11, 1), 1, 2, false));
    assertFails(
        "Spectrogram initialization failed for window size 5 and stride 0",
        tf.audio().spectrogram(sound(11, 1), 5, 0, false));
  }

  private Output mfcc(int sampleRate, int coefficients) {
    float[] values = new float[34];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 29 % 71 / 10f;
    }
    OperationBuilder builder =
        tf.graph()
            .opBuilder("Mfcc", "Mfcc")
            .input(tf.constant(Tensor.of(Shape.of(1, 2, 17), values)))
            .input(tf.constant(sampleRate))
            .attr("upper_frequency_limit", 3000f)
            .attr("lower_frequency_limit", 100f)
            .attr("filterbank_channel_count", 5L)
            .attr("dct_coefficient_count", (long) coefficients);
    return builder.build().output(0);
  }

  @Test
  void mfcc_isTensorFlows() {
    Output coefficients = mfcc(8000, 3);
    assertEquals(Shape.of(1, 2, 3), coefficients.shape());
    float[] want = {3.527806f, -0.6791654f, 0.1238334f, 3.68916f, -0.7555947f, -0.1579559f};
    assertArrayEquals(want, run(coefficients).floats(), 1e-5f);
  }

  @Test
  void mfcc_bandsBeyondTheSpectrogram_areZero() {
    assertArrayEquals(new float[6], run(mfcc(4000, 3)).floats());
  }

  @Test
  void mfcc_impossibleBands_areRefused() {
    String words = "Mfcc initialization failed for channel count 17 and sample rate ";
    assertFails(words + "0", mfcc(0, 3));
    assertFails(words + "8000", mfcc(8000, 6));
  }

  @Test
  void mfcc_ofDefaults_has13Coefficients() {
    Output input = tf.placeholder(DataType.FLOAT, Shape.of(1, -1, 257));
    assertEquals(Shape.of(1, -1, 13), tf.audio().mfcc(input, tf.constant(16000)).shape());
  }

  @Test
  void builders_nameTheirOps() {
    assertEquals(
        "AudioSpectrogram", tf.audio().spectrogram(sound(11, 1), 5, 2, false).operation().type());
  }

  /** A file of three samples on two channels, with fields of its header replaced. */
  private static byte[] wav(Map<Integer, Integer> shorts) {
    ByteBuffer file = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(48);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) 2).putInt(8000).putInt(32000);
    file.putShort((short) 4).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(12);
    for (int value : new int[] {0, 1, -32768, 32767, 100, -100}) {
      file.putShort((short) value);
    }
    shorts.forEach((at, value) -> file.putShort(at, (short) (int) value));
    return file.array();
  }

  private List<Output> decode(byte[] file) {
    return tf.audio().decodeWav(tf.constant(Tensor.scalar(file)));
  }

  @Test
  void decodeWav_asItIs_scalesTo1() {
    List<Output> wav = decode(wav(Map.of()));
    assertEquals(
        Shape.of(-1, -1),
        tf.audio().decodeWav(tf.placeholder(DataType.STRING, Shape.scalar())).get(0).shape());
    float[] want = {0, 1 / 32768f, -1, 32767 / 32768f, 100 / 32768f, -100 / 32768f};
    Tensor audio = run(wav.get(0));
    assertEquals(Shape.of(3, 2), audio.shape());
    assertArrayEquals(want, audio.floats());
    assertArrayEquals(new int[] {8000}, run(wav.get(1)).ints());
  }

  @Test
  void decodeWav_moreThanThereIs_repeatsChannelsAndEndsInSilence() {
    Output file = tf.constant(Tensor.scalar(wav(Map.of())));
    Output more = tf.audio().decodeWav(file, 3, 4, "more").get(0);
    assertEquals(Shape.of(4, 3), more.shape());
    float a = 1 / 32768f;
    float b = 32767 / 32768f;
    float c = 100 / 32768f;
    assertArrayEquals(new float[] {0, a, a, -1, b, b, c, -c, -c, 0, 0, 0}, run(more).floats());
    Output less = tf.audio().decodeWav(file, 1, 2, "less").get(0);
    assertArrayEquals(new float[] {0, -1}, run(less).floats());
  }

  @Test
  void decodeWav_badHeader_saysWhatIsWrong() {
    assertFails("Header mismatch: Expected RIFF but found ", decode(wav(Map.of(0, 0))).get(0));
    assertFails("Expected 16 or 18, but got17", decode(wav(Map.of(16, 17))).get(0));
    assertFails("Expected 1 (PCM), but got3", decode(wav(Map.of(20, 3))).get(0));
    assertFails("Expected at least 1, but got 0", decode(wav(Map.of(22, 0))).get(0));
    assertFails(
        "Can only read 16-bit WAV files, but received 8", decode(wav(Map.of(34, 8))).get(0));
    assertFails(
        "bytes per sample in WAV header: Expected 4 but got 2", decode(wav(Map.of(32, 2))).get(0));
    assertFails(
        "Expected 32000 but got 32001 (sample_rate=8000, bytes_per_sample=4)",
        decode(wav(Map.of(28, 32001))).get(0));
  }

  @Test
  void decodeWav_cutAnywhere_isRefused() {
    byte[] file = wav(Map.of());
    for (int length = 0; length < file.length; length++) {
      Output audio = decode(Arrays.copyOf(file, length)).get(0);
      SlimgraphException e = assertThrows(SlimgraphException.class, () -> run(audio));
      String words = length == 36 ? "No data chunk found in WAV" : "Data too short";
      assertTrue(e.getMessage().contains(words), length + ": " + e.getMessage());
    }
  }
}
