package org.slimgraph.exec;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.PartBody;

/**
 * A fixed team of threads that run the parts of loops together with the calling thread. Safe for
 * use by many threads.
 *
 * <p>A launch must cost far less than a part, so there is no queue: the caller publishes one job
 * and raises an epoch; workers that still spin see it at once, parked ones are woken; all take
 * parts from one counter. Workers spin for some tens of thousands of pauses after a job, then park.
 * One job runs at a time: callers that find the team busy, and parts that call {@link #run}
 * themselves, run their parts on their own thread.
 *
 * <p>Interrupts of the caller are left alone: its flag stays set and the job ends normally. The
 * first exception of a part is thrown to the caller once all parts that had begun are over; parts
 * not yet begun are skipped.
 */
public final class WorkerTeam implements Parallel, AutoCloseable {

  /** Pauses before a worker parks: between half a millisecond and one (estimated). */
  private static final int SPINS = 20_000;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ThreadLocal<Boolean> inPart = ThreadLocal.withInitial(() -> false);
  private final int spins;

  private volatile int epoch;
  private volatile boolean closed;
  private volatile @Nullable Job job;

  private WorkerTeam(int threads, int spins) {
    this.spins = spins;
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
    for (Worker worker : workers) {
      worker.thread.start();
    }
  }

  /**
   * Returns a team of {@code threads} threads, of which the caller of {@link #run} is one.
   *
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public static WorkerTeam of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, not " + threads);
    }
    // Spinning with more threads than processors takes the processor from the thread waited for.
    return new WorkerTeam(
        threads, threads > Runtime.getRuntime().availableProcessors() ? 0 : SPINS);
  }

  @Override
  public int threads() {
    return workers.length + 1;
  }

  @Override
  public void run(int parts, PartBody body) {
    if (parts <= 1
        || workers.length == 0
        || closed
        || inPart.get()
        || !busy.compareAndSet(false, true)) {
      SERIAL.run(parts, body);
      return;
    }
    Job current = new Job(parts, body);
    try {
      job = current;
      int following = epoch + 1;
      epoch = following;
      int helpers = Math.min(workers.length, parts - 1);
      for (int i = 0; i < helpers; i++) {
        workers[i].wake();
      }
      inPart.set(true);
      current.takeParts();
      current.await();
    } finally {
      inPart.set(false);
      job = null;
      busy.set(false);
    }
    current.rethrow();
  }

  /**
   * Stops the threads; a job that runs is finished. Later calls of {@link #run} run on their own
   * thread.
   */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.thread.isAlive() && worker.thread != Thread.currentThread()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One call of {@link #run}. */
  private static final class Job {

    private final int parts;
    private final PartBody body;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Job(int parts, PartBody body) {
      this.parts = parts;
      this.body = body;
    }

    void takeParts() {
      int done = 0;
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        if (failure == null) {
          runPart(part);
        }
        done++;
      }
      if (done > 0) {
        ended.addAndGet(done);
      }
    }

    private void runPart(int part) {
      try {
        body.run(part);
      } catch (Throwable e) {
        synchronized (this) {
          if (failure == null) {
            failure = e;
          }
        }
      }
    }

    void await() {
      int waited = 0;
      while (ended.get() < parts) {
        if (++waited < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    }

    void rethrow() {
      Throwable thrown = failure;
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      if (thrown != null) {
        throw new IllegalStateException(thrown);
      }
    }
  }

  /** One thread of the team. */
  private final class Worker implements Runnable {

    private final Thread thread;

    private final AtomicBoolean parked = new AtomicBoolean();

    Worker(int number) {
      thread = new Thread(this, "slimgraph-worker-" + number);
      thread.setDaemon(true);
    }

    void wake() {
      if (parked.get() && parked.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      inPart.set(true);
      int seen = 0;
      while (true) {
        int now = awaitEpoch(seen);
        if (now == seen) {
          return;
        }
        seen = now;
        Job current = job;
        if (current != null) {
          current.takeParts();
        }
      }
    }

    /** Returns an epoch other than {@code seen}, or {@code seen} when the team is closed. */
    private int awaitEpoch(int seen) {
      int waited = 0;
      while (epoch == seen) {
        if (closed) {
          return seen;
        }
        if (waited < spins) {
          waited++;
          Thread.onSpinWait();
          continue;
        }
        // The flag first, then another look: whoever raises the epoch after this look sees the
        // flag.
        parked.set(true);
        if (epoch == seen && !closed) {
          LockSupport.park(this);
        }
        parked.set(false);
        // An interrupt would make every further park return at once.
        Thread.interrupted();
      }
      return epoch;
    }
  }
}
