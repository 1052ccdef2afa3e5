package org.slimgraph.randomgraphs;

/**
 * Adds a few operations of one kind to a random graph, with operands, shapes and options at random;
 * adds nothing where nothing fits.
 */
interface Recipe {
  void apply(RandomGraph g);
}
