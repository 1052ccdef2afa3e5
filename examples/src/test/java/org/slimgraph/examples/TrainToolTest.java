package org.slimgraph.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slimgraph.checkpoint.CheckpointEntry;
import org.slimgraph.checkpoint.CheckpointReader;
import org.slimgraph.slim.learning.TrainResult;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** {@code ./slimgraph train} on the committed sample. */
class TrainToolTest {
  private static final Pattern ACCURACY =
      Pattern.compile("step (\\d+)  test accuracy with moving statistics (\\S+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--logdir")) {
      all.addAll(List.of("--logdir", folder.resolve("log").toString()));
    }
    return new TrainTool()
        .run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  private double lastAccuracy() {
    Matcher matcher = ACCURACY.matcher(out.toString());
    double last = -1;
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(2));
    }
    return last;
  }

  @Test
  void sample_trainsToThreeQuarters() throws IOException {
    assertEquals(0, run("--net", "small", "--epochs", "3", "--batch", "64"), err.toString());
    assertTrue(lastAccuracy() >= 0.75, out.toString());
    Path log = folder.resolve("log");
    assertTrue(Files.exists(log.resolve("model.ckpt-234.index")));
    assertEquals(235, Files.readAllLines(log.resolve("losses.csv")).size());
    assertTrue(Files.readString(log.resolve("loss.svg")).startsWith("<svg"));
  }

  /** The net classifies its training batches well, but inference knows nothing of them. */
  @Test
  void withoutUpdateOps_inferenceCollapses() {
    String[] same = {"--net", "small", "--steps", "80", "--batch", "64"};
    assertEquals(0, run(with(same, "--logdir", folder.resolve("right").toString())));
    double right = lastAccuracy();
    assertEquals(
        0, run(with(same, "--without-update-ops", "--logdir", folder.resolve("wrong").toString())));
    double wrong = lastAccuracy();
    assertTrue(right >= 0.65, "with updates " + right);
    assertTrue(wrong < right - 0.2, "with updates " + right + ", without " + wrong);
  }

  private static String[] with(String[] args, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  @Test
  void resume_isBitForBit() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    String[] args = {"--net", "small", "--batch", "16", "--steps", "12", "--eval-every", "100"};
    assertEquals(0, run(with(args, "--logdir", whole.toString())), err.toString());
    assertEquals(0, run(with(args, "--logdir", parts.toString())), err.toString());
    Files.delete(parts.resolve("model.ckpt-12.index"));
    Files.delete(parts.resolve("checkpoint"));
    assertEquals(2, run(with(args, "--logdir", parts.toString(), "--resume")));
    String[] stopping =
        with(args, "--eval-every", "1", "--early-stop", "1", "--logdir", parts.toString());
    assertEquals(0, run(stopping), err.toString());
    assertEquals(0, run(with(args, "--logdir", parts.toString(), "--resume")), err.toString());
    CheckpointReader want = CheckpointReader.open(whole.resolve("model.ckpt-12"));
    CheckpointReader got = CheckpointReader.open(parts.resolve("model.ckpt-12"));
    for (CheckpointEntry entry : want.entries()) {
      assertArrayEquals(
          want.read(entry.name()).bytes(), got.read(entry.name()).bytes(), entry.name());
    }
    assertEquals(
        Files.readString(whole.resolve("losses.csv")),
        Files.readString(parts.resolve("losses.csv")));
    assertTrue(out.toString().contains("Stopped early at step "), out.toString());
  }

  @Test
  void logdirWithACheckpoint_asksForResume() {
    assertEquals(0, run("--net", "small", "--batch", "4", "--steps", "1"), err.toString());
    assertEquals(2, run("--net", "small", "--batch", "4", "--steps", "1"));
    assertTrue(err.toString().contains("--resume goes on from it"), err.toString());
  }

  @Test
  void interrupted_savesAndSaysHowToGoOn() throws IOException {
    String log = folder.resolve("log").toString();
    String[] args = {"--net", "small", "--batch", "4", "--steps", "5", "--logdir", log};
    int[] asked = {0};
    TrainResult result =
        new Training(TrainSettings.of(args), new PrintWriter(out), args, () -> asked[0]++ == 2)
            .run();
    assertEquals(TrainResult.Reason.INTERRUPTED, result.reason());
    assertEquals(2, result.step());
    assertTrue(Files.exists(folder.resolve("log/model.ckpt-2.index")));
    assertTrue(
        out.toString()
            .contains(
                "./slimgraph train --net small --batch 4 --steps 5 --logdir " + log + " --resume"),
        out.toString());
  }

  @Test
  void json_isAnObjectALine() {
    assertEquals(0, run("--net", "small", "--batch", "4", "--steps", "2", "--json"));
    List<String> lines = out.toString().lines().toList();
    assertEquals(4, lines.size(), out.toString());
    assertTrue(
        lines
            .get(0)
            .matches(
                "\\{\"event\": \"step\", \"step\": 1, \"loss\": [0-9.]+, \"accuracy\": [0-9.]+,"
                    + " \"images_per_second\": [0-9.]+, \"eta_seconds\": [0-9.]+}"),
        lines.get(0));
    assertTrue(
        lines
            .get(2)
            .matches("\\{\"event\": \"evaluation\", \"step\": 2, \"test_accuracy\": [0-9.]+}"),
        lines.get(2));
    assertTrue(
        lines.get(3).startsWith("{\"event\": \"end\", \"reason\": \"STEPS\", \"step\": 2,"),
        lines.get(3));
  }

  @Test
  void learningRateTooHigh_namesTheFirstOperationThatIsNotFinite() {
    assertEquals(
        1, run("--net", "small", "--batch", "16", "--steps", "40", "--learning-rate", "1e30"));
    assertTrue(
        err.toString().contains("The first operation whose value is not finite is "),
        err.toString());
  }

  @Test
  void data_areReadFromAFolderOrRefused() throws IOException {
    byte[] pixels = new byte[20 * 28 * 28];
    byte[] classes = new byte[20];
    for (int i = 0; i < 20; i++) {
      classes[i] = (byte) (i % 10);
      pixels[i * 784 + i % 10] = (byte) 200;
    }
    Path data = Files.createDirectory(folder.resolve("data"));
    assertEquals(1, run("--data", data.toString()));
    assertTrue(
        err.toString().contains("There is neither train-images-idx3-ubyte nor"), err.toString());
    for (String part : List.of("train", "t10k")) {
      Files.write(
          data.resolve(part + "-images-idx3-ubyte"),
          idx(Tensor.of(DataType.UINT8, Shape.of(20, 28, 28), pixels)));
      Files.write(
          data.resolve(part + "-labels-idx1-ubyte"),
          idx(Tensor.of(DataType.UINT8, Shape.of(20), classes)));
    }
    assertEquals(
        0,
        run("--data", data.toString(), "--net", "small", "--batch", "10", "--steps", "1"),
        err.toString());
    assertTrue(out.toString().contains("20 images for training, 20 for tests"), out.toString());
    classes[3] = 10;
    Files.write(
        data.resolve("train-labels-idx1-ubyte"),
        idx(Tensor.of(DataType.UINT8, Shape.of(20), classes)));
    assertEquals(1, run("--data", data.toString()));
    assertTrue(err.toString().contains("is 10, but there are 10 classes"), err.toString());
    Files.writeString(
        data.resolve("train-labels-idx1-ubyte"), "no numbers", StandardCharsets.UTF_8);
    assertEquals(1, run("--data", data.toString()));
    assertTrue(err.toString().contains("DATA_LOSS"), err.toString());
  }

  private static byte[] idx(Tensor tensor) {
    byte[] bytes = tensor.bytes();
    int rank = tensor.shape().rank();
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * rank + bytes.length);
    file.put(new byte[] {0, 0, 8, (byte) rank});
    for (long dim : tensor.shape().dims()) {
      file.putInt((int) dim);
    }
    return file.put(bytes).array();
  }

  @Test
  void wrongOptions_areNamed() {
    assertEquals(2, run("--net", "huge"));
    assertEquals(2, run("--learning-rate", "-1"));
    assertEquals(2, run("--batch", "6000"));
    assertEquals(2, run("--stepz", "3"));
    String text = err.toString();
    assertTrue(text.contains("--net is 'huge', but there are only small and blocks"), text);
    assertTrue(text.contains("--learning-rate must be a positive number, not -1"), text);
    assertTrue(text.contains("--batch is 6000, but there are only 5000 images"), text);
    assertTrue(text.contains("Unknown option: '--stepz'"), text);
  }
}
