/**
 * Values: element types, shapes, immutable tensors, and NumPy files of them. Depends on {@code
 * org.slimgraph.error} only. Start with {@link org.slimgraph.tensor.Tensor}; kernels reach the
 * arrays inside through {@link org.slimgraph.tensor.TensorStorage}.
 */
@NullMarked
package org.slimgraph.tensor;

import org.jspecify.annotations.NullMarked;
