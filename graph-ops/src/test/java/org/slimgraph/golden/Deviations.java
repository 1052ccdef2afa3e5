package org.slimgraph.golden;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.golden.GoldenCase.ExpectedError;
import org.slimgraph.golden.GoldenCase.Phase;

/** The cases that, on purpose, end in another way here than in TensorFlow's C++ runtime. */
final class Deviations {

  /**
   * A case that ends in another way.
   *
   * @param reason why
   * @param change returns the case as it ends here
   */
  record Deviation(String reason, UnaryOperator<GoldenCase> change) {}

  private static final Deviation ANY_LAYOUT =
      runs("channels may come first; TensorFlow's CPU kernels refuse it");

  private static final Deviation NO_PLACEMENT = runs("devices are kept as text and ignored");

  /** Deviations by {@code group/case}. */
  static final ImmutableMap<String, Deviation> BY_CASE =
      ImmutableMap.<String, Deviation>builder()
          .put("errors/run_conv_channel_first", ANY_LAYOUT)
          .put("errors/run_pool_channel_first", ANY_LAYOUT)
          .put("errors/run_batch_norm_channel_first", ANY_LAYOUT)
          .put("errors/device_unknown", NO_PLACEMENT)
          .put("errors/device_malformed", NO_PLACEMENT)
          .put(
              "errors/const_tensor_content_wrong_size",
              fails(Phase.IMPORT, "constants are read on import, not when they first run"))
          .buildOrThrow();

  private Deviations() {}

  private static Deviation runs(String reason) {
    return new Deviation(reason, golden -> golden.withError(Optional.empty()));
  }

  private static Deviation fails(Phase phase, String reason) {
    ExpectedError error = new ExpectedError(phase, 0, ErrorCode.INVALID_ARGUMENT, reason);
    return new Deviation(reason, golden -> golden.withError(Optional.of(error)));
  }

  /** Returns {@code golden} as it must end here. */
  static GoldenCase applied(GoldenCase golden) {
    Deviation deviation = BY_CASE.get(golden.toString());
    return deviation == null ? golden : deviation.change().apply(golden);
  }
}
