package org.slimgraph.error;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error with TensorFlow's code. Subclasses exist for the codes that callers catch; {@link
 * #code()} tells the others apart.
 *
 * <p>For each common code there are two factories: one takes the message as it is, the other a
 * {@link String#format} pattern with its arguments, written for no particular locale.
 */
public sealed class SlimgraphException extends RuntimeException
    permits InvalidArgumentException, FailedPreconditionException, OutOfRangeException {
  private final ErrorCode code;
  private final String message;

  SlimgraphException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
    this.message = Objects.requireNonNull(message);
  }

  /** Returns an exception of the class that belongs to {@code code}. */
  public static SlimgraphException of(ErrorCode code, String message) {
    return create(code, message, null);
  }

  /** Returns an exception of the class that belongs to {@code code}, with its cause. */
  public static SlimgraphException of(ErrorCode code, String message, Throwable cause) {
    return create(code, message, cause);
  }

  private static SlimgraphException create(
      ErrorCode code, String message, @Nullable Throwable cause) {
    switch (code) {
      case INVALID_ARGUMENT:
        return new InvalidArgumentException(message, cause);
      case FAILED_PRECONDITION:
        return new FailedPreconditionException(message, cause);
      case OUT_OF_RANGE:
        return new OutOfRangeException(message, cause);
      default:
        return new SlimgraphException(code, message, cause);
    }
  }

  private static SlimgraphException format(ErrorCode code, String format, Object[] args) {
    return create(code, String.format(Locale.ROOT, format, args), null);
  }

  /** Returns an error of code INVALID_ARGUMENT. */
  public static SlimgraphException invalidArgument(String message) {
    return of(ErrorCode.INVALID_ARGUMENT, message);
  }

  /** Returns an error of code INVALID_ARGUMENT with a formatted message. */
  public static SlimgraphException invalidArgument(String format, Object... args) {
    return format(ErrorCode.INVALID_ARGUMENT, format, args);
  }

  /** Returns an error of code NOT_FOUND. */
  public static SlimgraphException notFound(String message) {
    return of(ErrorCode.NOT_FOUND, message);
  }

  /** Returns an error of code NOT_FOUND with a formatted message. */
  public static SlimgraphException notFound(String format, Object... args) {
    return format(ErrorCode.NOT_FOUND, format, args);
  }

  /** Returns an error of code ALREADY_EXISTS. */
  public static SlimgraphException alreadyExists(String message) {
    return of(ErrorCode.ALREADY_EXISTS, message);
  }

  /** Returns an error of code ALREADY_EXISTS with a formatted message. */
  public static SlimgraphException alreadyExists(String format, Object... args) {
    return format(ErrorCode.ALREADY_EXISTS, format, args);
  }

  /** Returns an error of code FAILED_PRECONDITION. */
  public static SlimgraphException failedPrecondition(String message) {
    return of(ErrorCode.FAILED_PRECONDITION, message);
  }

  /** Returns an error of code FAILED_PRECONDITION with a formatted message. */
  public static SlimgraphException failedPrecondition(String format, Object... args) {
    return format(ErrorCode.FAILED_PRECONDITION, format, args);
  }

  /** Returns an error of code OUT_OF_RANGE. */
  public static SlimgraphException outOfRange(String message) {
    return of(ErrorCode.OUT_OF_RANGE, message);
  }

  /** Returns an error of code OUT_OF_RANGE with a formatted message. */
  public static SlimgraphException outOfRange(String format, Object... args) {
    return format(ErrorCode.OUT_OF_RANGE, format, args);
  }

  /** Returns an error of code UNIMPLEMENTED. */
  public static SlimgraphException unimplemented(String message) {
    return of(ErrorCode.UNIMPLEMENTED, message);
  }

  /** Returns an error of code UNIMPLEMENTED with a formatted message. */
  public static SlimgraphException unimplemented(String format, Object... args) {
    return format(ErrorCode.UNIMPLEMENTED, format, args);
  }

  /** Returns an error of code RESOURCE_EXHAUSTED. */
  public static SlimgraphException resourceExhausted(String message) {
    return of(ErrorCode.RESOURCE_EXHAUSTED, message);
  }

  /** Returns an error of code RESOURCE_EXHAUSTED with a formatted message. */
  public static SlimgraphException resourceExhausted(String format, Object... args) {
    return format(ErrorCode.RESOURCE_EXHAUSTED, format, args);
  }

  /** Returns an error of code DATA_LOSS. */
  public static SlimgraphException dataLoss(String message) {
    return of(ErrorCode.DATA_LOSS, message);
  }

  /** Returns an error of code DATA_LOSS with a formatted message. */
  public static SlimgraphException dataLoss(String format, Object... args) {
    return format(ErrorCode.DATA_LOSS, format, args);
  }

  /** Returns an error of code ABORTED. */
  public static SlimgraphException aborted(String message) {
    return of(ErrorCode.ABORTED, message);
  }

  /** Returns an error of code ABORTED with a formatted message. */
  public static SlimgraphException aborted(String format, Object... args) {
    return format(ErrorCode.ABORTED, format, args);
  }

  /** Returns an error of code CANCELLED. */
  public static SlimgraphException cancelled(String message) {
    return of(ErrorCode.CANCELLED, message);
  }

  /** Returns an error of code CANCELLED with a formatted message. */
  public static SlimgraphException cancelled(String format, Object... args) {
    return format(ErrorCode.CANCELLED, format, args);
  }

  /** Returns an error of code INTERNAL. */
  public static SlimgraphException internal(String message) {
    return of(ErrorCode.INTERNAL, message);
  }

  /** Returns an error of code INTERNAL with a formatted message. */
  public static SlimgraphException internal(String format, Object... args) {
    return format(ErrorCode.INTERNAL, format, args);
  }

  /** Returns an error of code DEADLINE_EXCEEDED. */
  public static SlimgraphException deadlineExceeded(String message) {
    return of(ErrorCode.DEADLINE_EXCEEDED, message);
  }

  /** Returns an error of code DEADLINE_EXCEEDED with a formatted message. */
  public static SlimgraphException deadlineExceeded(String format, Object... args) {
    return format(ErrorCode.DEADLINE_EXCEEDED, format, args);
  }

  /** Returns the kind of the error. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the message without the code. */
  @Override
  public String getMessage() {
    return message;
  }

  /**
   * Returns this error with {@code lines} added below its message: same code and class, same cause
   * and stack trace.
   */
  public SlimgraphException withContext(String lines) {
    SlimgraphException extended = create(code, message + "\n" + lines, getCause());
    extended.setStackTrace(getStackTrace());
    return extended;
  }

  /** Returns the code and the message, for example {@code NOT_FOUND: no such thing}. */
  @Override
  public String toString() {
    return code + ": " + message;
  }
}
