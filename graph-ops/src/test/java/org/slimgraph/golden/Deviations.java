package org.slimgraph.golden;

import com.google.common.collect.ImmutableMap;

/**
 * The cases in which TensorFlow's CPU kernels refuse what is well defined and what we run. Such a
 * case must run here without an error.
 */
final class Deviations {
  private static final String ANY_LAYOUT = "channels may come first on every device";

  /** Reasons by {@code group/case}. */
  static final ImmutableMap<String, String> REASONS =
      ImmutableMap.of(
          "errors/run_conv_channel_first", ANY_LAYOUT,
          "errors/run_pool_channel_first", ANY_LAYOUT,
          "errors/run_batch_norm_channel_first", ANY_LAYOUT);

  private Deviations() {}

  /** Returns {@code golden} as it must run here. */
  static GoldenCase applied(GoldenCase golden) {
    return REASONS.containsKey(golden.toString()) ? golden.withoutError() : golden;
  }
}
