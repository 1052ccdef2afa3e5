package org.slimgraph.error;

import org.jspecify.annotations.Nullable;

/** The system is in the wrong state for the call, for example a variable is not initialised. */
public final class FailedPreconditionException extends SlimgraphException {
  FailedPreconditionException(String message, @Nullable Throwable cause) {
    super(ErrorCode.FAILED_PRECONDITION, message, cause);
  }
}
