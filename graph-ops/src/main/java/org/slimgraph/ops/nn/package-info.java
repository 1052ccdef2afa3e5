/**
 * Ops of neural nets: convolutions, normalisation, activations, pooling, losses. One file an op;
 * the family's list is {@link org.slimgraph.ops.nn.NnOps}.
 */
@NullMarked
package org.slimgraph.ops.nn;

import org.jspecify.annotations.NullMarked;
