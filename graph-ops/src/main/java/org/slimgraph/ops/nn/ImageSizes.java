package org.slimgraph.ops.nn;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.Shape;

/** Shapes that reach kernels as int32 vectors. */
final class ImageSizes {
  private ImageSizes() {}

  /**
   * Returns the shape that int32 input {@code i} describes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a size is negative
   */
  static Shape shape(KernelContext context, int i) {
    int[] sizes = context.ints(i);
    long[] dims = new long[context.input(i).size()];
    for (int d = 0; d < dims.length; d++) {
      if (sizes[d] < 0) {
        throw SlimgraphException.invalidArgument("Dimension %d must be >= 0", sizes[d]);
      }
      dims[d] = sizes[d];
    }
    return Shape.of(dims);
  }
}
