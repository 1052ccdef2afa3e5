package org.slimgraph.error;

import org.jspecify.annotations.Nullable;

/** An argument, a graph or a file's content is wrong, whatever the state of the system. */
public final class InvalidArgumentException extends SlimgraphException {
  InvalidArgumentException(String message, @Nullable Throwable cause) {
    super(ErrorCode.INVALID_ARGUMENT, message, cause);
  }
}
