/**
 * Ops that turn values into serialised Summary messages, for event files. One file an op; the
 * family's list is {@link org.slimgraph.ops.summary.SummaryOps}.
 */
@NullMarked
package org.slimgraph.ops.summary;

import org.jspecify.annotations.NullMarked;
