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

  /** Deviations by {@code group/case}. */
  static final ImmutableMap<String, Deviation> BY_CASE =
      ImmutableMap.<String, Deviation>builder()
          .put("errors/run_conv_channel_first", ANY_LAYOUT)
          .put("errors/run_pool_channel_first", ANY_LAYOUT)
          .put("errors/run_batch_norm_channel_first", ANY_LAYOUT)
          .put(
              "errors/const_tensor_content_wrong_size",
              fails(Phase.IMPORT, "constants are read on import, not when they first run"))
          .buildOrThrow();

  /** The error cases that say the same in other words, and why. */
  static final ImmutableMap<String, String> OTHER_WORDS =
      ImmutableMap.<String, String>builder()
          .put("errors/const_tensor_content_wrong_size", "names the field and both sizes")
          .put("errors/device_unknown", "the devices that TensorFlow lists hang on its build")
          .put("errors/device_malformed", "TensorFlow prints the node of its own rewriting")
          .put(
              "arrays_more/error_bitcast_run",
              "says what the last dimension must be, as TensorFlow does on import")
          .put(
              "arrays_more/error_ensure_shape_run",
              "TensorFlow names the node that its rewriting put in the place of the feed")
          .put(
              "arrays_more/error_set_diag_shape",
              "TensorFlow speaks of attributes that only the next version of the op has")
          .put(
              "control_flow/fetch_both_sides_of_switch",
              "both fetches lack a value, and which is named first is open")
          .put("catalogue/error_conv3d_out_backprop", "names the value and the rule")
          .put("catalogue/error_gru_weights", "names the value and the rule")
          .put("catalogue/error_lstm_weights", "names the value and the rule")
          .put("catalogue/error_lstm_bias", "names the value and the rule")
          .put("catalogue/error_hsv_channels", "names the value and the rule")
          .put("catalogue/error_fake_quant_order", "names the value and the rule")
          .put("catalogue/error_fake_quant_channels", "names the value and the rule")
          .put("catalogue/error_fake_quant_gradient", "names the value and the rule")
          .put("catalogue/error_parallel_concat_shape", "names the value and the rule")
          .put("catalogue/error_data_format_size", "names the value and the rule")
          .put("catalogue/error_data_format_rank", "names the value and the rule")
          .put("catalogue/error_data_format_length", "names the value and the rule")
          .put("catalogue/error_png_empty", "names the formats that are read here")
          .put("catalogue/error_png_text", "names the formats that are read here")
          .put("catalogue/error_png_truncated", "says what is wrong with the file")
          .put("catalogue/error_png_crc", "says what is wrong with the file")
          .put("catalogue/error_png_few_pixels", "says what is wrong with the file")
          .put("catalogue/error_png_huge", "says what is wrong with the file")
          .put("catalogue/error_png_zero", "says what is wrong with the file")
          .put("catalogue/error_png_filter", "says what is wrong with the file")
          .put("catalogue/error_png_channels_2", "names the value and the rule")
          .put("catalogue/error_png_channels_5", "names the value and the rule")
          .put("catalogue/error_bmp_text", "names the formats that are read here")
          .put("catalogue/error_encode_png_channels", "names the value and the rule")
          .put("catalogue/error_encode_jpeg_format", "names the value and the rule")
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
