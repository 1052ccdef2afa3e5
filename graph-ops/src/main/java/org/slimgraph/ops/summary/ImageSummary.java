package org.slimgraph.ops.summary;

import com.google.protobuf.ByteString;
import org.slimgraph.data.PngWriter;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.Summary;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Images as PNG files under a tag: bytes as they are, floats scaled to bytes image by image. TF:
 * tf.summary.image. The rules are those of core/kernels/summary_image_op.cc of 1.15.
 */
final class ImageSummary {
  static final OpSpec SPEC =
      OpSpec.of("ImageSummary")
          .input("tag: string")
          .input("tensor: T")
          .output("summary: string")
          .attr("max_images: int >= 1 = 3")
          .attr("T: {uint8, float, half, float64} = DT_FLOAT")
          .attr(
              "bad_color: tensor = { dtype: DT_UINT8 tensor_shape: { dim: { size: 4 } }"
                  + " int_val: 255 int_val: 0 int_val: 0 int_val: 255 }")
          .shape(ShapeRules::scalar)
          .notDifferentiable("summaries are strings")
          .kernel(ImageSummary::kernel)
          .build();

  private ImageSummary() {}

  private static org.slimgraph.kernel.Kernel kernel(Attributes attrs) {
    Tensor badColor = attrs.tensor("bad_color");
    long maxImages = attrs.integer("max_images");
    if (badColor.dataType() != DataType.UINT8) {
      throw SlimgraphException.invalidArgument(
          "bad_color must be uint8, got %s", badColor.dataType().tfName());
    }
    if (badColor.shape().rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "bad_color must be a vector, got shape %s", badColor.shape().toBrackets());
    }
    return context -> compute(context, maxImages, TensorStorage.bytes(badColor));
  }

  private static void compute(KernelContext context, long maxImages, byte[] badColor) {
    String tag = SummaryInputs.tag(context, "Tags must be a scalar");
    Tensor images = context.input(1);
    Shape shape = images.shape();
    int count = check(shape, maxImages, images.dataType() != DataType.UINT8, badColor.length);
    int height = (int) shape.dim(1);
    int width = (int) shape.dim(2);
    int depth = (int) shape.dim(3);
    int size = height * width * depth;
    Summary.Builder summary = Summary.newBuilder();
    for (int i = 0; i < count; i++) {
      summary
          .addValueBuilder()
          .setTag(SummaryInputs.tag(tag, "image", maxImages, i))
          .getImageBuilder()
          .setHeight(height)
          .setWidth(width)
          .setColorspace(depth)
          .setEncodedImageString(ByteString.copyFrom(png(images, i * size, badColor)));
    }
    SummaryInputs.output(context, summary.build());
  }

  /** Returns how many images are shown. */
  private static int check(Shape shape, long maxImages, boolean scaled, int badChannels) {
    if (shape.rank() != 4 || shape.dim(3) < 1 || shape.dim(3) > 4 || shape.dim(3) == 2) {
      throw SlimgraphException.invalidArgument(
          "Tensor must be 4-D with last dim 1, 3, or 4, not %s", shape.toBrackets());
    }
    if (scaled && badChannels < shape.dim(3)) {
      throw SlimgraphException.invalidArgument(
          "expected depth <= bad_color.size, got depth = %d, bad_color.size = %d",
          shape.dim(3), badChannels);
    }
    int count = (int) Math.min(maxImages, shape.dim(0));
    if (count > 0 && (shape.dim(1) == 0 || shape.dim(2) == 0)) {
      throw SlimgraphException.internal(
          "PNG encoding failed: images of shape " + shape.toBrackets());
    }
    return count;
  }

  private static byte[] png(Tensor images, int offset, byte[] badColor) {
    int height = (int) images.shape().dim(1);
    int width = (int) images.shape().dim(2);
    int depth = (int) images.shape().dim(3);
    if (images.dataType() == DataType.UINT8) {
      return PngWriter.encode(TensorStorage.bytes(images), offset, height, width, depth, 8);
    }
    byte[] scaled = ScaledImage.bytes(images, offset, height * width, depth, badColor);
    return PngWriter.encode(scaled, 0, height, width, depth, 8);
  }
}
