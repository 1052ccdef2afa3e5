package org.slimgraph.session;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.exec.Cancellation;
import org.slimgraph.exec.PlanExecutors;
import org.slimgraph.exec.StepTrace;
import org.slimgraph.exec.WorkerTeam;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelRegistry;
import org.slimgraph.plan.PlanOptions;
import org.slimgraph.plan.Planner;
import org.slimgraph.plan.Signature;
import org.slimgraph.state.SessionState;
import org.slimgraph.tensor.Tensor;

/**
 * Runs a graph. The session owns the values of the graph's variables; two sessions of one graph
 * share nothing. The graph may grow while the session is open. Thread-safe: runs of several threads
 * overlap, and the accesses of a variable are atomic, operation by operation.
 */
public final class Session implements AutoCloseable {
  private final Graph graph;
  private final SessionOptions options;
  private final Planner planner;
  private final WorkerTeam workers;
  private final SessionState state = new SessionState();
  private final Cancellation cancellation = new Cancellation();
  private final Map<VersionedSignature, PlanExecutors> plans = new ConcurrentHashMap<>();
  private final Object lock = new Object();
  private int running;
  private boolean closed;

  private record VersionedSignature(Signature signature, int version) {}

  private Session(Graph graph, SessionOptions options) {
    this.graph = graph;
    this.options = options;
    this.planner =
        new Planner(
            graph.registry(),
            KernelRegistry.standard(),
            new PlanOptions(
                options.optimization() != SessionOptions.Optimization.NONE,
                options.exact(),
                options.verify(),
                options.allowSoftPlacement()));
    this.workers = WorkerTeam.of(options.threads());
  }

  /** Opens a session of {@code graph} with default options. */
  public static Session open(Graph graph) {
    return open(graph, SessionOptions.defaults());
  }

  /** Opens a session of {@code graph}. */
  public static Session open(Graph graph, SessionOptions options) {
    return new Session(graph, options);
  }

  /** Returns the graph. */
  public Graph graph() {
    return graph;
  }

  /** Returns the options. */
  public SessionOptions options() {
    return options;
  }

  /** Returns what the session remembers between runs. */
  public SessionState state() {
    return state;
  }

  /** Starts to say what a run feeds, fetches and executes. */
  public Runner runner() {
    return new Runner(this);
  }

  /** Runs {@code target}, an operation or what stands for one. */
  public void run(GraphElement target) {
    run(target, Feeds.none());
  }

  /** Runs {@code target}, an operation or what stands for one. */
  public void run(GraphElement target, Feeds feeds) {
    Runner runner = runner();
    feed(runner, feeds);
    runner.target(target).run();
  }

  /**
   * Feeds with the check of static shapes that TF's Python client makes and its runtime does not.
   */
  private static void feed(Runner runner, Feeds feeds) {
    feeds
        .values()
        .forEach(
            (output, value) -> {
              if (!output.shape().isCompatibleWith(value.shape())) {
                throw SlimgraphException.invalidArgument(
                    "Cannot feed value of shape %s for Tensor '%s', which has shape '%s'",
                    value.shape(), output.name(), output.shape());
              }
              runner.feed(output, value);
            });
  }

  /** Runs what {@code output} needs and returns its value. */
  public Tensor run(Output output) {
    return run(output, Feeds.none());
  }

  /** Runs what {@code output} needs and returns its value. */
  public Tensor run(Output output, Feeds feeds) {
    return run(List.of(output), feeds).get(0);
  }

  /**
   * Runs what {@code outputs} need and returns their values in order. As in TF's Python client, an
   * output that is fed is not computed: its value is the fed one.
   */
  public List<Tensor> run(List<Output> outputs, Feeds feeds) {
    return run(Fetch.list(outputs.toArray(new Output[0])), feeds);
  }

  /** Runs what {@code fetch} asks for and returns it in the form it states. */
  public <T> T run(Fetch<T> fetch) {
    return run(fetch, Feeds.none());
  }

  /**
   * Runs what {@code fetch} asks for and returns it in the form it states. An output that is fed is
   * not computed; if nothing is left to compute, nothing runs.
   *
   * @throws SlimgraphException INVALID_ARGUMENT or NOT_FOUND if something asked for is not in the
   *     graph or may not be fetched
   */
  public <T> T run(Fetch<T> fetch, Feeds feeds) {
    return fetch.run(this, feeds);
  }

  /** Runs the keys of {@code answers} and puts in the values of those that are outputs. */
  void answer(Map<GraphElement, Optional<Tensor>> answers, Feeds feeds) {
    Runner runner = runner();
    feed(runner, feeds);
    List<Output> computed = new ArrayList<>();
    boolean runs = false;
    for (GraphElement element : answers.keySet()) {
      if (!(element instanceof Output output)) {
        runner.target(element);
        runs = true;
      } else if (feeds.values().containsKey(output)) {
        answers.put(output, Optional.of(feeds.values().get(output)));
      } else {
        runner.fetch(output);
        computed.add(output);
      }
    }
    if (computed.isEmpty() && !runs) {
      enter();
      leave();
      checkNotEmpty();
      return;
    }
    Iterator<Tensor> values = runner.run().iterator();
    computed.forEach(output -> answers.put(output, Optional.of(values.next())));
  }

  /** Returns what {@code name} names: an operation, or with a colon an output. */
  GraphElement element(String name) {
    try {
      return name.indexOf(':') < 0 ? graph.operation(name) : graph.output(name);
    } catch (SlimgraphException e) {
      throw SlimgraphException.of(
          e.code(),
          "Fetch argument '"
              + name
              + "' cannot be interpreted as a Tensor. ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private void checkNotEmpty() {
    if (graph.version() == 0) {
      throw SlimgraphException.failedPrecondition(
          "The Session graph is empty.  Add operations to the graph before calling run().");
    }
  }

  List<Tensor> run(
      List<Output> fetches,
      Map<Output, Tensor> feeds,
      List<Operation> targets,
      Optional<Duration> timeout,
      StepTrace trace) {
    enter();
    try {
      checkNotEmpty();
      Cancellation run = timeout.map(cancellation::within).orElse(cancellation);
      return executors(signature(fetches, feeds, targets))
          .run(new ArrayList<>(feeds.values()), run, trace);
    } finally {
      leave();
    }
  }

  String describe(List<Output> fetches, Map<Output, Tensor> feeds, List<Operation> targets) {
    enter();
    try {
      return executors(signature(fetches, feeds, targets))
          .describe(new ArrayList<>(feeds.values()));
    } finally {
      leave();
    }
  }

  private static Signature signature(
      List<Output> fetches, Map<Output, Tensor> feeds, List<Operation> targets) {
    return new Signature(
        ImmutableList.copyOf(fetches),
        ImmutableList.copyOf(feeds.keySet()),
        ImmutableList.copyOf(targets));
  }

  /** Returns what runs {@code signature}, planned on first use and when the graph has grown. */
  private PlanExecutors executors(Signature signature) {
    VersionedSignature key = new VersionedSignature(signature, graph.version());
    PlanExecutors executors = plans.get(key);
    if (executors == null) {
      plans.keySet().removeIf(old -> old.version() < key.version());
      executors =
          plans.computeIfAbsent(
              key, k -> new PlanExecutors(planner.plan(signature), state, workers));
    }
    return executors;
  }

  private void enter() {
    synchronized (lock) {
      if (closed) {
        throw SlimgraphException.failedPrecondition("Attempted to use a closed Session.");
      }
      running++;
    }
  }

  private void leave() {
    synchronized (lock) {
      running--;
      lock.notifyAll();
    }
  }

  /**
   * Cancels the runs of other threads, waits for them, stops the workers and forgets all variables.
   * Closing again does nothing.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (lock) {
      closed = true;
      cancellation.cancel();
      while (running > 0) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    workers.close();
    plans.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
