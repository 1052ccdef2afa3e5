package org.slimgraph.error;

import org.jspecify.annotations.Nullable;

/** An argument, a graph or a file's content is wrong, whatever the state of the system. */
public final class InvalidArgumentException extends SlimgraphException {
  private static final long serialVersionUID = 1;

  InvalidArgumentException(String message, @Nullable Throwable cause) {
    super(ErrorCode.INVALID_ARGUMENT, message, cause);
  }
}
