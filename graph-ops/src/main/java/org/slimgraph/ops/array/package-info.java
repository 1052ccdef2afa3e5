/**
 * Ops on the shape and place of elements: constants, reshapes, slices, gathers. One file an op; the
 * family's list is {@link org.slimgraph.ops.array.ArrayOps}.
 */
@NullMarked
package org.slimgraph.ops.array;

import org.jspecify.annotations.NullMarked;
