/**
 * Random numbers, with TF's streams bit for bit. One file an op; the family's list is {@link
 * org.slimgraph.ops.random.RandomOps}.
 */
@NullMarked
package org.slimgraph.ops.random;

import org.jspecify.annotations.NullMarked;
