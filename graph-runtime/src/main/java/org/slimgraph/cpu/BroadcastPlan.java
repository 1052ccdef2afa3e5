package org.slimgraph.cpu;

import java.util.Arrays;

/**
 * How several arrays are walked together under broadcasting: shapes aligned at the right, sizes of
 * 1 stretched, neighbouring dimensions that all arrays walk alike merged into one. Immutable.
 *
 * <p>The innermost dimension remains as runs: inside a run every array moves by 1 or stands still.
 */
public final class BroadcastPlan {

  private final int[] shape;
  private final int[] dims;
  private final int[][] strides;
  private final int size;

  private BroadcastPlan(int[] shape, int[] dims, int[][] strides) {
    this.shape = shape;
    this.dims = dims;
    this.strides = strides;
    size = product(shape);
  }

  /**
   * Returns the plan for arrays of the given shapes.
   *
   * @throws IllegalArgumentException if the shapes do not broadcast together
   */
  public static BroadcastPlan of(int[]... shapes) {
    int rank = Arrays.stream(shapes).mapToInt(shape -> shape.length).max().orElse(0);
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    for (int[] one : shapes) {
      for (int i = 0; i < one.length; i++) {
        int at = rank - one.length + i;
        if (shape[at] == 1) {
          shape[at] = one[i];
        } else if (one[i] != 1 && one[i] != shape[at]) {
          throw new IllegalArgumentException("Incompatible shapes: " + describe(shapes));
        }
      }
    }
    return new Collapser(shape, shapes).plan();
  }

  private static String describe(int[][] shapes) {
    StringBuilder text = new StringBuilder();
    for (int[] shape : shapes) {
      text.append(text.isEmpty() ? "" : " vs. ").append(Arrays.toString(shape).replace(" ", ""));
    }
    return text.toString();
  }

  private static int product(int[] dims) {
    int size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }

  /** Returns a copy of the common shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the elements of the common shape. */
  public int size() {
    return size;
  }

  /** Returns the elements of one run. */
  public int runLength() {
    return dims[dims.length - 1];
  }

  /** Returns the number of runs. */
  public int runs() {
    return runLength() == 0 ? 0 : size / runLength();
  }

  /** Returns 1 if array {@code input} moves with the run, 0 if it stands still. */
  public int runStride(int input) {
    return strides[input][dims.length - 1];
  }

  /** Returns a cursor at {@code run}. */
  public Cursor cursor(int run) {
    return new Cursor(run);
  }

  /** A place in the walk: where each array's part of a run begins. Mutable, for one thread. */
  public final class Cursor {

    private final int[] index = new int[dims.length - 1];
    private final int[] offsets = new int[strides.length];

    private Cursor(int run) {
      int rest = run;
      for (int d = index.length - 1; d >= 0; d--) {
        index[d] = rest % dims[d];
        rest /= dims[d];
        for (int input = 0; input < offsets.length; input++) {
          offsets[input] += index[d] * strides[input][d];
        }
      }
    }

    /** Returns where the current run begins in array {@code input}. */
    public int offset(int input) {
      return offsets[input];
    }

    /** Moves to the next run. */
    public void advance() {
      for (int d = index.length - 1; d >= 0; d--) {
        boolean wraps = ++index[d] == dims[d];
        int steps = wraps ? 1 - dims[d] : 1;
        for (int input = 0; input < offsets.length; input++) {
          offsets[input] += steps * strides[input][d];
        }
        if (!wraps) {
          return;
        }
        index[d] = 0;
      }
    }
  }

  /** Drops sizes of 1 and merges dimensions. */
  private static final class Collapser {

    private final int[] shape;
    private final int[][] full;
    private final int[] dims;
    private final int[][] strides;
    private int rank;

    Collapser(int[] shape, int[][] shapes) {
      this.shape = shape;
      full = new int[shapes.length][];
      for (int input = 0; input < shapes.length; input++) {
        full[input] = stridesOf(shapes[input], shape.length);
      }
      dims = new int[Math.max(1, shape.length)];
      strides = new int[shapes.length][dims.length];
    }

    private static int[] stridesOf(int[] shape, int rank) {
      int[] strides = new int[rank];
      int stride = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        strides[rank - shape.length + i] = shape[i] == 1 ? 0 : stride;
        stride *= shape[i];
      }
      return strides;
    }

    BroadcastPlan plan() {
      for (int d = 0; d < shape.length; d++) {
        if (shape[d] != 1) {
          add(d);
        }
      }
      boolean empty = product(shape) == 0;
      if (rank == 0 || empty) {
        dims[0] = empty ? 0 : 1;
        rank = 1;
      }
      int[][] kept = new int[strides.length][];
      for (int input = 0; input < kept.length; input++) {
        kept[input] = Arrays.copyOf(strides[input], rank);
      }
      return new BroadcastPlan(shape, Arrays.copyOf(dims, rank), kept);
    }

    private void add(int d) {
      if (rank > 0 && mergesWithLast(d)) {
        dims[rank - 1] *= shape[d];
      } else {
        dims[rank++] = shape[d];
      }
      for (int input = 0; input < full.length; input++) {
        strides[input][rank - 1] = full[input][d];
      }
    }

    private boolean mergesWithLast(int d) {
      for (int input = 0; input < full.length; input++) {
        if (strides[input][rank - 1] != full[input][d] * shape[d]) {
          return false;
        }
      }
      return true;
    }
  }
}
