package org.slimgraph.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.Tensor;

/** A net that is trained with the updates of batch normalisation as control dependencies. */
class TrainedNetTest {

  @Test
  void minimize_afterUpdateOps_trainsAndMovesTheAverages() {
    TrainedNet net = new TrainedNet();
    try (Session session = Session.open(net.graph)) {
      session.runner().target(net.init).run();
      float first = 0;
      float last = 0;
      for (int i = 0; i < 40; i++) {
        Tensor loss =
            session
                .runner()
                .feed("images:0", TrainedNet.images(i))
                .feed("labels:0", TrainedNet.labels())
                .target(net.step)
                .fetch(net.loss)
                .run()
                .get(0);
        last = loss.floats()[0];
        first = i == 0 ? last : first;
      }
      assertTrue(first > 0.5, "loss before training: " + first);
      assertTrue(last < 0.05, "loss after 40 steps: " + last);
      assertEquals(40L, session.run(net.globalStep.value()).longs()[0]);
      float[] mean = session.run(net.graph.output("BatchNorm/moving_mean/read:0")).floats();
      float[] variance = session.run(net.graph.output("BatchNorm/moving_variance/read:0")).floats();
      for (int i = 0; i < mean.length; i++) {
        assertTrue(mean[i] != 0, "mean " + i);
        assertTrue(Math.abs(variance[i] - 1) > 1e-3, "variance " + i + ": " + variance[i]);
      }
    }
  }
}
