package org.slimgraph.train;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.tensor.Tensor;

/** Lets TensorFlow run the steps of our optimizer beside us. */
@Tag("conformance")
class TrainedNetConformanceTest {

  @Test
  void tenSteps_haveTheLossesOfTensorFlow() {
    TrainedNet net = new TrainedNet();
    SideBySide runs = new SideBySide(Oracle.open(), net.graph).init(net.init.name());
    for (int i = 0; i < 10; i++) {
      runs.step(
          Map.of("images:0", TrainedNet.images(i), "labels:0", TrainedNet.labels()),
          List.of(net.step.name()),
          List.of(net.loss.name()));
    }
    runs.step(
        Map.of(),
        List.of(),
        List.of("BatchNorm/moving_mean/read:0", "Conv/weights/Momentum/read:0", "global_step:0"));
    runs.assertSame(new Tolerance(1e-3, 1e-5));
  }

  @Test
  void fiftyStepsOfATrainOp_haveTheLossesAndAveragesOfTensorFlow() {
    TrainedNet net = new TrainedNet(true);
    SideBySide losses = new SideBySide(Oracle.open(), net.graph).init(net.init.name());
    SideBySide averages = new SideBySide(Oracle.open(), net.graph).init(net.init.name());
    for (int i = 0; i < 50; i++) {
      Map<String, Tensor> feeds =
          Map.of("images:0", TrainedNet.images(i), "labels:0", labelsWithErrors(i));
      losses.step(feeds, List.of(), List.of(net.step.name() + ":0"));
      averages.step(feeds, List.of(net.step.name()), List.of());
    }
    averages.step(
        Map.of(),
        List.of(),
        List.of(
            "BatchNorm/moving_mean/read:0", "BatchNorm/moving_variance/read:0", "global_step:0"));
    losses.assertSame(new Tolerance(1e-3, 0));
    averages.assertSame(new Tolerance(1e-4, 1e-6));
  }

  /** Returns labels of which some are wrong, so that losses stay large enough to compare. */
  private static Tensor labelsWithErrors(int step) {
    int[] labels = TrainedNet.labels().ints();
    for (int i = step % 5; i < labels.length; i += 5) {
      labels[i] = 1 - labels[i];
    }
    return Tensor.vector(labels);
  }
}
