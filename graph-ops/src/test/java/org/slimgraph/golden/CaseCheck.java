package org.slimgraph.golden;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.golden.GoldenCase.ExpectedError;
import org.slimgraph.golden.GoldenCase.InferredOutput;
import org.slimgraph.golden.GoldenCase.Phase;
import org.slimgraph.golden.GoldenCase.Step;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.GraphDefs;
import org.slimgraph.graphdef.ProtoFiles;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.session.SessionOptions.Optimization;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Checks one case: its import, its graph written again, and its run as written, simplified, and on
 * several threads, with every plan verified. Notes what is wrong, each line saying in which
 * variant.
 */
final class CaseCheck {
  private static final SessionOptions SIMPLIFIED =
      SessionOptions.defaults().optimize(Optimization.DEFAULT).verify(true).threads(1);
  private static final SessionOptions AS_WRITTEN = SIMPLIFIED.optimize(Optimization.NONE);
  private static final ImmutableList<Integer> THREADS = ImmutableList.of(2, 4);

  private final GoldenCase golden;
  private final List<String> problems = new ArrayList<>();
  private @Nullable Throwable cause;

  private CaseCheck(GoldenCase golden) {
    this.golden = golden;
  }

  /**
   * What is wrong with a case.
   *
   * @param problems one line for each; empty if the case passes
   * @param cause an unexpected error behind the first of them, for its stack trace
   */
  record Verdict(ImmutableList<String> problems, Optional<Throwable> cause) {
    boolean passed() {
      return problems.isEmpty();
    }
  }

  /** Checks {@code golden} in all variants. */
  static Verdict check(GoldenCase golden) {
    CaseCheck check = new CaseCheck(Deviations.applied(golden));
    try {
      check.run();
    } catch (RuntimeException | AssertionError e) {
      check.unexpected("", e);
    }
    return new Verdict(ImmutableList.copyOf(check.problems), Optional.ofNullable(check.cause));
  }

  private void run() {
    GraphDef def = ProtoFiles.parse(golden.graph().toByteArray(), GraphDef.getDefaultInstance());
    Graph graph = new Graph();
    try {
      GraphDefs.importStrictly(def, graph.importer());
    } catch (SlimgraphException e) {
      checkError("import", Optional.of(new CaseRun.Failure(Phase.IMPORT, 0, e)));
      return;
    }
    if (!GraphDefs.toProto(GraphDefs.toGraph(def)).equals(def)) {
      problems.add("written again, the graph is another message");
    }
    golden.inferred().forEach((node, outputs) -> checkInferred(graph, node, outputs));
    CaseRun simplified = CaseRun.of(golden, graph, SIMPLIFIED);
    checkRun("simplified", simplified);
    checkShapes(graph, simplified);
    checkRun("as written", CaseRun.of(golden, graph, AS_WRITTEN));
    for (int threads : THREADS) {
      CaseRun run = CaseRun.of(golden, graph, SIMPLIFIED.threads(threads));
      checkSameBits(threads + " threads", simplified, run);
    }
  }

  private void unexpected(String variant, Throwable e) {
    problems.add((variant.isEmpty() ? "" : variant + ": ") + "unexpected " + e);
    cause = cause == null ? e : cause;
  }

  /** Every shape that TF knows must be known; we may know more. */
  private void checkInferred(Graph graph, String node, List<InferredOutput> outputs) {
    Operation op = graph.operation(node);
    if (op.outputCount() != outputs.size()) {
      problems.add(node + " has " + op.outputCount() + " outputs instead of " + outputs.size());
      return;
    }
    for (int i = 0; i < outputs.size(); i++) {
      InferredOutput want = outputs.get(i);
      Output got = op.output(i);
      if (got.dataType() != want.type()) {
        problems.add(got.name() + " has type " + got.dataType() + " instead of " + want.type());
      }
      if (!isAtLeast(got.shape(), want.shape())) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s (%s) is inferred to have shape %s, by TF %s",
                got.name(),
                op.type(),
                got.shape().toBrackets(),
                want.shape().toBrackets()));
      }
    }
  }

  private static boolean isAtLeast(Shape got, Shape want) {
    return got.isCompatibleWith(want) && got.merge(want).equals(got);
  }

  /**
   * Where we know more of a shape than TF, what was fetched must have it. (Assign without a check
   * of shapes makes the shape wrong that TF infers, too.)
   */
  private void checkShapes(Graph graph, CaseRun run) {
    for (ImmutableMap<String, Tensor> step : run.steps()) {
      step.forEach(
          (name, value) -> {
            Output output = graph.output(name.indexOf(':') < 0 ? name + ":0" : name);
            if (!output.shape().isCompatibleWith(value.shape()) && !isInferredByTf(output)) {
              problems.add(
                  name + " is inferred to have shape " + output.shape() + " but is " + value);
            }
          });
    }
  }

  private boolean isInferredByTf(Output output) {
    List<InferredOutput> outputs = golden.inferred().get(output.operation().name());
    return outputs != null && outputs.get(output.index()).shape().equals(output.shape());
  }

  private void checkRun(String variant, CaseRun run) {
    checkError(variant, run.failure());
    for (int i = 0; i < run.steps().size(); i++) {
      Step want = golden.steps().get(i);
      for (var fetched : run.steps().get(i).entrySet()) {
        Optional<Tensor> value = want.fetches().get(fetched.getKey());
        if (value != null && value.isPresent()) {
          Set<Integer> skipped =
              ImmutableSet.copyOf(
                  want.laneDependent().getOrDefault(fetched.getKey(), ImmutableList.of()));
          String where = variant + ": step " + i + ": " + fetched.getKey() + " ";
          TensorComparison.difference(value.get(), fetched.getValue(), golden.tolerance(), skipped)
              .ifPresent(difference -> problems.add(where + difference));
        }
      }
    }
  }

  private void checkError(String variant, Optional<CaseRun.Failure> failure) {
    ExpectedError want = golden.error().orElse(null);
    CaseRun.Failure got = failure.orElse(null);
    if (got == null && want == null) {
      return;
    }
    if (got == null) {
      problems.add(variant + ": no error instead of " + describe(want));
      return;
    }
    if (want == null) {
      problems.add(variant + ": unexpected error " + describe(got));
    } else if (got.phase() != want.phase()
        || got.step() != want.step()
        || got.error().code() != want.code()) {
      problems.add(variant + ": " + describe(got) + " instead of " + describe(want));
    } else if (!saysTheSame(want, got)) {
      problems.add(variant + ": other words: " + describe(got) + " instead of " + describe(want));
    } else {
      return;
    }
    cause = cause == null ? got.error() : cause;
  }

  private boolean saysTheSame(ExpectedError want, CaseRun.Failure got) {
    return Deviations.OTHER_WORDS.containsKey(golden.toString())
        || got.error().getMessage().contains(want.words());
  }

  private static String describe(CaseRun.Failure failure) {
    return describe(failure.phase(), failure.step()) + failure.error();
  }

  private static String describe(ExpectedError error) {
    return describe(error.phase(), error.step()) + error.code() + ": " + error.message();
  }

  private static String describe(Phase phase, int step) {
    return phase == Phase.RUN ? "in step " + step + " " : "in phase " + phase + " ";
  }

  private void checkSameBits(String variant, CaseRun one, CaseRun many) {
    if (one.failure().isPresent() != many.failure().isPresent()) {
      many.failure().ifPresent(failure -> problems.add(variant + ": " + describe(failure)));
      one.failure().ifPresent(failure -> problems.add(variant + ": no " + describe(failure)));
    }
    for (int i = 0; i < Math.min(one.steps().size(), many.steps().size()); i++) {
      for (var fetched : one.steps().get(i).entrySet()) {
        Tensor other = many.steps().get(i).get(fetched.getKey());
        if (!fetched.getValue().equals(other)) {
          problems.add(
              variant + ": step " + i + ": " + fetched.getKey() + " has other bits than on one");
        }
      }
    }
  }
}
