package org.slimgraph.data;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Tensor;

/**
 * Elements in an order, as tf.data.Dataset: where they come from and what is done to them on the
 * way. Immutable and thread-safe; each {@link #iterator} walks on its own. An element is a list of
 * tensors, its components, for example an image and its label.
 *
 * <pre>{@code
 * Dataset batches = Dataset.ofSlices(images, labels)
 *     .shuffle(seed).augment(seed, ImageTransforms.randomFlipLeftRight(0)).repeat().batch(64, true).prefetch(2);
 * }</pre>
 *
 * <p>Everything follows from the seeds, and an iterator can be put where another one stood: {@link
 * DatasetIterator#state} and {@link DatasetIterator#restore}. For that, elements are computed as
 * late as possible, so that going over a pass again to a position moves references but decodes
 * nothing.
 */
public final class Dataset {
  private final Stage stage;
  private final boolean repeats;

  private Dataset(Stage stage, boolean repeats) {
    this.stage = stage;
    this.repeats = repeats;
  }

  /**
   * Returns the slices of tensors along their first dimension.
   *
   * @param components tensors of the same first dimension; element i has their slices i
   * @throws SlimgraphException INVALID_ARGUMENT if the first dimensions differ, or one is a scalar
   */
  public static Dataset ofSlices(Tensor... components) {
    return of(new SliceSource(ImmutableList.copyOf(components)));
  }

  /**
   * Returns the records of files of TensorFlow's record format, file by file; each is one STRING
   * scalar. See {@link ExampleParser} for what is mostly in them.
   */
  public static Dataset ofRecords(List<Path> files, Compression compression) {
    return of(new RecordSource(ImmutableList.copyOf(files), compression));
  }

  static Dataset of(Stage source) {
    return new Dataset(source, false);
  }

  private Dataset with(Stage following) {
    return new Dataset(following, repeats);
  }

  /** Shuffles each pass as a whole, each in another order. Keeps all elements, uncomputed. */
  public Dataset shuffle(long seed) {
    return shuffle(Integer.MAX_VALUE, seed);
  }

  /**
   * Shuffles each pass, each in another order: every element is drawn from a buffer that holds the
   * next {@code bufferSize}.
   *
   * @throws IllegalArgumentException if {@code bufferSize} is not positive
   * @throws IllegalStateException behind {@link #repeat}: shuffling there would mix passes, and no
   *     position in it could be found again without walking through all passes before
   */
  public Dataset shuffle(int bufferSize, long seed) {
    if (bufferSize < 1) {
      throw new IllegalArgumentException("bufferSize must be positive, not " + bufferSize);
    }
    if (repeats) {
      throw new IllegalStateException("Call shuffle before repeat: it shuffles every pass anew");
    }
    return with(new ShuffleStage(stage, bufferSize, seed));
  }

  /** Applies {@code function} to each element. */
  public Dataset map(UnaryOperator<List<Tensor>> function) {
    return with(new MapStage(stage, element -> function.apply(element.values().get())));
  }

  /**
   * Applies {@code augmentation} to each element, with random numbers that depend on {@code seed},
   * the pass and the element alone, not on the order.
   */
  public Dataset augment(long seed, Augmentation augmentation) {
    return with(
        new MapStage(
            stage,
            element ->
                augmentation.apply(
                    element.values().get(), ElementRandom.of(seed, element.identity()))));
  }

  /** Begins again at the end, for ever. */
  public Dataset repeat() {
    return repeat(Long.MAX_VALUE);
  }

  /**
   * Passes {@code count} times.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if the dataset repeats already
   */
  public Dataset repeat(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("A dataset cannot pass " + count + " times");
    }
    if (repeats) {
      throw new IllegalStateException("The dataset repeats already; multiply the counts");
    }
    return new Dataset(new RepeatStage(stage, count), true);
  }

  /**
   * Stacks {@code size} elements in one, component by component along a new first dimension.
   *
   * @param dropRemainder whether what is left at the end, fewer than {@code size}, is left out
   * @throws IllegalArgumentException if {@code size} is not positive
   */
  public Dataset batch(int size, boolean dropRemainder) {
    if (size < 1) {
      throw new IllegalArgumentException("A batch has at least 1 element, not " + size);
    }
    return with(new BatchStage(stage, size, dropRemainder));
  }

  /**
   * Computes up to {@code elements} elements ahead on a thread of its own, which ends when the
   * iterator is closed.
   *
   * @throws IllegalArgumentException if {@code elements} is not positive
   */
  public Dataset prefetch(int elements) {
    if (elements < 1) {
      throw new IllegalArgumentException("prefetch needs room for 1 element, not " + elements);
    }
    return with(new PrefetchStage(stage, elements));
  }

  /** Returns the number of elements, if it is known and the dataset ends. */
  public OptionalLong size() {
    return stage.size() < 0 ? OptionalLong.empty() : OptionalLong.of(stage.size());
  }

  /**
   * Begins at the start. Errors of files and of functions are thrown where the element that they
   * spoil would have been returned.
   */
  public DatasetIterator iterator() {
    return new DatasetIterator(stage);
  }

  /**
   * Returns all elements.
   *
   * @throws IllegalStateException if the dataset does not end
   */
  public List<List<Tensor>> toList() {
    if (stage.size() == Stage.INFINITE) {
      throw new IllegalStateException("The dataset repeats for ever");
    }
    List<List<Tensor>> elements = new ArrayList<>();
    try (DatasetIterator iterator = iterator()) {
      iterator.forEachRemaining(elements::add);
    }
    return elements;
  }
}
