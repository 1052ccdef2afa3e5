package org.slimgraph.exec;

import org.slimgraph.error.SlimgraphException;

/** Asks runs to stop: set by closing a session or by interrupting the thread. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Asks to stop. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Returns if the run may go on.
   *
   * @throws SlimgraphException CANCELLED if it was asked to stop or its thread interrupted
   */
  void check() {
    if (cancelled) {
      throw SlimgraphException.cancelled("The run was cancelled because its session is closing.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw SlimgraphException.cancelled("The run was cancelled: its thread was interrupted.");
    }
  }
}
