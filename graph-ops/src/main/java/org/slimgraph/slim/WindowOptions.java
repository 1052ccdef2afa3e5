package org.slimgraph.slim;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.ops.nn.Padding;

/**
 * The options of layers that move a window over images, so that one arg scope can set them for
 * convolutions and pooling alike.
 *
 * @param <S> the layer's own options
 */
public interface WindowOptions<S> {

  /** Sets the distance of windows in both directions. */
  default S stride(int stride) {
    return stride(stride, stride);
  }

  /** Sets the vertical and the horizontal distance of windows. */
  S stride(int vertical, int horizontal);

  /** Sets how borders are treated. */
  S padding(Padding padding);

  /**
   * Sets how borders are treated: {@code "SAME"} or {@code "VALID"}, in any case.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for anything else
   */
  default S padding(String padding) {
    String upper = padding.toUpperCase(Locale.ROOT);
    if (!ImmutableSet.of("SAME", "VALID").contains(upper)) {
      throw SlimgraphException.invalidArgument(
          "The `padding` argument must be one of \"valid\", \"same\". Received: %s", padding);
    }
    return padding(Padding.valueOf(upper));
  }

  /** Sets the order of dimensions, such as {@code "NCHW"}; null: channels last. */
  S dataFormat(@Nullable String dataFormat);
}
