/** Ops on sounds. One file an op; the family's list is {@link org.slimgraph.ops.audio.AudioOps}. */
@NullMarked
package org.slimgraph.ops.audio;

import org.jspecify.annotations.NullMarked;
