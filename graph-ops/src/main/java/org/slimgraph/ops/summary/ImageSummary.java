package org.slimgraph.ops.summary;

import com.google.protobuf.ByteString;
import org.slimgraph.data.ImageFiles;
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
    if (shape.rank() != 4 || shape.dim(3) < 1 || shape.dim(3) > 4 || shape.dim(3) == 2) {
      throw SlimgraphException.invalidArgument(
          "Tensor must be 4-D with last dim 1, 3, or 4, not %s", shape.toBrackets());
    }
    int count = (int) Math.min(maxImages, shape.dim(0));
    int height = (int) shape.dim(1);
    int width = (int) shape.dim(2);
    int depth = (int) shape.dim(3);
    boolean scaled = images.dataType() != DataType.UINT8;
    if (scaled && badColor.length < depth) {
      throw SlimgraphException.invalidArgument(
          "expected depth <= bad_color.size, got depth = %d, bad_color.size = %d",
          depth, badColor.length);
    }
    if (count > 0 && (height == 0 || width == 0)) {
      throw SlimgraphException.internal(
          "PNG encoding failed: images of shape " + shape.toBrackets());
    }
    int size = height * width * depth;
    Summary.Builder summary = Summary.newBuilder();
    for (int i = 0; i < count; i++) {
      byte[] png =
          scaled
              ? ImageFiles.encodePng(
                  ScaledImage.bytes(images, i * size, height * width, depth, badColor),
                  0,
                  height,
                  width,
                  depth,
                  8)
              : ImageFiles.encodePng(
                  TensorStorage.bytes(images), i * size, height, width, depth, 8);
      summary
          .addValueBuilder()
          .setTag(SummaryInputs.tag(tag, "image", maxImages, i))
          .getImageBuilder()
          .setHeight(height)
          .setWidth(width)
          .setColorspace(depth)
          .setEncodedImageString(ByteString.copyFrom(png));
    }
    SummaryInputs.output(context, summary.build());
  }
}
