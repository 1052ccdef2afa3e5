package org.slimgraph.slim.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slimgraph.session.Session;
import org.slimgraph.state.Snapshot;
import org.slimgraph.state.Variable;
import org.slimgraph.tensor.Tensor;

/**
 * The state before a step, to return to when the step fails half-way. Holding the variables' values
 * copies nothing: the step writes into their second buffers.
 */
final class SafePoint implements AutoCloseable {
  private final Session session;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Snapshot> values = new ArrayList<>();
  private final Map<String, long[]> streams;
  private final Optional<Tensor> position;

  private SafePoint(Session session, Optional<Batches> batches) {
    this.session = session;
    this.streams = session.state().randomStreams();
    this.position = batches.map(Batches::position);
  }

  static SafePoint before(
      Session session,
      List<org.slimgraph.variables.Variable> variables,
      Optional<Batches> batches) {
    SafePoint point = new SafePoint(session, batches);
    for (org.slimgraph.variables.Variable variable : variables) {
      session
          .state()
          .find(variable.opName())
          .filter(Variable::isInitialized)
          .ifPresent(
              held -> {
                point.variables.add(held);
                point.values.add(held.hold());
              });
    }
    return point;
  }

  /** Returns where the batches stood. */
  Optional<Tensor> position() {
    return position;
  }

  /** Gives the session's variables and random streams their state back. */
  void restore() {
    for (int i = 0; i < variables.size(); i++) {
      variables.get(i).assign(values.get(i).tensor());
    }
    session.state().restoreRandomStreams(streams);
  }

  @Override
  public void close() {
    values.forEach(Snapshot::release);
  }
}
