package org.slimgraph.checkpoint;

import java.util.Arrays;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;

/**
 * A slice and the shape of the tensor that it is cut from: one {@code shape_and_slices} entry of
 * the ops that save and restore.
 *
 * @param whole the shape of the tensor, fully defined
 * @param slice the slice, which lies inside
 */
public record ShapeAndSlice(Shape whole, TensorSlice slice) {

  /**
   * Returns what TF's text form says, such as {@code 4 3 0,2:-} for two rows of a 4 by 3 matrix.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the text is none or the slice lies outside
   */
  public static ShapeAndSlice parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length < 2) {
      throw SlimgraphException.invalidArgument(
          "Need least two elements in shape_and_slice specification: %s", text);
    }
    long[] dims = new long[parts.length - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dim(parts[i], text);
    }
    ShapeAndSlice parsed =
        new ShapeAndSlice(Shape.of(dims), TensorSlice.parse(parts[parts.length - 1]));
    parsed.slice.of(parsed.whole);
    return parsed;
  }

  private static long dim(String part, String text) {
    try {
      long dim = Long.parseLong(part);
      if (dim >= 0) {
        return dim;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw SlimgraphException.invalidArgument(
        "Non numerical dimension in shape_and_slice: %s", text);
  }

  /** Returns the shape of the slice. */
  public Shape part() {
    return slice.of(whole);
  }

  /** Returns TF's text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    Arrays.stream(whole.dims()).forEach(dim -> text.append(dim).append(' '));
    return text.append(slice).toString();
  }
}
