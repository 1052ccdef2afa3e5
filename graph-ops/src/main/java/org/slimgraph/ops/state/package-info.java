/**
 * Variables at run time: creation, assignment, optimizer updates. One file an op; the family's list
 * is {@link org.slimgraph.ops.state.StateOps}.
 */
@NullMarked
package org.slimgraph.ops.state;

import org.jspecify.annotations.NullMarked;
