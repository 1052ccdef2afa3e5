/**
 * Ops that order and choose: groups, control edges, conditionals, loops. One file an op; the
 * family's list is {@link org.slimgraph.ops.flow.FlowOps}.
 */
@NullMarked
package org.slimgraph.ops.flow;

import org.jspecify.annotations.NullMarked;
