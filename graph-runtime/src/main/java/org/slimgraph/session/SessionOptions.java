package org.slimgraph.session;

import org.slimgraph.error.SlimgraphException;

/**
 * How a session runs. Immutable; start from {@link #defaults()}.
 *
 * @param threads the number of threads that loops are spread over, the calling one included
 * @param optimization whether graphs may be simplified before they run
 * @param exact whether every sum of products is taken term by term, without the faster algorithms
 *     that large convolutions have, whose results differ in the last bits
 * @param verify whether every stage of every plan is checked; for tests
 * @param allowSoftPlacement whether operations that ask for a device that is not there run on the
 *     CPU; otherwise they are refused, as by TensorFlow
 */
public record SessionOptions(
    int threads,
    Optimization optimization,
    boolean exact,
    boolean verify,
    boolean allowSoftPlacement) {

  /** Whether graphs may be simplified before they run; results agree but for the last bits. */
  public enum Optimization {
    /** Operations on constants are computed once, and whatever else does not show. */
    DEFAULT,
    /** Every operation runs as written. */
    NONE
  }

  /** Checks the values. */
  public SessionOptions {
    if (threads < 1) {
      throw SlimgraphException.invalidArgument(
          "threads is %d; a session needs at least the calling thread, 1", threads);
    }
  }

  /** Returns as many threads as the machine has processors, and default optimization. */
  public static SessionOptions defaults() {
    return new SessionOptions(
        Runtime.getRuntime().availableProcessors(),
        Optimization.DEFAULT,
        false,
        Boolean.getBoolean("slimgraph.verify"),
        false);
  }

  /** Returns these options with {@code threads} threads, the calling one included. */
  public SessionOptions threads(int threads) {
    return new SessionOptions(threads, optimization, exact, verify, allowSoftPlacement);
  }

  /** Returns these options with this optimization. */
  public SessionOptions optimize(Optimization optimization) {
    return new SessionOptions(threads, optimization, exact, verify, allowSoftPlacement);
  }

  /**
   * Returns these options with every sum of products taken term by term, or not. By default large
   * convolutions with 3×3 filters take fewer products. Their results differ in the last bits (by up
   * to 2e-5 of the largest output, measured up to 300 channels), and an infinite input makes whole
   * tiles NaN.
   */
  public SessionOptions exact(boolean exact) {
    return new SessionOptions(threads, optimization, exact, verify, allowSoftPlacement);
  }

  /** Returns these options with every plan checked, or not. */
  public SessionOptions verify(boolean verify) {
    return new SessionOptions(threads, optimization, exact, verify, allowSoftPlacement);
  }

  /** Returns these options with operations of any device run on the CPU, or not. */
  public SessionOptions allowSoftPlacement(boolean allowSoftPlacement) {
    return new SessionOptions(threads, optimization, exact, verify, allowSoftPlacement);
  }
}
