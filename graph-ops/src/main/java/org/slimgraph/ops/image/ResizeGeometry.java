package org.slimgraph.ops.image;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** The shapes of a resize, read from an op's inputs. */
final class ResizeGeometry {
  private ResizeGeometry() {}

  /** The shape rule of ops whose second input gives height and width. */
  static List<Shape> infer(ShapeContext c) {
    Shape in = ShapeRules.withRank(c.input(0), 4);
    ShapeRules.merge(ShapeRules.withRank(c.input(1), 1), Shape.of(2));
    Shape size = c.constantShape(1);
    return List.of(
        Shape.of(
            in.dim(0),
            size.isRankKnown() ? size.dim(0) : -1,
            size.isRankKnown() ? size.dim(1) : -1,
            in.dim(3)));
  }

  /** Returns the shape that the second input asks for. */
  static Shape resized(KernelContext context) {
    Shape in = context.shape(0);
    if (in.rank() != 4) {
      throw SlimgraphException.invalidArgument("input must be 4-dimensional%s", in.toBrackets());
    }
    if (!context.shape(1).equals(Shape.of(2))) {
      throw SlimgraphException.invalidArgument(
          "shape_t must have two elements%s", context.shape(1).toBrackets());
    }
    int[] size = context.ints(1);
    if (size[0] <= 0 || size[1] <= 0) {
      throw SlimgraphException.invalidArgument("output dimensions must be positive");
    }
    return Shape.of(in.dim(0), size[0], size[1], in.dim(3));
  }

  /** Returns the geometry of dimension {@code d} of images resized to {@code output}. */
  static ResizeAxis axis(Shape input, Shape output, int d, Attributes attrs) {
    if (input.dim(d) <= 0) {
      throw SlimgraphException.invalidArgument("input image must be of non-zero size");
    }
    boolean alignCorners = attrs.bool("align_corners");
    boolean halfPixel =
        attrs.find("half_pixel_centers").isPresent() && attrs.bool("half_pixel_centers");
    if (alignCorners && halfPixel) {
      throw SlimgraphException.invalidArgument(
          "If half_pixel_centers is True, align_corners must be False.");
    }
    return ResizeAxis.of((int) input.dim(d), (int) output.dim(d), alignCorners, halfPixel);
  }
}
