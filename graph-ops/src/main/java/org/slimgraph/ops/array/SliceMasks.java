package org.slimgraph.ops.array;

import org.slimgraph.graph.OperationBuilder;
import org.slimgraph.op.Attributes;

/**
 * The bit masks of a strided slice; bit i speaks of the i-th entry of begin, end and strides. Make
 * one with {@link #none} and the methods that set masks. Immutable.
 */
public record SliceMasks(int begin, int end, int ellipsis, int newAxis, int shrinkAxis) {
  private static final SliceMasks NONE = new SliceMasks(0, 0, 0, 0, 0);

  /** Returns masks with no bit set. */
  public static SliceMasks none() {
    return NONE;
  }

  /** Entries whose begin is ignored: the slice starts at the end from which it walks. */
  public SliceMasks withBegin(int mask) {
    return new SliceMasks(mask, end, ellipsis, newAxis, shrinkAxis);
  }

  /** Entries whose end is ignored: the slice walks to the other end. */
  public SliceMasks withEnd(int mask) {
    return new SliceMasks(begin, mask, ellipsis, newAxis, shrinkAxis);
  }

  /** The entry, one at most, that stands for all dimensions not spoken of. */
  public SliceMasks withEllipsis(int mask) {
    return new SliceMasks(begin, end, mask, newAxis, shrinkAxis);
  }

  /** Entries that add a dimension of size 1. */
  public SliceMasks withNewAxis(int mask) {
    return new SliceMasks(begin, end, ellipsis, mask, shrinkAxis);
  }

  /** Entries that take one index and drop the dimension. */
  public SliceMasks withShrinkAxis(int mask) {
    return new SliceMasks(begin, end, ellipsis, newAxis, mask);
  }

  OperationBuilder set(OperationBuilder builder) {
    return builder
        .attr("begin_mask", begin)
        .attr("end_mask", end)
        .attr("ellipsis_mask", ellipsis)
        .attr("new_axis_mask", newAxis)
        .attr("shrink_axis_mask", shrinkAxis);
  }

  static SliceMasks of(Attributes attrs) {
    return new SliceMasks(
        (int) attrs.integer("begin_mask"),
        (int) attrs.integer("end_mask"),
        (int) attrs.integer("ellipsis_mask"),
        (int) attrs.integer("new_axis_mask"),
        (int) attrs.integer("shrink_axis_mask"));
  }
}
