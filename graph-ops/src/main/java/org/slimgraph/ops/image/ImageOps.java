package org.slimgraph.ops.image;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.image}. */
public final class ImageOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          ResizeBilinear.SPEC,
          ResizeBilinear.GRAD_SPEC,
          ResizeNearestNeighbor.SPEC,
          ResizeNearestNeighbor.GRAD_SPEC);

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public ImageOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Resizes images by bilinear interpolation; the result is float.
   *
   * @param images [batch, height, width, channels], of any real type
   * @param size int32 vector of the new height and width
   * @param alignCorners whether the centres of the corner pixels stay where they are
   */
  public Output resizeBilinear(Output images, Output size, boolean alignCorners, String name) {
    return ResizeBilinear.resize(tf, "ResizeBilinear", images, size, alignCorners, name);
  }

  /** As {@link #resizeBilinear(Output, Output, boolean, String)}, corners not aligned. */
  public Output resizeBilinear(Output images, Output size) {
    return resizeBilinear(images, size, false, "ResizeBilinear");
  }

  /**
   * Resizes images by taking the nearest pixel.
   *
   * @param images [batch, height, width, channels], of any real type
   * @param size int32 vector of the new height and width
   * @param alignCorners whether the centres of the corner pixels stay where they are
   */
  public Output resizeNearestNeighbor(
      Output images, Output size, boolean alignCorners, String name) {
    return ResizeBilinear.resize(tf, "ResizeNearestNeighbor", images, size, alignCorners, name);
  }

  /** As {@link #resizeNearestNeighbor(Output, Output, boolean, String)}, corners not aligned. */
  public Output resizeNearestNeighbor(Output images, Output size) {
    return resizeNearestNeighbor(images, size, false, "ResizeNearestNeighbor");
  }
}
