package org.slimgraph.slim.learning;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed training goes on from a whole checkpoint, bit for bit. */
class KilledTrainingTest {

  @Test
  void threeKills_changeNoBit(@TempDir Path temporary) throws Exception {
    assertKillsChangeNoBit(temporary, 150, 3);
  }

  static void assertKillsChangeNoBit(Path temporary, long steps, int kills)
      throws IOException, InterruptedException {
    TrainResult whole = new NoisyNet().train(temporary.resolve("whole"), steps, o -> {});
    TrainResult killed = KilledTraining.run(temporary.resolve("killed"), steps, kills, 1);
    TrainTest.assertSameCheckpoint(
        whole.checkpoint().orElseThrow(), killed.checkpoint().orElseThrow());
  }
}
