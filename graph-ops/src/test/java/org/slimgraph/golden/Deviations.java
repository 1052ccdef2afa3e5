package org.slimgraph.golden;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.slimgraph.golden.GoldenCase.ExpectedError;
import org.slimgraph.golden.GoldenCase.Phase;

/** The cases that end in an error for TensorFlow and, on purpose, end in another way here. */
final class Deviations {

  /**
   * What happens here instead.
   *
   * @param reason why
   * @param refusedOnImport whether the graph is refused, with the same code; otherwise it runs
   */
  record Deviation(String reason, boolean refusedOnImport) {}

  private static final Deviation ANY_LAYOUT =
      new Deviation("channels may come first; TensorFlow's CPU kernels refuse it", false);
  private static final Deviation CHECKED_EARLY =
      new Deviation("constants are read on import; TensorFlow reads them when they run", true);

  /** Deviations by {@code group/case}. */
  static final ImmutableMap<String, Deviation> BY_CASE =
      ImmutableMap.of(
          "errors/run_conv_channel_first", ANY_LAYOUT,
          "errors/run_pool_channel_first", ANY_LAYOUT,
          "errors/run_batch_norm_channel_first", ANY_LAYOUT,
          "errors/const_tensor_content_wrong_size", CHECKED_EARLY);

  private Deviations() {}

  /** Returns {@code golden} as it must end here. */
  static GoldenCase applied(GoldenCase golden) {
    Deviation deviation = BY_CASE.get(golden.toString());
    if (deviation == null) {
      return golden;
    }
    ExpectedError error = golden.error().orElseThrow();
    return golden.withError(
        deviation.refusedOnImport()
            ? Optional.of(new ExpectedError(Phase.IMPORT, 0, error.code(), error.message()))
            : Optional.empty());
  }
}
