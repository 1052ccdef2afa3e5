package org.slimgraph.exec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/** Asks runs to stop: set by closing a session, by interrupting the thread or by a time limit. */
public final class Cancellation {
  private final @Nullable Cancellation session;
  private final long deadline;
  private volatile boolean cancelled;

  /** Creates one without a time limit. */
  public Cancellation() {
    session = null;
    deadline = 0;
  }

  private Cancellation(Cancellation session, long deadline) {
    this.session = session;
    this.deadline = deadline;
  }

  /** Returns one for a single run, which also stops when {@code limit} from now has passed. */
  public Cancellation within(Duration limit) {
    return new Cancellation(this, System.nanoTime() + limit.toNanos());
  }

  /** Asks to stop. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Returns if the run may go on.
   *
   * @throws SlimgraphException CANCELLED if it was asked to stop or its thread interrupted;
   *     DEADLINE_EXCEEDED if its time is over
   */
  void check() {
    if (session != null) {
      session.check();
      if (System.nanoTime() - deadline >= 0) {
        throw SlimgraphException.deadlineExceeded(
            "Timed out waiting for notification: the run took longer than its timeout_in_ms");
      }
      return;
    }
    if (cancelled) {
      throw SlimgraphException.cancelled("The run was cancelled because its session is closing.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw SlimgraphException.cancelled("The run was cancelled: its thread was interrupted.");
    }
  }
}
