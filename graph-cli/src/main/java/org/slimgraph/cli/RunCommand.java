package org.slimgraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.session.RunOptions;
import org.slimgraph.session.RunOptions.TraceLevel;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.session.SessionOptions.Optimization;
import org.slimgraph.session.TracedRun;
import org.slimgraph.summary.ChromeTrace;
import org.slimgraph.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a graph on arrays from files and writes what it fetches to files. */
@Command(
    name = "run",
    description = "Runs a graph on NumPy files and writes what it fetches as NumPy files.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Console console = new Console();
  @Mixin private ModelArgument model = new ModelArgument();

  @Option(
      names = "--feed",
      paramLabel = "TENSOR=FILE",
      converter = FeedOption.Converter.class,
      description =
          "Give a tensor the array of a .npy file, or with TENSOR=@FILE the file's bytes as one"
              + " string. {step} in the file's name becomes the number of the step.")
  private List<FeedOption> feeds = new ArrayList<>();

  @Option(names = "--fetch", paramLabel = "TENSOR", description = "Write the value of this tensor.")
  private List<String> fetches = new ArrayList<>();

  @Option(names = "--target", paramLabel = "OP", description = "Run this operation.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--init",
      paramLabel = "OP",
      description = "Run this operation once before the first step.")
  private List<String> inits = new ArrayList<>();

  @Option(
      names = "--restore",
      paramLabel = "PREFIX",
      description = "Restore variables from a checkpoint after --init, before the first step.")
  private String restore = "";

  @Option(names = "--steps", paramLabel = "N", description = "How many steps to run; 1 if absent.")
  private int steps = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads to use; as many as there are processors if absent.")
  private int threads = SessionOptions.defaults().threads();

  @Option(
      names = "--optimize",
      paramLabel = "LEVEL",
      description = "none: run the graph as written; default: simplify it first.")
  private Optimization optimization = Optimization.DEFAULT;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write when each operation of the last step ran, for chrome://tracing or Perfetto.")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Write DIR/stepK/TENSOR.npy and DIR/result.json.")
  private Path out = Path.of("");

  private String phase = "import";
  private int step = -1;

  @Override
  public Integer call() throws IOException {
    checkUse();
    RunResult result = new RunResult(out);
    try {
      run(result);
    } catch (RuntimeException e) {
      SlimgraphException failure =
          e instanceof SlimgraphException known
              ? known
              : SlimgraphException.of(ErrorCode.INTERNAL, e.toString(), e);
      console.print(result.fail(phase, step, failure));
      throw e;
    }
    report(result.finish());
    return 0;
  }

  private void checkUse() throws IOException {
    if (fetches.isEmpty() && targets.isEmpty()) {
      throw wrongUse("nothing to run: give --fetch or --target");
    }
    if (steps < 1) {
      throw wrongUse("--steps is " + steps + ", but must be at least 1");
    }
    if (threads < 1) {
      throw wrongUse("--threads is " + threads + ", but must be at least 1");
    }
    for (FeedOption feed : feeds) {
      feed.checkFiles(steps);
    }
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void run(RunResult result) throws IOException {
    Model read = model.readWithWeights();
    SessionOptions options = SessionOptions.defaults().threads(threads).optimize(optimization);
    try (Session session = Session.open(read.graph(), options)) {
      phase = "init";
      for (String init : inits) {
        session.runner().target(init).run();
      }
      if (!restore.isEmpty()) {
        phase = "restore";
        Restoration.restore(read, session.state(), Path.of(restore));
      }
      for (step = 0; step < steps; step++) {
        result.startStep();
        runStep(session, result);
      }
    }
  }

  private void runStep(Session session, RunResult result) throws IOException {
    phase = "feed";
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (FeedOption feed : feeds) {
      values.put(feed.tensor(), feed.value(step));
    }
    phase = "run";
    Runner runner = session.runner();
    values.forEach(runner::feed);
    List<String> names = fetches.stream().map(TensorNames::withIndex).distinct().toList();
    names.forEach(runner::fetch);
    targets.forEach(runner::target);
    List<Tensor> fetched;
    if (trace.isPresent() && step == steps - 1) {
      TracedRun traced =
          runner.options(RunOptions.defaults().traceLevel(TraceLevel.FULL_TRACE)).runWithMetadata();
      fetched = traced.values();
      Files.writeString(trace.get(), ChromeTrace.of(traced.metadata()));
    } else {
      fetched = runner.run();
    }
    for (int i = 0; i < fetched.size(); i++) {
      result.add(names.get(i), fetched.get(i));
    }
  }

  private void report(JsonNode result) throws IOException {
    if (console.json()) {
      console.print(result);
      return;
    }
    TextTable table = new TextTable("step", "tensor", "type", "shape", "file");
    int k = 0;
    for (JsonNode values : result.get("steps")) {
      for (Map.Entry<String, JsonNode> entry : values.properties()) {
        JsonNode value = entry.getValue();
        table.row(
            k,
            entry.getKey(),
            value.get("dtype").asText(),
            value.get("shape"),
            out.resolve(value.get("file").asText()));
      }
      k++;
    }
    table.print(console.out());
  }
}
