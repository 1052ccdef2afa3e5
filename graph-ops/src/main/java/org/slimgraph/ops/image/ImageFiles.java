package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Images from the bytes of files and back. TF: tf.image.decode_png, decode_jpeg, decode_bmp,
 * encode_png, encode_jpeg, extract_jpeg_shape.
 *
 * <p>TF 1.x: DecodePng and DecodeJpeg read either format.
 */
final class ImageFiles {
  private static final String NO_GRADIENT = "files hold integers";

  static final OpSpec DECODE_PNG =
      decoder("DecodePng")
          .output("image: dtype")
          .attr("channels: int = 0")
          .attr("dtype: {uint8, uint16} = DT_UINT8")
          .kernelAttr("dtype")
          .kernel(attrs -> decode(attrs, attrs.type("dtype")))
          .build();

  static final OpSpec DECODE_JPEG =
      withRecovery(decoder("DecodeJpeg").output("image: uint8").attr("channels: int = 0"))
          .kernel(attrs -> decode(attrs, DataType.UINT8))
          .build();

  static final OpSpec DECODE_BMP =
      decoder("DecodeBmp")
          .output("image: uint8")
          .attr("channels: int = 0")
          .kernel(
              attrs -> {
                int channels = channels(attrs);
                return context -> store(bmp(contents(context), channels), context);
              })
          .build();

  static final OpSpec JPEG_SHAPE =
      OpSpec.of("ExtractJpegShape")
          .input("contents: string")
          .output("image_shape: output_type")
          .attr("output_type: {int32, int64} = DT_INT32")
          .shape(
              c -> {
                ShapeRules.withRank(c.input(0), 0);
                return List.of(Shape.of(3));
              })
          .notDifferentiable(NO_GRADIENT)
          .kernel(attrs -> ImageFiles::jpegShape)
          .build();

  static final OpSpec ENCODE_PNG =
      OpSpec.of("EncodePng")
          .input("image: T")
          .output("contents: string")
          .attr("compression: int = -1")
          .attr("T: {uint8, uint16} = DT_UINT8")
          .shape(ImageFiles::inferContents)
          .notDifferentiable(NO_GRADIENT)
          .kernel(ImageFiles::encodePng)
          .build();

  static final OpSpec ENCODE_JPEG =
      OpSpec.of("EncodeJpeg")
          .input("image: uint8")
          .output("contents: string")
          .attr("format: {'', 'grayscale', 'rgb'} = ''")
          .attr("quality: int = 95")
          .attr("progressive: bool = false")
          .attr("optimize_size: bool = false")
          .attr("chroma_downsampling: bool = true")
          .attr("density_unit: {'in', 'cm'} = 'in'")
          .attr("x_density: int = 300")
          .attr("y_density: int = 300")
          .attr("xmp_metadata: string = ''")
          .shape(ImageFiles::inferContents)
          .notDifferentiable(NO_GRADIENT)
          .kernel(ImageFiles::encodeJpeg)
          .build();

  private ImageFiles() {}

  private static OpSpec.Builder decoder(String type) {
    return OpSpec.of(type)
        .input("contents: string")
        .shape(ImageFiles::inferImage)
        .notDifferentiable(NO_GRADIENT);
  }

  private static OpSpec.Builder withRecovery(OpSpec.Builder spec) {
    return spec.attr("ratio: int = 1")
        .attr("fancy_upscaling: bool = true")
        .attr("try_recover_truncated: bool = false")
        .attr("acceptable_fraction: float = 1")
        .attr("dct_method: string = ''");
  }

  private static List<Shape> inferImage(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    long channels = c.attrs().integer("channels");
    if (channels < 0) {
      throw SlimgraphException.invalidArgument("channels must be non-negative, got %d", channels);
    }
    return List.of(Shape.of(-1, -1, channels == 0 ? -1 : channels));
  }

  private static List<Shape> inferContents(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 3);
    return List.of(Shape.scalar());
  }

  private static byte[] contents(KernelContext context) {
    if (context.shape(0).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "contents must be scalar, got shape %s", context.shape(0).toBrackets());
    }
    return TensorStorage.strings(context.input(0))[0];
  }

  private static int channels(Attributes attrs) {
    long channels = attrs.integer("channels");
    if (channels != 0 && channels != 1 && channels != 3 && channels != 4) {
      throw SlimgraphException.invalidArgument("channels must be 0, 1, 3 or 4, got %d", channels);
    }
    return (int) channels;
  }

  private static Kernel decode(Attributes attrs, DataType type) {
    int channels = channels(attrs);
    if (attrs.find("ratio").isPresent()) {
      checkJpegAttrs(attrs);
    }
    boolean recover =
        attrs.find("try_recover_truncated").isPresent() && attrs.bool("try_recover_truncated");
    return context -> {
      byte[] bytes = contents(context);
      Picture picture;
      if (JpegFile.matches(bytes)) {
        if (channels == 4) {
          throw SlimgraphException.invalidArgument(
              "channels must be 0, 1, or 3 for JPEG, got %d", channels);
        }
        if (type != DataType.UINT8) {
          throw SlimgraphException.invalidArgument(
              "JPEG files give uint8 images, not %s", type.tfName());
        }
        picture = JpegFile.read(bytes, channels, recover);
      } else if (PngFile.matches(bytes)) {
        int bits = type == DataType.UINT16 ? 16 : 8;
        picture = PngFile.read(bytes, channels).withBits(bits);
      } else {
        throw unknown(bytes);
      }
      store(picture, context);
    };
  }

  private static void checkJpegAttrs(Attributes attrs) {
    long ratio = attrs.integer("ratio");
    if (ratio != 1 && ratio != 2 && ratio != 4 && ratio != 8) {
      throw SlimgraphException.invalidArgument("ratio must be 1, 2, 4, or 8, got %d", ratio);
    }
    String method = attrs.string("dct_method");
    if (!List.of("", "INTEGER_FAST", "INTEGER_ACCURATE").contains(method)) {
      throw SlimgraphException.invalidArgument(
          "dct_method must be one of {'', 'INTEGER_FAST', 'INTEGER_ACCURATE'}, not '%s'", method);
    }
    if (ratio != 1) {
      throw SlimgraphException.unimplemented(
          "Decoding a JPEG at 1/%d of its size is not built; decode it and resize", ratio);
    }
  }

  private static SlimgraphException unknown(byte[] bytes) {
    if (bytes.length == 0) {
      return SlimgraphException.invalidArgument("Expected image (JPEG or PNG), got empty file");
    }
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      start.append(String.format(java.util.Locale.ROOT, "\\x%02x", bytes[i]));
    }
    return SlimgraphException.invalidArgument(
        "Expected image (JPEG or PNG), got unknown format starting with '%s'", start);
  }

  private static Picture bmp(byte[] bytes, int channels) {
    if (!BmpFile.matches(bytes)) {
      throw unknown(bytes);
    }
    return BmpFile.read(bytes, channels);
  }

  private static void store(Picture picture, KernelContext context) {
    Tensor out = context.output(0, Shape.of(picture.height(), picture.width(), picture.channels()));
    char[] samples = picture.samples();
    for (int i = 0; i < samples.length; i++) {
      if (picture.bits() == 16) {
        TensorStorage.shorts(out)[i] = (short) samples[i];
      } else {
        TensorStorage.bytes(out)[i] = (byte) samples[i];
      }
    }
  }

  private static void jpegShape(KernelContext context) {
    byte[] bytes = contents(context);
    if (!JpegFile.matches(bytes)) {
      throw unknown(bytes);
    }
    int[] shape = JpegFile.shape(bytes);
    Tensor out = context.output(0, Shape.of(3));
    for (int i = 0; i < 3; i++) {
      if (out.dataType() == DataType.INT32) {
        TensorStorage.ints(out)[i] = shape[i];
      } else {
        TensorStorage.longs(out)[i] = shape[i];
      }
    }
  }

  /** Returns the image at input 0. */
  private static Picture image(KernelContext context, List<Long> channels) {
    Tensor in = context.input(0);
    Shape shape = in.shape();
    if (shape.rank() != 3) {
      throw SlimgraphException.invalidArgument("image must be 3-dimensional%s", shape.toBrackets());
    }
    if (!channels.contains(shape.dim(2))) {
      throw SlimgraphException.invalidArgument(
          "image must have %s channels, got shape %s",
          channels.size() == 4 ? "1, 2, 3, or 4" : "1 or 3", shape.toBrackets());
    }
    boolean wide = in.dataType() == DataType.UINT16;
    Picture picture = Picture.of(shape.dim(0), shape.dim(1), (int) shape.dim(2), wide ? 16 : 8);
    for (int i = 0; i < in.size(); i++) {
      picture.samples()[i] =
          (char) (wide ? TensorStorage.shorts(in)[i] : TensorStorage.bytes(in)[i] & 0xff);
    }
    return picture;
  }

  private static void storeContents(KernelContext context, byte[] bytes) {
    TensorStorage.strings(context.output(0, Shape.scalar()))[0] = bytes;
  }

  private static Kernel encodePng(Attributes attrs) {
    int level = (int) attrs.integer("compression");
    if (level < -1 || level > 9) {
      throw SlimgraphException.invalidArgument("compression should be in [-1,9], got %d", level);
    }
    return context ->
        storeContents(context, PngFile.write(image(context, List.of(1L, 2L, 3L, 4L)), level));
  }

  private static Kernel encodeJpeg(Attributes attrs) {
    long quality = attrs.integer("quality");
    if (quality < 0 || quality > 100) {
      throw SlimgraphException.invalidArgument("quality must be in [0,100], got %d", quality);
    }
    String format = attrs.string("format");
    boolean progressive = attrs.bool("progressive");
    return context -> {
      Picture picture = image(context, List.of(1L, 3L));
      int wanted = format.equals("grayscale") ? 1 : format.equals("rgb") ? 3 : picture.channels();
      if (wanted != picture.channels()) {
        throw SlimgraphException.invalidArgument(
            "format '%s' expects %d channels, got shape %s",
            format, wanted, context.shape(0).toBrackets());
      }
      storeContents(context, JpegFile.write(picture, (int) quality, progressive));
    };
  }

  static Output decode(Ops tf, String type, Output contents, int channels, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(contents)
        .attr("channels", channels)
        .build()
        .output(0);
  }
}
