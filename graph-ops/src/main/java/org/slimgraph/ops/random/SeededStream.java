package org.slimgraph.ops.random;

import org.slimgraph.cpu.random.RandomStream;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;

/**
 * The stream of a stateful random operation in a session, from its attributes {@code seed} and
 * {@code seed2}. Without a seed it follows from the operation's name.
 *
 * @param seed the attribute seed
 * @param seed2 the attribute seed2
 */
record SeededStream(long seed, long seed2) {

  static SeededStream of(Attributes attrs) {
    return new SeededStream(attrs.integer("seed"), attrs.integer("seed2"));
  }

  /** Returns the stream of the current operation, at its start in the session's first run. */
  RandomStream in(KernelContext context) {
    String name = context.name();
    return context.state(
        RandomStream.class,
        () ->
            seed == 0 && seed2 == 0
                ? RandomStream.unseeded(hash(name))
                : new RandomStream(seed, seed2));
  }

  /** FNV-1a over the characters: a number of its own for each name, the same everywhere. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
