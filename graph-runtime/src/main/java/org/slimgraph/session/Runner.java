package org.slimgraph.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.exec.StepTrace;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.tensor.Tensor;

/**
 * Says what a run feeds, fetches and executes; {@link #run} does it. Checks as TF's runtime does;
 * the {@code run} methods of {@link Session} are those of TF's Python client. Not thread-safe.
 */
public final class Runner {
  private final Session session;
  private final Map<Output, Tensor> feeds = new LinkedHashMap<>();
  private final List<Output> fetches = new ArrayList<>();
  private final List<Operation> targets = new ArrayList<>();
  private RunOptions options = RunOptions.defaults();

  Runner(Session session) {
    this.session = session;
  }

  /**
   * Gives the output named {@code "op:index"} a value; everything that only it needs does not run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the name is not a tensor's or the type does not
   *     fit
   */
  public Runner feed(String output, Tensor value) {
    if (output.indexOf(':') < 0) {
      throw SlimgraphException.invalidArgument(
          "Cannot interpret feed_dict key as Tensor: '%s' names an operation; a tensor's name is"
              + " \"<op_name>:<output_index>\".",
          output);
    }
    return feed(resolve(output), value);
  }

  /**
   * Gives {@code output} a value; everything that only it needs does not run.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the type does not fit or the output may not be
   *     fed
   */
  public Runner feed(Output output, Tensor value) {
    checkOwn(output);
    if (value.dataType() != output.dataType().base()) {
      throw SlimgraphException.invalidArgument(
          "Expects arg[%d] to be %s but %s is provided; the feed is for '%s'",
          feeds.size(),
          output.dataType().base().tfName(),
          value.dataType().tfName(),
          output.name());
    }
    if (!session.graph().isFeedable(output)) {
      throw SlimgraphException.invalidArgument(
          "Tensor %s may not be fed: its value was used while the graph was built.", output);
    }
    feeds.put(output, value);
    return this;
  }

  /**
   * Asks for the value of {@code "op:index"}; {@code "op"} means its first output.
   *
   * @throws SlimgraphException INVALID_ARGUMENT or OUT_OF_RANGE if there is no such output
   */
  public Runner fetch(String output) {
    return fetch(resolve(output));
  }

  /**
   * Asks for the value of {@code output}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it may not be fetched
   */
  public Runner fetch(Output output) {
    checkOwn(output);
    checkFetchable(output.operation());
    fetches.add(output);
    return this;
  }

  /**
   * Asks to run the operation {@code name}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is none
   */
  public Runner target(String name) {
    return target(resolveOperation(name));
  }

  /** Asks to run {@code element}, an operation or what stands for one. */
  public Runner target(GraphElement element) {
    checkOwn(element);
    checkFetchable(element.operation());
    targets.add(element.operation());
    return this;
  }

  /** Sets how the run goes. */
  public Runner options(RunOptions options) {
    this.options = options;
    return this;
  }

  /**
   * Runs as {@link #run} and returns the fetched values together with what the options asked to
   * note. TF: Session.run with options and run_metadata.
   *
   * <p>Operations that were computed once and for all when the plan was made do not run, and so are
   * not in the trace.
   */
  public TracedRun runWithMetadata() {
    if (options.traceLevel() == RunOptions.TraceLevel.NO_TRACE) {
      return new TracedRun(run(), RunMetadata.getDefaultInstance());
    }
    StepTrace trace = StepTrace.begin();
    List<Tensor> values = run(trace);
    return new TracedRun(values, RunMetadata.newBuilder().setStepStats(trace.stats()).build());
  }

  /**
   * Runs and returns the fetched values in the order they were asked for.
   *
   * @throws SlimgraphException what the first failing operation threw, with TF's code; effects of
   *     operations that ran before it stay. DEADLINE_EXCEEDED if the time limit of the options
   *     passes; it is looked at between operations
   */
  public List<Tensor> run() {
    return run(StepTrace.NONE);
  }

  private List<Tensor> run(StepTrace trace) {
    if (fetches.isEmpty() && targets.isEmpty() && session.graph().version() > 0) {
      throw SlimgraphException.invalidArgument(
          "Must specify at least one target to fetch or execute.");
    }
    for (Output fetch : fetches) {
      if (feeds.containsKey(fetch)) {
        throw SlimgraphException.invalidArgument("%s is both fed and fetched.", fetch.name());
      }
    }
    return session.run(fetches, feeds, targets, options.timeout(), trace);
  }

  /**
   * Plans the run without running it, and describes the plan: a line for each step with the
   * operations it computes, the shapes of its outputs and their places in memory.
   */
  public String describe() {
    return session.describe(fetches, feeds, targets);
  }

  private Output resolve(String name) {
    int colon = name.lastIndexOf(':');
    Operation op = resolveOperation(colon < 0 ? name : name.substring(0, colon));
    int index = colon < 0 ? 0 : parseIndex(name, colon);
    if (index >= op.outputCount()) {
      throw SlimgraphException.outOfRange(
          "Node '%s' (type: '%s', num of outputs: %d) does not have output %d",
          op.name(), op.type(), op.outputCount(), index);
    }
    return op.output(index);
  }

  private static int parseIndex(String name, int colon) {
    try {
      return Integer.parseUnsignedInt(name.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw SlimgraphException.invalidArgument(
          "The name '%s' looks a like a Tensor name, but is not a valid one. Tensor names must be"
              + " of the form \"<op_name>:<output_index>\".",
          name);
    }
  }

  private Operation resolveOperation(String name) {
    Graph graph = session.graph();
    return graph
        .findOperation(name)
        .orElseThrow(
            () -> SlimgraphException.invalidArgument("No Operation named [%s] in the Graph", name));
  }

  private void checkOwn(GraphElement element) {
    if (element.graph() != session.graph()) {
      throw SlimgraphException.invalidArgument(
          "%s cannot be interpreted as a Tensor: it is not an element of this graph.", element);
    }
  }

  private void checkFetchable(Operation op) {
    if (!session.graph().isFetchable(op)) {
      throw SlimgraphException.invalidArgument(
          "Operation '%s' has been marked as not fetchable.", op.name());
    }
  }
}
