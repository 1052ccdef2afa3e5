package org.slimgraph.slim;

/**
 * Options of layers that have none but their scope and the collections of their output. Mutable;
 * used while one layer is built.
 */
public final class OutputOptions extends ScopedOptions<OutputOptions> {
  OutputOptions() {}
}
