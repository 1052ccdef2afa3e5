package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.golden.TensorComparison;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.session.SessionOptions.Optimization;
import org.slimgraph.tensor.Tensor;

/**
 * Runs a random graph as written and simplified, on one thread and several, in planned and in fresh
 * memory, as built and as loaded, with every plan verified; all must agree, and every value must
 * have the shape that was inferred.
 */
final class RandomGraphCheck {
  private static final SessionOptions SIMPLIFIED =
      SessionOptions.defaults().optimize(Optimization.DEFAULT).verify(true).threads(1);
  private static final SessionOptions AS_WRITTEN = SIMPLIFIED.optimize(Optimization.NONE);

  private final RandomGraph random;
  private final List<String> problems = new ArrayList<>();

  private RandomGraphCheck(RandomGraph random) {
    this.random = random;
  }

  /** Returns what is wrong with the graph, a line for each; empty if nothing is. */
  static List<String> problems(RandomGraph random) {
    RandomGraphCheck check = new RandomGraphCheck(random);
    try {
      check.run();
    } catch (SlimgraphException e) {
      check.problems.add("unexpected " + e);
    }
    return check.problems;
  }

  private void run() {
    List<String> fetches = random.fetches().stream().map(v -> v.output().name()).toList();
    List<Map<String, Tensor>> written = steps(random.graph, AS_WRITTEN, fetches);
    for (Value value : random.fetches()) {
      Tensor got = written.get(0).get(value.output().name());
      if (!got.shape().equals(value.shape())) {
        problems.add(
            value.output().name() + " is " + got + ", its shape should be " + value.shape());
      }
    }
    if (!problems.isEmpty()) {
      return;
    }
    compareBits("in memory of its own", written, steps(random.graph, AS_WRITTEN, everything()));
    List<Map<String, Tensor>> simplified = steps(random.graph, SIMPLIFIED, fetches);
    compareNumbers(random, "simplified", written, simplified, problems);
    byte[] bytes = GraphDefs.toBytes(random.graph);
    Graph loaded = GraphDefs.parse(bytes);
    if (!GraphDefs.toProto(loaded).equals(GraphDefs.toProto(random.graph))) {
      problems.add("loaded and written again, the graph is another message");
    }
    compareBits("loaded, on 4 threads", simplified, steps(loaded, SIMPLIFIED.threads(4), fetches));
  }

  /** Returns what a session with default options fetches in each step. */
  static List<Map<String, Tensor>> simplified(RandomGraph random) {
    List<String> fetches = random.fetches().stream().map(v -> v.output().name()).toList();
    return new RandomGraphCheck(random).steps(random.graph, SIMPLIFIED, fetches);
  }

  /**
   * Returns the names of all outputs; what is fetched lies in memory that no other value shares.
   */
  private List<String> everything() {
    List<String> names = new ArrayList<>();
    for (Operation op : random.graph.operations()) {
      // TF 1.x: gradients of a branch stand outside of it, and are dead where it is not taken.
      if (random.graph.isFetchable(op) && !op.name().startsWith("gradients")) {
        for (Output output : op.outputs()) {
          boolean isFed = random.feeds().get(1).containsKey(output.name());
          if (!isFed && output.dataType().base().byteSize() > 0 && !output.dataType().isRef()) {
            names.add(output.name());
          }
        }
      }
    }
    random.fetches().forEach(v -> names.add(v.output().name()));
    return ImmutableList.copyOf(new LinkedHashSet<>(names));
  }

  private List<Map<String, Tensor>> steps(
      Graph graph, SessionOptions options, List<String> fetches) {
    List<Map<String, Tensor>> steps = new ArrayList<>();
    try (Session session = Session.open(graph, options)) {
      for (String init : inits(graph)) {
        session.runner().target(init).run();
      }
      for (Map<String, Tensor> feeds : random.feeds()) {
        Runner runner = session.runner();
        feeds.forEach(runner::feed);
        fetches.forEach(runner::fetch);
        List<Tensor> values = runner.run();
        Map<String, Tensor> step = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
          step.put(fetches.get(i), values.get(i));
          checkShape(graph.output(fetches.get(i)), values.get(i));
        }
        steps.add(step);
      }
    }
    return steps;
  }

  /** Returns the names of the operations to run before the first step. */
  static List<String> inits(Graph graph) {
    return graph.operations().stream()
        .map(Operation::name)
        .filter(name -> name.matches("v\\d+/Assign"))
        .toList();
  }

  private void checkShape(Output output, Tensor got) {
    if (!output.shape().isCompatibleWith(got.shape())) {
      problems.add(output.name() + " is inferred to be " + output.shape() + " but is " + got);
    }
  }

  private void compareBits(
      String variant, List<Map<String, Tensor>> want, List<Map<String, Tensor>> got) {
    for (int step = 0; step < want.size(); step++) {
      for (var entry : want.get(step).entrySet()) {
        Tensor other = got.get(step).get(entry.getKey());
        if (!entry.getValue().equals(other)) {
          problems.add(
              variant
                  + ": step "
                  + step
                  + ": "
                  + entry.getKey()
                  + " is "
                  + other
                  + " instead of "
                  + entry.getValue());
        }
      }
    }
  }

  /** Notes where numbers are further off than their recipes allow. */
  static void compareNumbers(
      RandomGraph random,
      String variant,
      List<Map<String, Tensor>> want,
      List<Map<String, Tensor>> got,
      List<String> problems) {
    for (int step = 0; step < want.size(); step++) {
      for (Value value : random.fetches()) {
        String name = value.output().name();
        String where = variant + ": step " + step + ": " + name + " ";
        TensorComparison.difference(
                want.get(step).get(name),
                got.get(step).get(name),
                tolerance(value.numbers(), want.get(step).get(name)),
                Set.of())
            .ifPresent(difference -> problems.add(where + difference));
      }
    }
  }

  private static Tolerance tolerance(Numbers numbers, Tensor want) {
    if (!Double.isNaN(numbers.error())) {
      return new Tolerance(0, numbers.error());
    }
    double largest = 1;
    for (double number : want.doubles()) {
      largest = Double.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
    }
    return new Tolerance(0, 1e-3 * largest);
  }
}
