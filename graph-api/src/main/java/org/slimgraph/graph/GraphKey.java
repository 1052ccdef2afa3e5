package org.slimgraph.graph;

/**
 * The key of a collection whose members are of one type.
 *
 * @param <T> the type of the members
 * @param name the key's string, as in files
 */
public record GraphKey<T>(String name) {

  /** Returns the key {@code name}. */
  public static <T> GraphKey<T> of(String name) {
    return new GraphKey<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
