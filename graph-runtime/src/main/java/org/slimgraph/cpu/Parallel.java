package org.slimgraph.cpu;

/**
 * Runs the parts of a loop, possibly on several threads at once.
 *
 * <p>The number of parts is chosen by the loop from its sizes, never from {@link #threads()}, so
 * that results do not depend on the number of threads.
 */
public interface Parallel {

  /** Runs all parts in order on the calling thread. */
  Parallel SERIAL =
      new Parallel() {
        @Override
        public void run(int parts, PartBody body) {
          for (int part = 0; part < parts; part++) {
            body.run(part);
          }
        }

        @Override
        public int threads() {
          return 1;
        }
      };

  /**
   * Runs {@code body} once for each part and returns when all have ended.
   *
   * @param parts the number of parts; zero does nothing
   */
  void run(int parts, PartBody body);

  /** Returns how many threads may run parts at once. */
  int threads();
}
