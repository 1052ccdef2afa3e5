package org.slimgraph.slim.learning;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.slimgraph.variables.Variable;

/** The order of names in checkpoints. */
final class Names {
  /** By the bytes of the names, as TF's savers sort. */
  static final Comparator<Variable> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(bytes(a.opName()), bytes(b.opName()));

  private Names() {}

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
