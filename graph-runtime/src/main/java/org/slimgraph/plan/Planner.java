package org.slimgraph.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelRegistry;
import org.slimgraph.kernel.OpTraits;
import org.slimgraph.kernel.RunnableOp;
import org.slimgraph.op.OpRegistry;
import org.slimgraph.tensor.DataType;

/**
 * Makes plans. The stages: prune and order ({@link Pruning}), number the values and choose kernels
 * (here); then for each tuple of fed shapes: fold constants and infer shapes ({@link ShapeStage}),
 * assign memory ({@link org.slimgraph.memory.MemoryPlan}).
 */
public final class Planner {
  private final KernelRegistry kernels;
  private final OpRegistry ops;
  private final PlanOptions options;

  /** Creates a planner of graphs whose ops are {@code ops} and run by {@code kernels}. */
  public Planner(OpRegistry ops, KernelRegistry kernels, PlanOptions options) {
    this.ops = ops;
    this.kernels = kernels;
    this.options = options;
  }

  /**
   * Returns the plan for {@code signature}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the graph has a cycle or an operation no kernel
   */
  public Plan plan(Signature signature) {
    List<Operation> order = Pruning.run(signature, this::closesLoop);
    Numbering numbering = new Numbering();
    signature.feeds().forEach(numbering::define);
    Map<Operation, Integer> firstOutputs = new HashMap<>();
    for (Operation operation : order) {
      firstOutputs.put(operation, numbering.types.size());
      operation.outputs().forEach(numbering::defineComputed);
    }
    List<Step> steps = new ArrayList<>(order.size());
    List<Step> fetchSteps = new ArrayList<>();
    Map<Output, Integer> fetched = new HashMap<>();
    for (Operation operation : order) {
      steps.add(step(operation, firstOutputs.getOrDefault(operation, 0), numbering));
      for (Output output : operation.outputs()) {
        if (output.dataType().isRef()
            && signature.fetches().contains(output)
            && !signature.feeds().contains(output)) {
          fetchSteps.add(fetchStep(output, numbering, fetched));
        }
      }
    }
    // TF 1.x: a fetched variable shares its buffer, so it shows what the run leaves there.
    steps.addAll(fetchSteps);
    Plan plan =
        new Plan(
            signature,
            ops,
            ImmutableList.copyOf(steps),
            ImmutableList.copyOf(numbering.types),
            signature.feeds().stream().mapToInt(numbering::valueOf).toArray(),
            signature.fetches().stream()
                .mapToInt(f -> fetched.containsKey(f) ? fetched.get(f) : numbering.valueOf(f))
                .toArray(),
            options);
    if (options.verify()) {
      PlanVerifier.check(plan);
    }
    return plan;
  }

  private boolean closesLoop(Operation operation) {
    return kernels
        .find(operation.type())
        .map(op -> op.traits().control() == OpTraits.ControlRole.NEXT_ITERATION)
        .orElse(false);
  }

  private Step step(Operation operation, int first, Numbering numbering) {
    RunnableOp op = kernels.find(operation.type()).orElseThrow(() -> noKernel(operation));
    if (!options.anyDevice()) {
      Placement.check(operation);
    }
    int[] inputs = operation.inputs().stream().mapToInt(numbering::valueOf).toArray();
    return new Step(
        operation,
        op.traits(),
        op.kernel(operation.name(), operation.attrs()),
        inputs,
        first,
        operation.outputCount(),
        false);
  }

  private static SlimgraphException noKernel(Operation operation) {
    return SlimgraphException.invalidArgument(
        "No OpKernel was registered to support Op '%s' used by {{node %s}}; the graph can be"
            + " inspected and saved, but this operation cannot run",
        operation.type(), operation.name());
  }

  private static Step fetchStep(Output output, Numbering numbering, Map<Output, Integer> fetched) {
    int[] inputs = {numbering.valueOf(output)};
    int value = numbering.types.size();
    numbering.types.add(output.dataType().base());
    fetched.put(output, value);
    return new Step(
        output.operation(),
        OpTraits.PLAIN,
        context -> context.setOutput(0, context.input(0)),
        inputs,
        value,
        1,
        true);
  }

  /** Gives each output of the plan a number. */
  private static final class Numbering {
    final List<DataType> types = new ArrayList<>();
    private final Map<Output, Integer> numbers = new HashMap<>();

    void define(Output output) {
      numbers.put(output, types.size());
      types.add(output.dataType());
    }

    /** Numbers a computed output; one that is fed keeps the fed value's number for its readers. */
    void defineComputed(Output output) {
      numbers.putIfAbsent(output, types.size());
      types.add(output.dataType());
    }

    int valueOf(Output output) {
      Integer number = numbers.get(output);
      if (number == null) {
        throw SlimgraphException.internal("%s is used before it is computed", output);
      }
      return number;
    }
  }
}
