/**
 * Matrices as {@code tf.linalg} has them: decompositions, determinants, systems of equations. Every
 * op works on the matrices in the last two dimensions of its inputs; the dimensions before are a
 * batch. Floats are computed as doubles and rounded once, except for what decides whether a matrix
 * is singular. Start reading at {@link org.slimgraph.ops.linalg.LinalgOps}.
 */
@NullMarked
package org.slimgraph.ops.linalg;

import org.jspecify.annotations.NullMarked;
