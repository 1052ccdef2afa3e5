package org.slimgraph.error;

import org.jspecify.annotations.Nullable;

/** The data ended, or an index lies outside its range. */
public final class OutOfRangeException extends SlimgraphException {
  OutOfRangeException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OUT_OF_RANGE, message, cause);
  }
}
