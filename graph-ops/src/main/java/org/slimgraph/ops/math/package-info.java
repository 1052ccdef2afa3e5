/**
 * Arithmetic, comparisons, reductions, matrix products. One file an op; the family's list is {@link
 * org.slimgraph.ops.math.MathOps}.
 */
@NullMarked
package org.slimgraph.ops.math;

import org.jspecify.annotations.NullMarked;
