package org.slimgraph.session;

import java.time.Duration;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;

/**
 * How one run goes. Immutable; start from {@link #defaults()}. TF: tf.RunOptions.
 *
 * @param traceLevel what is noted of the run; see {@link Runner#runWithMetadata}
 * @param timeoutInMs after how many milliseconds the run fails with DEADLINE_EXCEEDED; 0 for never
 */
public record RunOptions(TraceLevel traceLevel, long timeoutInMs) {

  /** What a run notes of itself, in TF's order; all levels but the first are the same here. */
  public enum TraceLevel {
    /** Nothing. */
    NO_TRACE,
    /** When each operation ran and what it gave. */
    SOFTWARE_TRACE,
    /** As SOFTWARE_TRACE: there is no other hardware. */
    HARDWARE_TRACE,
    /** As SOFTWARE_TRACE. */
    FULL_TRACE
  }

  /**
   * Checks the values.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the timeout is negative
   */
  public RunOptions {
    if (timeoutInMs < 0) {
      throw SlimgraphException.invalidArgument(
          "timeout_in_ms is %d; it must be positive, or 0 for no limit", timeoutInMs);
    }
  }

  /** Returns no trace and no time limit. */
  public static RunOptions defaults() {
    return new RunOptions(TraceLevel.NO_TRACE, 0);
  }

  /** Returns these options with another level. */
  public RunOptions traceLevel(TraceLevel level) {
    return new RunOptions(level, timeoutInMs);
  }

  /** Returns these options with another time limit in milliseconds, 0 for none. */
  public RunOptions timeoutInMs(long milliseconds) {
    return new RunOptions(traceLevel, milliseconds);
  }

  /** Returns the time limit, if there is one. */
  Optional<Duration> timeout() {
    return timeoutInMs == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeoutInMs));
  }
}
