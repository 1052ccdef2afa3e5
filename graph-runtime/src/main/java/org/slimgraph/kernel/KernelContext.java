package org.slimgraph.kernel;

import java.util.function.Function;
import java.util.function.Supplier;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** What a kernel sees of one step of one run. */
public interface KernelContext {
  /** Stands for contents that may change from run to run. */
  long UNKNOWN_VERSION = -1;

  /** Returns the operation's name. */
  String name();

  /** Returns the number of inputs. */
  int inputCount();

  /**
   * Returns input {@code i}; for a reference input, the variable's value now. Kernels must not
   * write to it, except through {@link #output} when that returns the same storage.
   */
  Tensor input(int i);

  /** Returns the number of outputs. */
  int outputCount();

  /** Returns the type of output {@code i}. */
  DataType outputType(int i);

  /** Returns whether anything reads output {@code i}; others need not be computed. */
  boolean isUsed(int i);

  /**
   * Returns the tensor of shape {@code shape} that becomes output {@code i}, for the kernel to fill
   * through {@link TensorStorage}. Its contents are undefined. If the op's traits allow it, the
   * storage may be that of an input.
   */
  Tensor output(int i, Shape shape);

  /** Makes {@code value} output {@code i}, sharing its storage. */
  void setOutput(int i, Tensor value);

  /** Returns the variable that the reference or resource at input {@code i} stands for. */
  Variable variable(int i);

  /** Returns the variable of this name in the session, made on first use. */
  Variable variable(String container, String name, DataType type);

  /** Makes output {@code i} a reference to {@code variable}. */
  void setReference(int i, Variable variable);

  /**
   * Returns a snapshot of {@code variable}'s value that stays as it is until the run ends.
   *
   * @throws org.slimgraph.error.SlimgraphException FAILED_PRECONDITION if it is not initialised
   */
  Tensor snapshot(Variable variable);

  /** Returns this operation's own object in the session, made on first use. */
  <T> T state(Class<T> type, Supplier<T> factory);

  /**
   * Returns the object {@code name} of the session, made on first use, which several operations may
   * share. Where there is no session, it is the operation's own.
   */
  default <T> T shared(String name, Class<T> type, Supplier<T> factory) {
    return state(type, factory);
  }

  /**
   * Returns if the run may go on; to be asked by kernels that wait.
   *
   * @throws org.slimgraph.error.SlimgraphException CANCELLED if the session is closing or the
   *     thread was interrupted
   */
  default void checkCancelled() {}

  /**
   * Returns what {@code make} gives for {@code key}, kept for this step from run to run while the
   * key stays equal: loop objects with tables for a geometry, packed weights. One run uses it at a
   * time.
   */
  <K, T> T prepared(K key, Function<? super K, ? extends T> make);

  /**
   * Returns a number that tells the contents of input {@code i} from all others it has in this
   * session: while the number stays, so do the contents. {@link #UNKNOWN_VERSION} if that is not
   * known, as of values that other steps compute.
   */
  long version(int i);

  /**
   * Returns whether every sum of products is to be taken term by term, without algorithms that take
   * fewer products and give other last bits.
   */
  boolean exact();

  /** Returns the workers to split loops over. */
  Parallel parallel();

  /** Returns scratch memory of at least {@code size} floats, valid during this call. */
  float[] scratch(int size);

  /** Returns the shape of input {@code i}. */
  default Shape shape(int i) {
    return input(i).shape();
  }

  /** Returns the elements of the float input {@code i}; the array may be longer. */
  default float[] floats(int i) {
    return TensorStorage.floats(input(i));
  }

  /** Returns the elements of the double input {@code i}; the array may be longer. */
  default double[] doubles(int i) {
    return TensorStorage.doubles(input(i));
  }

  /** Returns the elements of the int32 input {@code i}; the array may be longer. */
  default int[] ints(int i) {
    return TensorStorage.ints(input(i));
  }

  /** Returns the elements of the int64 input {@code i}; the array may be longer. */
  default long[] longs(int i) {
    return TensorStorage.longs(input(i));
  }

  /** Returns the elements of the bool input {@code i}; the array may be longer. */
  default boolean[] booleans(int i) {
    return TensorStorage.booleans(input(i));
  }

  /** Returns the storage of the float output {@code i} of shape {@code shape}, to be filled. */
  default float[] outputFloats(int i, Shape shape) {
    return TensorStorage.floats(output(i, shape));
  }

  /** Returns the storage of the double output {@code i} of shape {@code shape}, to be filled. */
  default double[] outputDoubles(int i, Shape shape) {
    return TensorStorage.doubles(output(i, shape));
  }

  /** Returns the storage of the int32 output {@code i} of shape {@code shape}, to be filled. */
  default int[] outputInts(int i, Shape shape) {
    return TensorStorage.ints(output(i, shape));
  }

  /** Returns the storage of the int64 output {@code i} of shape {@code shape}, to be filled. */
  default long[] outputLongs(int i, Shape shape) {
    return TensorStorage.longs(output(i, shape));
  }

  /** Returns the storage of the bool output {@code i} of shape {@code shape}, to be filled. */
  default boolean[] outputBooleans(int i, Shape shape) {
    return TensorStorage.booleans(output(i, shape));
  }
}
