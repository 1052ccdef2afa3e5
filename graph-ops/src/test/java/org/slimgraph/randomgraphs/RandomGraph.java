package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * A graph built at random from a seed, and how to run it: what to feed in each step, what to fetch
 * and how exact that is. The same seed with fewer recipes gives a beginning of the same graph.
 */
final class RandomGraph {
  /** The number of runs that feeds are made for. */
  static final int STEPS = 2;

  private static final ImmutableList<Recipe> RECIPES =
      ImmutableList.<Recipe>builder()
          .addAll(ElementwiseRecipes.ALL)
          .addAll(ReductionRecipes.ALL)
          .addAll(ArrayRecipes.ALL)
          .addAll(IndexRecipes.ALL)
          .addAll(NnRecipes.ALL)
          .addAll(StateRecipes.ALL)
          .addAll(GradientRecipes.ALL)
          .addAll(FlowRecipes.ALL)
          .addAll(FlowRecipes.ALL)
          .build();

  private static final ImmutableList<DataType> INPUT_TYPES =
      ImmutableList.of(
          DataType.FLOAT,
          DataType.FLOAT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.INT32,
          DataType.INT32,
          DataType.INT64,
          DataType.BOOL);

  /** The largest number of recipes of one graph. */
  static final int MOST_RECIPES = 16;

  final Graph graph = new Graph();
  final Ops tf = Ops.on(graph);
  final Variables variables = new Variables(this);
  private final Random random;
  private final long mostElements;
  private List<Value> values = new ArrayList<>();
  private int depth;
  private final Map<Output, Value> fetches = new LinkedHashMap<>();
  private final List<Map<String, Tensor>> feeds = new ArrayList<>();

  private RandomGraph(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    // A few large graphs, so that loops are split over threads.
    mostElements = random.nextInt(25) == 0 ? 60_000 : 300;
    for (int step = 0; step < STEPS; step++) {
      feeds.add(new LinkedHashMap<>());
    }
  }

  /** Builds the graph of {@code seed} from at most {@code most} recipes. */
  static RandomGraph of(long seed, int most) {
    RandomGraph g = new RandomGraph(seed);
    int recipes = 3 + g.below(MOST_RECIPES - 2);
    for (int i = 0; i < Math.min(recipes, most); i++) {
      g.oneOf(RECIPES).apply(g);
    }
    g.finish();
    return g;
  }

  /** Fetches what nobody reads, and some of the rest. */
  private void finish() {
    if (values.isEmpty()) {
      input(DataType.FLOAT, shape(2));
    }
    Set<Output> read = new LinkedHashSet<>();
    graph.operations().forEach(op -> read.addAll(op.inputs()));
    for (Value value : ImmutableList.copyOf(values)) {
      if (!read.contains(value.output()) || value.size() % 5 == 2) {
        fetch(value);
      }
    }
    variables.fetchAll();
  }

  /** Adds a fetch; of the types that TensorFlow's Java client cannot hold, a conversion. */
  void fetch(Value value) {
    boolean held =
        switch (value.type()) {
          case FLOAT, DOUBLE, INT32, INT64, BOOL, UINT8 -> true;
          default -> false;
        };
    Output output = held ? value.output() : tf.cast(value.output(), DataType.FLOAT);
    boolean isFed = feeds.get(STEPS - 1).containsKey(output.name());
    output = isFed || output.dataType().isRef() ? tf.identity(output) : output;
    fetches.put(output, new Value(output, value.shape(), value.numbers()));
  }

  /** Returns what to fetch. */
  ImmutableList<Value> fetches() {
    return ImmutableList.copyOf(fetches.values());
  }

  /** Returns what to feed in each step. */
  List<Map<String, Tensor>> feeds() {
    return feeds;
  }

  // Chance.

  int below(int n) {
    return random.nextInt(n);
  }

  boolean chance(int one) {
    return below(one) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  /** Returns a number of elements: small, with 0, 1 and odd ones. */
  private long dim() {
    return mostElements > 1000 && chance(2)
        ? 1 + below(90)
        : oneOf(0L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 5L, 6L, 7L, 8L, 17L);
  }

  Shape shape(int mostRank) {
    return shapeOfRank(below(mostRank + 1));
  }

  Shape shapeOfRank(int rank) {
    long[] dims = new long[rank];
    long elements = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = dim();
      if (elements * dims[i] > mostElements) {
        dims[i] = 1;
      }
      elements *= Math.max(dims[i], 1);
    }
    return Shape.of(dims);
  }

  // Values.

  /** Returns a value in sight that fits, mostly a late one. */
  Optional<Value> find(Predicate<Value> fits) {
    List<Value> fitting = values.stream().filter(fits).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    int from = chance(3) ? 0 : Math.max(0, fitting.size() - 4);
    return Optional.of(fitting.get(from + below(fitting.size() - from)));
  }

  /** Returns one of the first values in sight that fit. */
  Optional<Value> early(Predicate<Value> fits) {
    List<Value> fitting = values.stream().filter(fits).toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(below(Math.min(4, fitting.size()))));
  }

  /** Whether one of {@code outputs} has no elements, as far as that is known. */
  boolean mayBeEmpty(Set<Output> outputs) {
    return outputs.stream().anyMatch(output -> output.shape().elementCount() == 0)
        || values.stream().anyMatch(v -> v.size() == 0 && outputs.contains(v.output()));
  }

  /** Returns a value of {@code type} and at least {@code rank}, made if need be. */
  Value some(DataType type, int rank) {
    Optional<Value> found = find(v -> v.type() == type && v.rank() >= rank);
    return found.isPresent() && !chance(6)
        ? found.get()
        : input(type, shapeOfRank(rank + below(4 - Math.min(rank, 3))));
  }

  /** Returns a float or double value of at least {@code rank}. */
  Value real(int rank) {
    return some(chance(5) ? DataType.DOUBLE : DataType.FLOAT, rank);
  }

  /** Returns a value of a type of numbers. */
  Value number(int rank) {
    return chance(3) ? some(chance(3) ? DataType.INT64 : DataType.INT32, rank) : real(rank);
  }

  /** Returns a value of any usual type. */
  Value any(int rank) {
    return some(oneOf(INPUT_TYPES), rank);
  }

  /** Returns a value of exactly this type and shape. */
  Value same(DataType type, Shape shape) {
    return find(v -> v.type() == type && v.shape().equals(shape))
        .filter(v -> !chance(5))
        .orElseGet(() -> input(type, shape));
  }

  /** Returns a partner of {@code x} that broadcasts with it, of the same type. */
  Value partner(Value x) {
    if (chance(3)) {
      return same(x.type(), x.shape());
    }
    Optional<Value> found =
        find(v -> v.type() == x.type() && Shapes.broadcast(x.shape(), v.shape()).isPresent());
    if (found.isPresent() && chance(2)) {
      return found.get();
    }
    long[] dims = x.shape().slice(below(x.rank() + 1)).dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = chance(3) ? 1 : dims[i];
    }
    return input(x.type(), Shape.of(dims));
  }

  /** Puts a value in sight of later recipes. */
  Value add(Output output, Shape shape, Numbers numbers) {
    Value value = new Value(output, shape, numbers);
    values.add(value);
    return value;
  }

  /** Returns a new source of numbers of a small size. */
  Value input(DataType type, Shape shape) {
    Output output = depth > 0 || chance(3) ? constant(type, shape) : fed(type, shape);
    return add(output, shape, inputNumbers(type));
  }

  static Numbers inputNumbers(DataType type) {
    return switch (type) {
      case BOOL -> Numbers.booleans();
      case FLOAT, DOUBLE -> Numbers.exact(type, 4, -2);
      default -> Numbers.exact(type, 8, 0);
    };
  }

  private Output constant(DataType type, Shape shape) {
    if (type != DataType.BOOL && chance(6)) {
      return tf.fill(integers(shape.dims()), tf.constant(tensor(type, Shape.scalar())));
    }
    return tf.constant(tensor(type, shape));
  }

  private Output fed(DataType type, Shape shape) {
    Shape known = chance(2) ? shape : blurred(shape);
    if (chance(5)) {
      Output byDefault = tf.constant(tensor(type, shape));
      Output output = tf.placeholderWithDefault(byDefault, known);
      if (chance(2)) {
        feeds.get(1).put(output.name(), tensor(type, shape));
      }
      return output;
    }
    Output output = tf.placeholder(type, known);
    feeds.forEach(step -> step.put(output.name(), tensor(type, shape)));
    return output;
  }

  /** Returns {@code shape} with unknown dimensions, or an unknown rank. */
  private Shape blurred(Shape shape) {
    if (chance(5)) {
      return Shape.unknown();
    }
    Shape blurred = shape;
    for (int i = 0; i < shape.rank(); i++) {
      blurred = chance(2) ? blurred.withDim(i, -1) : blurred;
    }
    return blurred;
  }

  /** Returns numbers as {@link #inputNumbers} states them. */
  Tensor tensor(DataType type, Shape shape) {
    int size = (int) shape.elementCount();
    return switch (type) {
      case BOOL -> {
        boolean[] booleans = new boolean[size];
        for (int i = 0; i < size; i++) {
          booleans[i] = random.nextBoolean();
        }
        yield Tensor.of(shape, booleans);
      }
      case FLOAT -> {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
          floats[i] = (below(33) - 16) / 4f;
        }
        yield Tensor.of(shape, floats);
      }
      case DOUBLE -> {
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
          doubles[i] = (below(33) - 16) / 4.0;
        }
        yield Tensor.of(shape, doubles);
      }
      case INT64 -> Tensor.of(shape, random.longs(size, -8, 9).toArray());
      default -> Tensor.of(shape, random.ints(size, -8, 9).toArray());
    };
  }

  /** Returns {@code numbers} as a constant vector, int32 or int64. */
  Output integers(long... numbers) {
    if (chance(4)) {
      return tf.constant(numbers);
    }
    int[] ints = new int[numbers.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) numbers[i];
    }
    return tf.constant(ints);
  }

  /** Returns {@code count} numbers below {@code n} as a vector, constant or fed. */
  Output indices(Shape shape, int n) {
    int size = (int) shape.elementCount();
    Tensor first = Tensor.of(shape, random.ints(size, 0, n).toArray());
    if (depth > 0 || chance(2)) {
      return tf.constant(first);
    }
    Output output = tf.placeholder(DataType.INT32, blurred(shape));
    for (Map<String, Tensor> step : feeds) {
      step.put(output.name(), Tensor.of(shape, random.ints(size, 0, n).toArray()));
    }
    return output;
  }

  /** Returns the numbers below {@code n} in random order. */
  int[] permutation(int n) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(below(i + 1), i);
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  /** Returns a bool scalar that a run decides on. */
  Value condition() {
    return find(v -> v.type() == DataType.BOOL && v.rank() == 0 && v.output().shape().rank() == 0)
        .orElseGet(
            () -> {
              Value x = input(DataType.BOOL, shape(2));
              return add(tf.reduceAny(x.output()), Shape.scalar(), Numbers.booleans());
            });
  }

  // Blocks.

  boolean isTop() {
    return depth == 0;
  }

  boolean mayNest() {
    return depth < 2;
  }

  /** Applies a few recipes in a block of its own and returns a value of the type it leaves. */
  Value inBlock(List<Value> more, DataType type) {
    List<Value> outside = values;
    values = new ArrayList<>(outside);
    values.addAll(more);
    depth++;
    int count = 1 + below(3);
    for (int i = 0; i < count; i++) {
      oneOf(RECIPES).apply(this);
    }
    Value result = some(type, 0);
    depth--;
    values = outside;
    return result;
  }
}
