/** Ops on images. One file an op; the family's list is {@link org.slimgraph.ops.image.ImageOps}. */
@NullMarked
package org.slimgraph.ops.image;

import org.jspecify.annotations.NullMarked;
