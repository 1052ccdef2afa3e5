package org.slimgraph.randomgraphs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.variables.Variable;

/**
 * The variables of a random graph. All accesses of one are ordered by control inputs, for an order
 * that the graph leaves open is TensorFlow's own to choose.
 */
final class Variables {
  /** What a variable may hold after all updates of all steps. */
  private static final double BOUND = 2000;

  /** What one update may add. */
  private static final double LARGEST_UPDATE = 50;

  private static final int MOST_UPDATES = 8;

  private final RandomGraph g;
  private final List<Ordered> all = new ArrayList<>();

  Variables(RandomGraph g) {
    this.g = g;
  }

  /** A variable, and the access that the next one must wait for. */
  private static final class Ordered {
    final Variable variable;
    final Shape shape;
    final Numbers numbers;
    final List<GraphElement> last = new ArrayList<>();
    int updates;

    Ordered(Variable variable, Shape shape, Numbers numbers) {
      this.variable = variable;
      this.shape = shape;
      this.numbers = numbers;
    }
  }

  void create() {
    DataType type = g.oneOf(DataType.FLOAT, DataType.FLOAT, DataType.DOUBLE, DataType.INT32);
    Shape shape = g.shape(3);
    boolean resource = g.chance(2);
    Variable variable =
        g.tf.variable(g.tensor(type, shape), o -> o.useResource(resource).name("v" + all.size()));
    all.add(new Ordered(variable, shape, Numbers.exact(type, BOUND, -2)));
  }

  /** Adds a read of a variable in the order of accesses. */
  void read() {
    if (!all.isEmpty()) {
      read(g.oneOf(all));
    }
  }

  private Value read(Ordered v) {
    try (Scope scope = g.tf.controlDependencies(v.last)) {
      // TF 1.x: a read of a reference shares its memory; a sum has its own.
      Output read =
          v.variable.isResource()
              ? v.variable.readValue()
              : g.tf.add(v.variable.ref(), g.tf.zerosLike(v.variable.ref()));
      v.last.clear();
      v.last.add(read);
      return g.add(read, v.shape, v.numbers);
    }
  }

  /** What an update is: the variable, what it takes. */
  interface Update {
    GraphElement apply(Variable variable, Output operand);
  }

  /** Adds an update with an exact value of the variable's own shape. */
  void update(Update update) {
    open(v -> true).ifPresent(v -> update(v, g.same(v.variable.dataType(), v.shape), update));
  }

  /** Adds {@code rows} rows at indices, or puts them there, if a variable is of reference kind. */
  void updateRows(long rows, boolean add) {
    Optional<Ordered> found = open(v -> !v.variable.isResource());
    if (found.isEmpty()) {
      return;
    }
    Ordered v = found.get();
    Value operand = g.same(v.variable.dataType(), Shape.of(rows).concat(v.shape.slice(1)));
    // Made before the block: a run that feeds them does not wait for what they wait for.
    Output indices = g.indices(Shape.of(rows), (int) v.shape.dim(0));
    update(
        v,
        operand,
        (variable, x) ->
            add
                ? g.tf.scatterAdd(variable.ref(), indices, x)
                : g.tf.scatterUpdate(variable.ref(), indices, x));
  }

  private Optional<Ordered> open(Predicate<Ordered> wanted) {
    List<Ordered> open =
        all.stream()
            .filter(wanted)
            .filter(v -> v.updates < MOST_UPDATES && v.shape.rank() > 0 && v.shape.dim(0) > 0)
            .toList();
    return open.isEmpty() ? Optional.empty() : Optional.of(g.oneOf(open));
  }

  private void update(Ordered v, Value operand, Update update) {
    boolean fits = operand.numbers().bound() <= LARGEST_UPDATE && operand.numbers().grid() >= -2;
    if (!operand.isExact() || !fits) {
      return;
    }
    v.updates++;
    try (Scope scope = g.tf.controlDependencies(v.last)) {
      GraphElement updated = update.apply(v.variable, operand.output());
      v.last.clear();
      v.last.add(updated);
    }
  }

  /** Fetches each variable as all accesses leave it. */
  void fetchAll() {
    for (Ordered v : all) {
      g.fetch(read(v));
    }
  }
}
