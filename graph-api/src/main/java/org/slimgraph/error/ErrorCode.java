package org.slimgraph.error;

/** The kinds of errors, with TensorFlow's names and numbers. Success (OK, 0) is no error. */
public enum ErrorCode {
  /** The run was cancelled, usually because its session closed or its thread was interrupted. */
  CANCELLED,
  /** Nothing better is known. */
  UNKNOWN,
  /** An argument, graph or file content is wrong whatever the state of the system. */
  INVALID_ARGUMENT,
  /** The time limit passed. */
  DEADLINE_EXCEEDED,
  /** A named thing does not exist. */
  NOT_FOUND,
  /** A named thing exists and must not. */
  ALREADY_EXISTS,
  /** The caller lacks permission. */
  PERMISSION_DENIED,
  /** Memory or another bounded resource is used up. */
  RESOURCE_EXHAUSTED,
  /** The system is in the wrong state, for example a variable is not initialised. */
  FAILED_PRECONDITION,
  /** The operation was given up, usually because of a conflict. */
  ABORTED,
  /** Data ended, or an index lies outside. */
  OUT_OF_RANGE,
  /** Not supported here. */
  UNIMPLEMENTED,
  /** A defect of the program itself. */
  INTERNAL,
  /** A service does not answer now. */
  UNAVAILABLE,
  /** Stored data is damaged. */
  DATA_LOSS,
  /** The caller is not authenticated. */
  UNAUTHENTICATED;

  /** Returns TF's number of the code, 1 to 16. */
  public int number() {
    return ordinal() + 1;
  }
}
