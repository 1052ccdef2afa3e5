package org.slimgraph.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Tensor;

/**
 * A walk through a dataset. Mutable; one thread at a time, but any thread may {@link #close} it.
 *
 * <p>After an error it stays where it is and throws the same error again, until it is put somewhere
 * else by {@link #restore}.
 */
public final class DatasetIterator implements Iterator<List<Tensor>>, AutoCloseable {
  private final Stage stage;
  private DatasetPosition position = DatasetPosition.START;
  private @Nullable Cursor cursor;
  private @Nullable List<Tensor> ahead;
  private @Nullable RuntimeException failure;
  private volatile boolean closed;

  DatasetIterator(Stage stage) {
    this.stage = stage;
  }

  /**
   * Returns whether an element follows; computes it, if so.
   *
   * @throws SlimgraphException what reading or computing the element threw
   * @throws UncheckedIOException if reading a file failed
   */
  @Override
  public boolean hasNext() {
    if (closed) {
      throw new IllegalStateException("The iterator is closed");
    }
    if (failure != null) {
      throw failure;
    }
    if (ahead == null) {
      try {
        ahead = compute();
      } catch (IOException e) {
        failure = new UncheckedIOException(e);
        throw failure;
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return ahead != null;
  }

  private @Nullable List<Tensor> compute() throws IOException {
    if (cursor == null) {
      cursor = stage.open(position);
    }
    Optional<Element> element = cursor.next();
    return element.isPresent() ? element.get().values().get() : null;
  }

  /**
   * Returns the next element.
   *
   * @throws SlimgraphException what reading or computing the element threw
   * @throws UncheckedIOException if reading a file failed
   */
  @Override
  public List<Tensor> next() {
    if (!hasNext() || ahead == null || cursor == null) {
      throw new NoSuchElementException("The dataset ended at " + position);
    }
    List<Tensor> element = ahead;
    ahead = null;
    position = cursor.position();
    return element;
  }

  /** Returns the position behind the element that {@link #next} returned last. */
  public DatasetPosition state() {
    return position;
  }

  /**
   * Goes to a position, that of this iterator before or of another one over an equal dataset.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the dataset has no such position
   * @throws UncheckedIOException if reading a file failed
   */
  public void restore(DatasetPosition state) {
    if (closed) {
      throw new IllegalStateException("The iterator is closed");
    }
    try {
      closeCursor();
      failure = null;
      ahead = null;
      cursor = stage.open(state);
      position = state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeCursor() throws IOException {
    Cursor open = cursor;
    cursor = null;
    if (open != null) {
      open.close();
    }
  }

  /** Closes files and ends threads. Closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    try {
      closeCursor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
