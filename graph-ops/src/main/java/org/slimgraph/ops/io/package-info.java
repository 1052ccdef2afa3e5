/**
 * Ops on files and text. One file an op; the family's list is {@link org.slimgraph.ops.io.IoOps}.
 */
@NullMarked
package org.slimgraph.ops.io;

import org.jspecify.annotations.NullMarked;
