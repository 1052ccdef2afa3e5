package org.slimgraph.cpu;

/**
 * Small working arrays of one thread, kept between calls so that loops allocate nothing in the long
 * run.
 *
 * <p>Mutable; each thread sees its own. Arrays are named by purpose, so that a loop and the part it
 * runs on the same thread never share one. Contents are undefined at the start of a use.
 */
final class Scratch {

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private float[] block = new float[0];
  private float[] tile = new float[0];
  private float[] transform = new float[0];
  private float[] parameters = new float[0];
  private int[] indices = new int[0];
  private double[] partials = new double[0];
  private double[] columns = new double[0];

  private Scratch() {}

  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** Returns an array for a block of rows that a part copies. */
  float[] block(int size) {
    if (block.length < size) {
      block = new float[size];
    }
    return block;
  }

  /** Returns an array for one tile at the edge of a matrix, or a row of values inside a part. */
  float[] tile(int size) {
    if (tile.length < size) {
      tile = new float[size];
    }
    return tile;
  }

  /** Returns an array for the values between two passes over one tile. */
  float[] transform(int size) {
    if (transform.length < size) {
      transform = new float[size];
    }
    return transform;
  }

  /**
   * Returns an array for parameters a channel, written by the thread that starts parts and read by
   * them.
   */
  float[] parameters(int size) {
    if (parameters.length < size) {
      parameters = new float[size];
    }
    return parameters;
  }

  /** Returns an array for indices inside one part. */
  int[] indices(int size) {
    if (indices.length < size) {
      indices = new int[size];
    }
    return indices;
  }

  /**
   * Returns an array for results of parts, used by the thread that starts them and written by the
   * parts.
   */
  double[] partials(int size) {
    if (partials.length < size) {
      partials = new double[size];
    }
    return partials;
  }

  /** Returns an array for accumulators inside one part. */
  double[] columns(int size) {
    if (columns.length < size) {
      columns = new double[size];
    }
    return columns;
  }
}
