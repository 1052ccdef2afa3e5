/**
 * Seeded random graphs: {@link org.slimgraph.randomgraphs.RandomGraph} builds them from recipes,
 * {@link org.slimgraph.randomgraphs.RandomGraphCheck} runs each in several ways that must agree.
 */
@NullMarked
package org.slimgraph.randomgraphs;

import org.jspecify.annotations.NullMarked;
