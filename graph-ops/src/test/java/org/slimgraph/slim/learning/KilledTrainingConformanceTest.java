package org.slimgraph.slim.learning;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link KilledTrainingTest}, more often than there is time for in every build. */
@Tag("conformance")
class KilledTrainingConformanceTest {

  @Test
  void twentyKills_changeNoBit(@TempDir Path temporary) throws Exception {
    KilledTrainingTest.assertKillsChangeNoBit(temporary, 1200, 20);
  }
}
