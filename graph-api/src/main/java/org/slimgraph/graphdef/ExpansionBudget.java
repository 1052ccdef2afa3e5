package org.slimgraph.graphdef;

import org.slimgraph.error.SlimgraphException;

/**
 * Limits the memory that constants of one file may take beyond what the file itself holds. A tensor
 * message may state one value and a shape of millions; that is legal, and a way to exhaust memory
 * with a few bytes. Mutable; belongs to the one thread that reads the file.
 */
public final class ExpansionBudget {
  private static final long DEFAULT_LIMIT = 1L << 30;

  private final long limit;
  private long left;

  private ExpansionBudget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /** Returns a budget of 1 GiB, or of a quarter of the heap where that is less. */
  public static ExpansionBudget standard() {
    return ofBytes(Math.min(DEFAULT_LIMIT, Runtime.getRuntime().maxMemory() / 4));
  }

  /** Returns a budget of {@code bytes} bytes. */
  public static ExpansionBudget ofBytes(long bytes) {
    return new ExpansionBudget(bytes);
  }

  /**
   * Takes {@code bytes} from the budget.
   *
   * @throws SlimgraphException RESOURCE_EXHAUSTED if less is left
   */
  void spend(long bytes) {
    if (bytes > left) {
      throw SlimgraphException.resourceExhausted(
          "Constants whose shapes claim more than their data need %d bytes, but only %d of %d are"
              + " left for such in one file",
          bytes, left, limit);
    }
    left -= bytes;
  }
}
