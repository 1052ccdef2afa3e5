package org.slimgraph.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.TensorSliceProto;
import org.slimgraph.tensor.Shape;

/**
 * A box inside a tensor: for each dimension the first index and how many follow.
 *
 * @param starts the first index of each dimension; 0 where all of the dimension is meant
 * @param lengths the number of indices of each dimension, {@link #FULL} for all
 */
public record TensorSlice(List<Long> starts, List<Long> lengths) {
  /** The length that stands for all of a dimension. */
  public static final long FULL = -1;

  /**
   * Creates a slice.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a start or length is negative, a full dimension
   *     does not start at 0, or the lists differ in length
   */
  public TensorSlice {
    starts = List.copyOf(starts);
    lengths = List.copyOf(lengths);
    if (starts.size() != lengths.size()) {
      throw SlimgraphException.invalidArgument(
          "A slice needs as many starts as lengths, not %d and %d", starts.size(), lengths.size());
    }
    for (int i = 0; i < starts.size(); i++) {
      if (starts.get(i) < 0
          || lengths.get(i) < FULL
          || lengths.get(i) == FULL && starts.get(i) != 0) {
        throw SlimgraphException.invalidArgument(
            "Dimension %d of a slice starts at %d and has length %d; both must be at least 0",
            i, starts.get(i), lengths.get(i));
      }
    }
  }

  /** Returns the slice that is all of a tensor of {@code rank} dimensions. */
  public static TensorSlice full(int rank) {
    List<Long> starts = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      starts.add(0L);
      lengths.add(FULL);
    }
    return new TensorSlice(starts, lengths);
  }

  /**
   * Returns the slice of TF's text form, such as {@code 0,2:-} for two rows of a matrix.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the text is none
   */
  public static TensorSlice parse(String text) {
    List<Long> starts = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String extent : text.split(":", -1)) {
        addExtent(extent, text, starts, lengths);
      }
    }
    return new TensorSlice(starts, lengths);
  }

  private static void addExtent(String extent, String text, List<Long> starts, List<Long> lengths) {
    if (extent.equals("-")) {
      starts.add(0L);
      lengths.add(FULL);
      return;
    }
    String[] parts = extent.split(",", -1);
    try {
      if (parts.length == 2 && Long.parseLong(parts[1]) > 0) {
        starts.add(Long.parseLong(parts[0]));
        lengths.add(Long.parseLong(parts[1]));
        return;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw SlimgraphException.invalidArgument(
        "Expected a pair of numbers or '-' but got '%s': string = %s", extent, text);
  }

  static TensorSlice of(TensorSliceProto proto) {
    List<Long> starts = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (TensorSliceProto.Extent extent : proto.getExtentList()) {
      starts.add(extent.getStart());
      lengths.add(extent.hasLength() ? extent.getLength() : FULL);
    }
    return new TensorSlice(starts, lengths);
  }

  TensorSliceProto toProto() {
    TensorSliceProto.Builder proto = TensorSliceProto.newBuilder();
    for (int i = 0; i < rank(); i++) {
      TensorSliceProto.Extent.Builder extent = proto.addExtentBuilder();
      if (lengths.get(i) != FULL) {
        extent.setStart(starts.get(i)).setLength(lengths.get(i));
      }
    }
    return proto.build();
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return starts.size();
  }

  /** Returns whether every dimension is meant in full. */
  public boolean isFull() {
    return lengths.stream().allMatch(length -> length == FULL);
  }

  /**
   * Returns the shape of the slice of a tensor of shape {@code whole}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the slice does not lie inside of it
   */
  public Shape of(Shape whole) {
    if (whole.rank() != rank()) {
      throw SlimgraphException.invalidArgument(
          "Mismatching ranks: shape = %s, slice = %s", whole.toBrackets(), this);
    }
    long[] dims = whole.dims();
    for (int i = 0; i < dims.length; i++) {
      long length = lengths.get(i);
      if (length != FULL) {
        if (starts.get(i) > dims[i] || length > dims[i] - starts.get(i)) {
          throw SlimgraphException.invalidArgument(
              "Extent in dimension %d out of bounds: shape = %s, slice = %s",
              i, whole.toBrackets(), this);
        }
        dims[i] = length;
      }
    }
    return Shape.of(dims);
  }

  /** Returns TF's text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    List<String> extents = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      extents.add(lengths.get(i) == FULL ? "-" : starts.get(i) + "," + lengths.get(i));
    }
    return String.join(":", extents);
  }
}
