package org.slimgraph.train;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slimgraph.conformance.Oracle;
import org.slimgraph.conformance.SideBySide;
import org.slimgraph.golden.GoldenCase.Tolerance;

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
}
