package org.slimgraph.gradients;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Gradient;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.IndexedSlices;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Scalars;
import org.slimgraph.ops.flow.LoopGradients;
import org.slimgraph.tensor.DataType;

/**
 * Builds the gradients of ys with respect to xs, as TF's gradients_util of 1.15: from the ys
 * backwards, an operation when all that flows into its outputs has come, in the order of a queue.
 */
public final class GradientBuilder {
  private final Ops tf;
  private final List<Output> ys;
  private final List<Output> xs;
  private final GradientOptions options;
  private final Map<Output, List<Flow>> flows = new HashMap<>();
  private final Reachability reach;
  private final LoopGradients loops;
  private final Deque<Operation> queue = new ArrayDeque<>();

  /** What flows back into a tensor: a tensor of its shape, or some rows of one. */
  private record Flow(@Nullable Output dense, @Nullable IndexedSlices slices) {}

  private GradientBuilder(Ops tf, List<Output> ys, List<Output> xs, GradientOptions options) {
    this.tf = tf;
    this.ys = ys;
    this.xs = xs;
    this.options = options;
    this.reach = new Reachability(tf.graph(), xs, ys);
    this.loops = new LoopGradients(tf);
  }

  /**
   * Adds the gradients of the sum of {@code ys} with respect to each of {@code xs}.
   *
   * @return one entry an x: a tensor of its shape; absent if no y depends on it
   * @throws SlimgraphException INVALID_ARGUMENT if the lists do not fit or a y has no default
   *     gradient, NOT_FOUND if an operation on the way has no gradient
   */
  public static List<Optional<Output>> gradients(
      Ops tf, List<Output> ys, List<Output> xs, Consumer<GradientOptions> set) {
    GradientOptions options = new GradientOptions();
    set.accept(options);
    try (var scope = tf.nameScope(options.name())) {
      GradientBuilder builder = new GradientBuilder(tf, ys, xs, options);
      builder.build();
      return xs.stream().map(builder::result).toList();
    }
  }

  /**
   * Adds gradients as {@link #gradients} does, but leaves those that have some rows only as they
   * are.
   *
   * @param whole what becomes of a gradient that is a tensor
   * @param rows what becomes of a gradient in rows
   */
  public static <T> List<Optional<T>> gradientsInRows(
      Ops tf,
      List<Output> ys,
      List<Output> xs,
      Consumer<GradientOptions> set,
      Function<Output, T> whole,
      Function<IndexedSlices, T> rows) {
    GradientOptions options = new GradientOptions();
    set.accept(options);
    try (var scope = tf.nameScope(options.name())) {
      GradientBuilder builder = new GradientBuilder(tf, ys, xs, options);
      builder.build();
      return xs.stream().map(x -> builder.resultInRows(x, whole, rows)).toList();
    }
  }

  private void build() {
    List<Output> starts = gradYs();
    for (int i = 0; i < ys.size(); i++) {
      flow(ys.get(i), new Flow(starts.get(i), null));
    }
    beginLoops();
    reach.count();
    enqueueYs();
    Set<Operation> ends = reach.ends(xs);
    options.stopGradients().forEach(output -> ends.add(output.operation()));
    while (!queue.isEmpty()) {
      Operation op = queue.poll();
      try (Scope colocated = colocation(op)) {
        passThrough(op, ends.contains(op));
      }
      for (Output input : op.inputs()) {
        boolean all = reach.arrive(input.operation());
        if (all || reach.isPending(input) && LoopGradients.isLoopSwitch(input.operation())) {
          enqueue(input);
        }
      }
    }
    loops.finish();
  }

  /** Begins the backward loops: gradients flow into all Exits of a loop, or none. */
  private void beginLoops() {
    List<Operation> between = new ArrayList<>(reach.between());
    for (int i = 0; i < between.size(); i++) {
      Operation op = between.get(i);
      if (LoopGradients.isExit(op)) {
        try (Scope colocated = colocation(op)) {
          for (Output exit : loops.begin(op)) {
            if (reach.add(exit.operation())) {
              between.add(exit.operation());
            }
          }
        }
      }
    }
  }

  private void enqueueYs() {
    Set<Operation> ready = new HashSet<>();
    for (Output y : ys) {
      Operation op = y.operation();
      if (reach.isReached(op) && reach.pending(op) == 0 && ready.add(op)) {
        queue.add(op);
      }
    }
    List<Output> unused = loops.unusedExits(op -> reach.pending(op) == 0, ready::contains);
    loops.enters().forEach(reach::expect);
    for (Output exit : unused) {
      if (Reachability.isTrainable(exit.dataType())) {
        flow(exit, new Flow(loops.zerosForExit(exit), null));
        queue.add(exit.operation());
      }
    }
  }

  /** Lets an operation be gone back through; an Exit waits for the others of its loop. */
  private void enqueue(Output arrived) {
    if (!LoopGradients.isExit(arrived.operation())) {
      queue.add(arrived.operation());
      return;
    }
    Optional<LoopGradients.Ready> ready = loops.arrive(arrived, flows::containsKey);
    if (ready.isEmpty()) {
      return;
    }
    ready.get().live().forEach(exit -> queue.add(exit.operation()));
    for (Output exit : ready.get().unused()) {
      if (!ready.get().live().isEmpty() && Reachability.isTrainable(exit.dataType())) {
        flow(exit, new Flow(loops.zerosForExit(exit), null));
      }
      queue.add(exit.operation());
    }
  }

  private Scope colocation(Operation op) {
    return options.colocateWithOps() ? tf.colocateWith(op) : () -> {};
  }

  private List<Output> gradYs() {
    if (!options.gradYs().isEmpty() && options.gradYs().size() != ys.size()) {
      throw SlimgraphException.invalidArgument(
          "Passed %d grad_ys for %d ys", options.gradYs().size(), ys.size());
    }
    List<Output> starts = new ArrayList<>();
    for (int i = 0; i < ys.size(); i++) {
      Output y = ys.get(i);
      starts.add(options.gradYs().isEmpty() ? ones(y, i) : given(y, options.gradYs().get(i), i));
    }
    return starts;
  }

  private Output ones(Output y, int i) {
    if (y.dataType().isComplex()) {
      throw SlimgraphException.invalidArgument(
          "Gradients of complex tensors must set grad_ys (y.dtype = %s)", y.dataType().tfName());
    }
    if (!y.dataType().base().isFloating() && !y.dataType().base().isInteger()) {
      throw SlimgraphException.invalidArgument(
          "Gradient type %s generated for tensor %s must be numeric to obtain a default gradient",
          y.dataType().tfName(), y.name());
    }
    try (Scope colocated = colocation(y.operation())) {
      Output one = tf.constant(Scalars.of(y.dataType().base(), 1), "grad_ys_" + i);
      return tf.fill(tf.shape(y), one);
    }
  }

  private Output given(Output y, Output gradient, int i) {
    if (gradient.dataType().base() != y.dataType().base()) {
      throw SlimgraphException.invalidArgument(
          "Gradient type %s generated for %s tensor %s does not match",
          gradient.dataType().tfName(), y.dataType().tfName(), y.name());
    }
    return tf.identity(gradient, "grad_ys_" + i);
  }

  /** Adds the gradient of one operation, if anything flows into it. */
  private void passThrough(Operation op, boolean isEnd) {
    Step step = new Step(op);
    boolean any = false;
    try (Scope inLoop = loops.enterForOutputs(op)) {
      for (int i = 0; i < op.outputCount(); i++) {
        step.arrived[i] = aggregate(op.output(i));
        any |= step.arrived[i] != null;
      }
    }
    Optional<Gradient> gradient = any && !isEnd ? RegisteredGradients.find(op) : Optional.empty();
    try (Scope inLoop = loops.enterFor(op)) {
      if (loops.isSwitchOfLoopBeingBuilt(op)) {
        throw throughInitialValue(op);
      }
      if (gradient.isPresent()) {
        step.fillZeros();
        try (var scope = tf.nameScope(op.name() + "_grad")) {
          gradient.get().build(step);
          if (options.gate()) {
            step.gate();
          }
        }
        step.flowOn();
      }
    }
  }

  /** Names the nearest of the xs' operations behind {@code op}. */
  private SlimgraphException throughInitialValue(Operation op) {
    Set<Operation> wanted = new HashSet<>();
    xs.forEach(x -> wanted.add(x.operation()));
    Set<Operation> seen = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>(List.of(op));
    Operation nearest = op;
    while (!open.isEmpty()) {
      Operation current = open.poll();
      if (wanted.contains(current)) {
        nearest = current;
        break;
      }
      if (seen.add(current)) {
        current.inputs().forEach(input -> open.add(input.operation()));
      }
    }
    return SlimgraphException.invalidArgument(
        "Cannot compute gradient inside while loop with respect to op '%s'. We do not support"
            + " taking the gradient wrt or through the initial value of a loop variable. Gradients"
            + " can be computed through loop invariants or wrt the input parameters to the loop"
            + " body.",
        nearest.name());
  }

  private void flow(Output output, Flow flow) {
    flows.computeIfAbsent(output, key -> new ArrayList<>()).add(flow);
  }

  /** Returns the sum of what flows into {@code output}; null if nothing does. */
  private @Nullable Flow aggregate(Output output) {
    List<Flow> parts = flows.get(output);
    if (parts == null) {
      return null;
    }
    if (parts.size() > 1) {
      Flow sum = parts.stream().allMatch(p -> p.dense() != null) ? add(parts, output) : join(parts);
      parts = new ArrayList<>(List.of(sum));
      flows.put(output, parts);
    }
    return parts.get(0);
  }

  private Flow add(List<Flow> parts, Output output) {
    List<Output> tensors = parts.stream().map(this::dense).toList();
    if (options.aggregation() == GradientOptions.Aggregation.ADD_N) {
      return new Flow(tf.addN(tensors), null);
    }
    if (options.aggregation() == GradientOptions.Aggregation.EXPERIMENTAL_ACCUMULATE_N
        && tensors.size() > 2
        && tensors.stream().anyMatch(tensor -> tensor.shape().isFullyDefined())) {
      return new Flow(tf.accumulateN(tensors), null);
    }
    try (var scope = tf.nameScope(output.operation().name() + "_gradient_sum")) {
      Output sum = tensors.get(0);
      for (int i = 1; i < tensors.size(); i++) {
        sum = tf.addN(List.of(sum, tensors.get(i)));
      }
      return new Flow(sum, null);
    }
  }

  /** Joins rows of one tensor; where a whole tensor takes part, everything becomes whole. */
  private Flow join(List<Flow> parts) {
    if (parts.stream().anyMatch(p -> p.dense() != null)) {
      return new Flow(tf.addN(parts.stream().map(this::dense).toList()), null);
    }
    List<Output> values = new ArrayList<>();
    List<Output> indices = new ArrayList<>();
    IndexedSlices last = null;
    for (Flow part : parts) {
      last = part.slices();
      if (last != null) {
        values.add(last.values());
        indices.add(last.indices());
      }
    }
    if (last == null) {
      throw new IllegalStateException("There is nothing to join");
    }
    return new Flow(
        null, new IndexedSlices(tf.concat(values, 0), tf.concat(indices, 0), last.denseShape()));
  }

  private Output dense(Flow flow) {
    if (flow.dense() != null) {
      return flow.dense();
    }
    IndexedSlices slices = flow.slices();
    if (slices == null) {
      throw new IllegalStateException("A flow is either whole or in rows");
    }
    return slices.toDense(tf);
  }

  private <T> Optional<T> resultInRows(
      Output x, Function<Output, T> whole, Function<IndexedSlices, T> rows) {
    Flow flow = aggregate(x);
    return flow != null && flow.slices() != null
        ? Optional.of(rows.apply(flow.slices()))
        : result(x).map(whole);
  }

  private Optional<Output> result(Output x) {
    Flow flow = aggregate(x);
    if (flow != null) {
      return Optional.of(dense(flow));
    }
    return options.unconnected() == GradientOptions.Unconnected.ZERO
        ? Optional.of(tf.zerosLike(x))
        : Optional.empty();
  }

  /** What the rule of one operation sees and sets. */
  private final class Step implements GradientContext {
    private final Operation op;
    private final @Nullable Flow[] arrived;
    private final @Nullable Flow[] set;

    Step(Operation op) {
      this.op = op;
      this.arrived = new Flow[op.outputCount()];
      this.set = new Flow[op.inputs().size()];
    }

    /** TF fills in zeros for every output that can carry a gradient and got none. */
    void fillZeros() {
      for (int i = 0; i < arrived.length; i++) {
        if (arrived[i] == null && Reachability.isTrainable(op.outputType(i))) {
          arrived[i] = loops.zerosLike(op, i).map(zeros -> new Flow(zeros, null)).orElse(null);
        }
      }
    }

    void gate() {
      List<Integer> places = new ArrayList<>();
      List<Output> tensors = new ArrayList<>();
      for (int i = 0; i < set.length; i++) {
        Flow flow = set[i];
        if (flow != null && flow.dense() != null) {
          places.add(i);
          tensors.add(flow.dense());
        }
      }
      if (places.size() > 1) {
        List<Output> gated = tf.tuple(tensors);
        for (int k = 0; k < places.size(); k++) {
          set[places.get(k)] = new Flow(gated.get(k), null);
        }
      }
    }

    void flowOn() {
      for (int i = 0; i < set.length; i++) {
        Flow flow = set[i];
        if (flow == null) {
          continue;
        }
        Output input = op.input(i);
        if (flow.dense() != null && Reachability.isTrainable(input.dataType())) {
          checkShape(input, flow.dense(), i);
        }
        flow(input, flow);
      }
    }

    private void checkShape(Output input, Output gradient, int i) {
      if (input.dataType().base() == DataType.RESOURCE) {
        return;
      }
      if (!gradient.shape().isCompatibleWith(input.shape())) {
        throw SlimgraphException.invalidArgument(
            "Incompatible shapes between op input and calculated input gradient. Forward operation:"
                + " %s. Input index: %d. Original input shape: %s. Calculated input gradient shape:"
                + " %s",
            op.name(), i, input.shape(), gradient.shape());
      }
      gradient.setShape(input.shape());
    }

    @Override
    public Ops tf() {
      return tf;
    }

    @Override
    public Operation op() {
      return op;
    }

    @Override
    public Output dy(int i) {
      Flow flow = arrived[i];
      if (flow == null) {
        throw SlimgraphException.internal(
            "No gradient flows into output %d of '%s' (%s)", i, op.name(), op.type());
      }
      return dense(flow);
    }

    @Override
    public boolean hasDy(int i) {
      return arrived[i] != null;
    }

    @Override
    public Optional<IndexedSlices> rows(int i) {
      Flow flow = arrived[i];
      return flow == null ? Optional.empty() : Optional.ofNullable(flow.slices());
    }

    @Override
    public void set(int i, Output gradient) {
      set[i] = new Flow(gradient, null);
    }

    @Override
    public void set(int i, IndexedSlices gradient) {
      set[i] = new Flow(null, gradient);
    }

    @Override
    public void passOn(int output, int input) {
      set[input] = arrived[output];
    }
  }
}
