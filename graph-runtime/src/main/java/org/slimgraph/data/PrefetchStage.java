package org.slimgraph.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Tensor;

/** Computes elements ahead on a thread. */
record PrefetchStage(Stage input, int capacity) implements Stage {
  /** How long closing waits for a function of the user that minds no interrupt. */
  private static final long CLOSE_MILLIS = 5_000;

  @Override
  public long size() {
    return input.size();
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    return new PrefetchCursor(input.open(start), capacity);
  }

  /**
   * What the thread hands over: an element, an error or, without either, the end.
   *
   * @param after the position behind the element
   */
  private record Handed(
      @Nullable Element element, @Nullable Throwable failure, DatasetPosition after) {}

  /**
   * The thread computes and puts, the consumer takes; the last thing put is the end or an error.
   */
  private static final class PrefetchCursor implements Cursor, Runnable {
    private final Cursor from;
    private final BlockingQueue<Handed> queue;
    private final Thread thread;
    private DatasetPosition position;
    private @Nullable Handed last;
    private volatile boolean closed;

    PrefetchCursor(Cursor from, int capacity) {
      this.from = from;
      this.position = from.position();
      this.queue = new ArrayBlockingQueue<>(capacity);
      this.thread = new Thread(this, "slimgraph-prefetch");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void run() {
      try {
        Handed handed;
        do {
          handed = compute();
          queue.put(handed);
        } while (handed.element() != null && !closed);
      } catch (InterruptedException e) {
        // Only close interrupts, and then nobody takes any more.
        closed = true;
      } finally {
        try {
          from.close();
        } catch (IOException e) {
          // All elements that were asked for are there; that a file did not close hurts nobody.
          closed = true;
        }
      }
    }

    private Handed compute() {
      try {
        Optional<Element> next = from.next();
        if (next.isEmpty()) {
          return new Handed(null, null, from.position());
        }
        List<Tensor> values = next.get().values().get();
        return new Handed(new Element(next.get().identity(), () -> values), null, from.position());
      } catch (Throwable e) {
        // Whatever it is, the consumer is to see it; it would wait for ever otherwise.
        return new Handed(null, e, from.position());
      }
    }

    @Override
    public Optional<Element> next() throws IOException {
      Handed handed = last == null ? take() : last;
      if (handed.element() == null) {
        last = handed;
        rethrow(handed.failure());
        return Optional.empty();
      }
      position = handed.after();
      return Optional.of(handed.element());
    }

    private Handed take() {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw SlimgraphException.cancelled("Interrupted while waiting for data");
      }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }

    @Override
    public DatasetPosition position() {
      return position;
    }

    @Override
    public void close() {
      closed = true;
      thread.interrupt();
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      queue.clear();
      queue.offer(new Handed(null, null, position));
    }
  }
}
