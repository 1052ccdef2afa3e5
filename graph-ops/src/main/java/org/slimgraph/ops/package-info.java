/**
 * What TF's ops mean, one file an op: definition, shape rule, gradient, kernel, builder. The
 * families are packages below this one; {@link org.slimgraph.ops.Ops} is the user's entry, shaped
 * like the {@code tf} module, {@link org.slimgraph.ops.OpSpec} what an op's file states. Loops live
 * in {@code org.slimgraph.cpu}.
 */
@NullMarked
package org.slimgraph.ops;

import org.jspecify.annotations.NullMarked;
