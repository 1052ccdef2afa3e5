/**
 * What the runtime must know of an op to run it: its kernels and its traits (which inputs it may
 * write over, which variables it touches). Kernels translate between attributes, tensors and the
 * loops of {@code org.slimgraph.cpu}. Knows no op by name, and nothing of plans and sessions. Start
 * with {@link org.slimgraph.kernel.Kernel}.
 */
@NullMarked
package org.slimgraph.kernel;

import org.jspecify.annotations.NullMarked;
