package org.slimgraph.tensor;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;

/**
 * What is known of a tensor's shape: its rank or nothing at all, and of each dimension its size or
 * nothing (-1). Immutable.
 */
public final class Shape {
  /** The most dimensions that TF allows. */
  public static final int MAX_RANK = 254;

  private static final Shape UNKNOWN = new Shape(null);
  private static final Shape SCALAR = new Shape(new long[0]);

  private final long @Nullable [] dims;

  private Shape(long @Nullable [] dims) {
    this.dims = dims;
  }

  /**
   * Returns the shape of the given dimensions, -1 for an unknown one.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a size is below -1 or there are more than {@link
   *     #MAX_RANK}
   */
  public static Shape of(long... dims) {
    return dims.length == 0 ? SCALAR : checked(dims.clone());
  }

  /** Returns the shape of the given dimensions, as {@link #of(long...)} does. */
  public static Shape of(List<Long> dims) {
    return of(dims.stream().mapToLong(Long::longValue).toArray());
  }

  private static Shape checked(long[] dims) {
    checkRank(dims.length);
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < -1) {
        throw SlimgraphException.invalidArgument(
            "Dimension %d of shape %s must be >= 0, or -1 for an unknown size",
            i, Arrays.toString(dims));
      }
    }
    return new Shape(dims);
  }

  private static void checkRank(int rank) {
    if (rank < 0 || rank > MAX_RANK) {
      throw SlimgraphException.invalidArgument(
          "Shapes must have between 0 and %d dimensions, not %d", MAX_RANK, rank);
    }
  }

  /** Returns the shape of unknown rank. */
  public static Shape unknown() {
    return UNKNOWN;
  }

  /** Returns the shape of no dimensions. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** Returns the shape of {@code rank} dimensions of unknown size. */
  public static Shape ofRank(int rank) {
    checkRank(rank);
    long[] dims = new long[rank];
    Arrays.fill(dims, -1);
    return new Shape(dims);
  }

  /** Returns the number of dimensions, -1 if it is unknown. */
  public int rank() {
    return dims == null ? -1 : dims.length;
  }

  /** Returns whether the number of dimensions is known. */
  public boolean isRankKnown() {
    return dims != null;
  }

  /**
   * Returns the size of dimension {@code i}, -1 if it is unknown; any dimension of an unknown rank
   * is unknown.
   *
   * @param i from 0, or from -1 backwards for a dimension counted from the end
   * @throws SlimgraphException INVALID_ARGUMENT if there is no such dimension
   */
  public long dim(int i) {
    return dims == null ? -1 : dims[index(dims, i)];
  }

  private int index(long[] known, int i) {
    int index = i < 0 ? i + known.length : i;
    if (index < 0 || index >= known.length) {
      throw SlimgraphException.invalidArgument(
          "Shape %s has no dimension %d: its rank is %d", this, i, known.length);
    }
    return index;
  }

  /**
   * Returns the sizes, -1 where unknown.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the rank is unknown
   */
  public long[] dims() {
    if (dims == null) {
      throw SlimgraphException.invalidArgument(
          "A shape of unknown rank has no list of dimensions; ask isRankKnown() first");
    }
    return dims.clone();
  }

  /** Returns whether the rank and all sizes are known. */
  public boolean isFullyDefined() {
    if (dims == null) {
      return false;
    }
    for (long dim : dims) {
      if (dim < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the number of elements, -1 if it is not known.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it does not fit 63 bits
   */
  public long elementCount() {
    if (dims == null || !isFullyDefined()) {
      return -1;
    }
    for (long dim : dims) {
      if (dim == 0) {
        return 0;
      }
    }
    long count = 1;
    for (long dim : dims) {
      if (count > Long.MAX_VALUE / dim) {
        throw SlimgraphException.invalidArgument(
            "Shape %s has more elements than a 64-bit integer can count", toBrackets());
      }
      count *= dim;
    }
    return count;
  }

  /** Returns whether some tensor can have both this shape and {@code other}. */
  public boolean isCompatibleWith(Shape other) {
    if (dims == null || other.dims == null) {
      return true;
    }
    if (dims.length != other.dims.length) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] >= 0 && other.dims[i] >= 0 && dims[i] != other.dims[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns what is known of a tensor that has both shapes.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the two are not compatible
   */
  public Shape merge(Shape other) {
    if (!isCompatibleWith(other)) {
      throw SlimgraphException.invalidArgument("Shapes %s and %s are not compatible", this, other);
    }
    if (dims == null || other.dims == null) {
      return dims == null ? other : this;
    }
    long[] merged = new long[dims.length];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = Math.max(dims[i], other.dims[i]);
    }
    return new Shape(merged);
  }

  /**
   * Returns this shape with another size of dimension {@code i}; unchanged if the rank is unknown.
   *
   * @param i as for {@link #dim}
   * @param size the new size, -1 for unknown
   */
  public Shape withDim(int i, long size) {
    if (dims == null) {
      return this;
    }
    long[] changed = dims.clone();
    changed[index(dims, i)] = size;
    return checked(changed);
  }

  /** Returns the dimensions of this shape followed by those of {@code other}. */
  public Shape concat(Shape other) {
    if (dims == null || other.dims == null) {
      return UNKNOWN;
    }
    long[] joined = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, joined, dims.length, other.dims.length);
    return checked(joined);
  }

  /**
   * Returns the dimensions from {@code from} up to and without {@code to}, as Python slices:
   * negative bounds count from the end, bounds outside are moved to the nearest end. Of an unknown
   * rank, non-negative bounds give that many unknown dimensions, others an unknown rank.
   */
  public Shape slice(int from, int to) {
    if (dims == null) {
      return from >= 0 && to >= 0 ? ofRank(Math.max(to - from, 0)) : UNKNOWN;
    }
    int start = bound(from, dims.length);
    int end = bound(to, dims.length);
    return start >= end ? SCALAR : new Shape(Arrays.copyOfRange(dims, start, end));
  }

  /** Returns the dimensions from {@code from} to the end; of an unknown rank, an unknown rank. */
  public Shape slice(int from) {
    return dims == null ? UNKNOWN : slice(from, dims.length);
  }

  private static int bound(int i, int rank) {
    return Math.min(Math.max(i < 0 ? i + rank : i, 0), rank);
  }

  /** Returns the text of C++ TF's messages: {@code [?,28,28,3]}, {@code []}, {@code <unknown>}. */
  public String toBrackets() {
    return dims == null ? "<unknown>" : text(dims, ",").insert(0, '[').append(']').toString();
  }

  /** Returns the text of Python TF: {@code (?, 28, 28, 3)}, {@code (7,)}, {@code <unknown>}. */
  @Override
  public String toString() {
    if (dims == null) {
      return "<unknown>";
    }
    return text(dims, ", ").insert(0, '(').append(dims.length == 1 ? ",)" : ")").toString();
  }

  private static StringBuilder text(long[] dims, String separator) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < dims.length; i++) {
      text.append(i == 0 ? "" : separator).append(dims[i] < 0 ? "?" : Long.toString(dims[i]));
    }
    return text;
  }

  /** Returns whether both know the same: equal sizes, and unknown ones in the same places. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }
}
