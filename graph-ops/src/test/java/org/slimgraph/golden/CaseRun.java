package org.slimgraph.golden;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.golden.GoldenCase.Phase;
import org.slimgraph.golden.GoldenCase.Step;
import org.slimgraph.graph.Graph;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.Tensor;

/**
 * What one session made of a case.
 *
 * @param steps the fetched values of the steps that passed, by name
 * @param failure the error that ended the run, if any
 */
record CaseRun(ImmutableList<ImmutableMap<String, Tensor>> steps, Optional<Failure> failure) {

  /**
   * An error and when it came.
   *
   * @param step the step that failed, 0 in other phases
   */
  record Failure(Phase phase, int step, SlimgraphException error) {}

  /** Runs {@code golden} on its imported graph in a session of {@code options}. */
  static CaseRun of(GoldenCase golden, Graph graph, SessionOptions options) {
    List<ImmutableMap<String, Tensor>> results = new ArrayList<>();
    Phase phase = Phase.INIT;
    try (Session session = Session.open(graph, options)) {
      for (String op : golden.init()) {
        session.runner().target(op).run();
      }
      phase = Phase.RUN;
      for (Step step : golden.steps()) {
        results.add(run(session, step));
      }
    } catch (SlimgraphException e) {
      Failure failure = new Failure(phase, phase == Phase.RUN ? results.size() : 0, e);
      return new CaseRun(ImmutableList.copyOf(results), Optional.of(failure));
    }
    return new CaseRun(ImmutableList.copyOf(results), Optional.empty());
  }

  private static ImmutableMap<String, Tensor> run(Session session, Step step) {
    Runner runner = session.runner();
    step.feeds().forEach(runner::feed);
    step.targets().forEach(runner::target);
    step.fetches().keySet().forEach(runner::fetch);
    Iterator<Tensor> values = runner.run().iterator();
    ImmutableMap.Builder<String, Tensor> fetched = ImmutableMap.builder();
    step.fetches().keySet().forEach(name -> fetched.put(name, values.next()));
    return fetched.buildOrThrow();
  }
}
