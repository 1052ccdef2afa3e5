package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.flow.Case;
import org.slimgraph.ops.flow.TensorArray;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Conditionals, loops, arrays of tensors and what only orders operations; nested in each other. */
final class FlowRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          FlowRecipes::ordered,
          FlowRecipes::tuples,
          nested(FlowRecipes::cond),
          nested(FlowRecipes::cond),
          nested(FlowRecipes::cases),
          nested(FlowRecipes::loop),
          nested(FlowRecipes::loop),
          nested(FlowRecipes::mapped),
          nested(FlowRecipes::scanned));

  private FlowRecipes() {}

  private static Recipe nested(Recipe recipe) {
    return g -> {
      if (g.mayNest()) {
        recipe.apply(g);
      }
    };
  }

  private static void ordered(RandomGraph g) {
    Value x = g.any(0);
    Value before = g.any(0);
    Ops tf = g.tf;
    if (g.chance(2)) {
      g.add(tf.withDependencies(List.of(before.output()), x.output()), x.shape(), x.numbers());
      return;
    }
    Output holds = tf.greaterEqual(tf.size(before.output()), tf.constant(0));
    try (Scope scope = tf.controlDependencies(tf.assertTrue(holds, List.of(before.output())))) {
      g.add(tf.identity(x.output()), x.shape(), x.numbers());
    }
  }

  private static void tuples(RandomGraph g) {
    Value x = g.any(0);
    Value y = g.any(0);
    List<Output> both = List.of(x.output(), y.output());
    List<Output> passed = g.chance(2) ? g.tf.tuple(both) : g.tf.identityN(both);
    g.add(passed.get(0), x.shape(), x.numbers());
    g.add(passed.get(1), y.shape(), y.numbers());
  }

  /** Returns a value of a branch that has the shape wanted, and what is known of all of them. */
  private static Output shaped(RandomGraph g, DataType type, Shape shape, List<Numbers> numbers) {
    Value result = g.inBlock(List.of(), type);
    Ops tf = g.tf;
    if (type == DataType.BOOL) {
      Output any = tf.reduceAny(result.output());
      return result.shape().equals(shape)
          ? result.output()
          : tf.logicalOr(any, tf.zeros(shape, DataType.BOOL));
    }
    Numbers sum = result.numbers().sum(result.size());
    if (result.shape().equals(shape)) {
      numbers.add(result.numbers());
      return result.output();
    } else if (sum.fit()) {
      numbers.add(sum);
      return tf.add(tf.zeros(shape, type), tf.reduceSum(result.output()));
    }
    return tf.zeros(shape, type);
  }

  private static Numbers all(DataType type, List<Numbers> numbers) {
    return type == DataType.BOOL
        ? Numbers.booleans()
        : numbers.stream().reduce(Numbers.exact(type, 1, 0), Numbers::or);
  }

  private static void cond(RandomGraph g) {
    Value condition = g.condition();
    DataType type = g.oneOf(DataType.FLOAT, DataType.FLOAT, DataType.INT32, DataType.BOOL);
    Shape shape = g.shape(2);
    List<Numbers> numbers = new ArrayList<>();
    Output y =
        g.tf.cond(
            condition.output(),
            () -> shaped(g, type, shape, numbers),
            () -> shaped(g, type, shape, numbers));
    g.add(y, shape, all(type, numbers));
  }

  private static void cases(RandomGraph g) {
    Value first = g.condition();
    Value second = g.condition();
    DataType type = DataType.FLOAT;
    Shape shape = g.shape(2);
    List<Numbers> numbers = new ArrayList<>();
    Output y =
        g.tf.case_(
            List.of(
                Case.when(first.output(), () -> shaped(g, type, shape, numbers)),
                Case.when(second.output(), () -> shaped(g, type, shape, numbers))),
            () -> shaped(g, type, shape, numbers));
    g.add(y, shape, all(type, numbers));
  }

  /** Brings a value of a loop to the shape of its variable, to whole numbers of at most 8. */
  private static Output settled(RandomGraph g, Value result, Value like) {
    Ops tf = g.tf;
    Output low = tf.constant(-8, like.type(), "low");
    Output high = tf.constant(8, like.type(), "high");
    if (!result.isExact()
        || !(result.shape().equals(like.shape()) || result.numbers().sum(result.size()).fit())) {
      return tf.maximum(tf.subtract(like.output(), tf.onesLike(like.output())), low);
    }
    Output y = result.output();
    if (!result.shape().equals(like.shape())) {
      y = tf.add(tf.zerosLike(like.output()), tf.reduceSum(y));
    }
    if (like.isFloating()) {
      y = tf.floor(y);
    }
    y = tf.minimum(tf.maximum(y, low), high);
    // The loop insists on what is known of the shape when it starts.
    Shape known = like.output().shape();
    return known.isRankKnown() ? tf.ensureShape(y, known) : y;
  }

  /** A loop over whole numbers, with an array of what it saw on the way. */
  private static void loop(RandomGraph g) {
    Ops tf = g.tf;
    DataType type = g.oneOf(DataType.FLOAT, DataType.INT32);
    Value start = g.same(type, g.shape(2));
    Numbers whole = Numbers.exact(type, 8, 0);
    Value x = new Value(settled(g, start, start), start.shape(), whole);
    int most = g.below(5);
    Output limit = g.chance(2) ? tf.constant(most) : countedBy(g, most);
    TensorArray seen = tf.tensorArray(DataType.FLOAT, most);
    List<Numbers> numbers = new ArrayList<>();
    Shape shape = g.shape(2);
    boolean keep = most > 0 && g.chance(2);
    boolean alone = g.chance(3);
    List<Output> end =
        tf.whileLoop(
            v -> tf.less(v.get(0), limit),
            v -> {
              Value current = new Value(v.get(1), x.shape(), whole);
              Value result = g.inBlock(List.of(current), type);
              Output next = settled(g, result, current);
              Output flow = v.get(2);
              if (keep) {
                Output element = shaped(g, DataType.FLOAT, shape, numbers);
                flow = seen.withFlow(flow).write(v.get(0), element).flow();
              }
              return List.of(tf.plus(v.get(0), 1), next, flow);
            },
            List.of(tf.constant(0), x.output(), seen.flow()),
            o -> o.parallelIterations(alone ? 1 : 10));
    g.add(end.get(0), Shape.scalar(), Numbers.exact(DataType.INT32, 5, 0));
    g.add(end.get(1), x.shape(), whole);
    if (keep) {
      Output stacked = seen.withFlow(end.get(2)).stack();
      g.add(stacked, Shape.of(most).concat(shape), all(DataType.FLOAT, numbers));
    }
  }

  /** The number {@code n}, told by a vector of as many elements that is fed or not. */
  private static Output countedBy(RandomGraph g, int n) {
    Value vector = g.same(DataType.FLOAT, Shape.of(n));
    return g.tf.size(vector.output());
  }

  private static void mapped(RandomGraph g) {
    Value rows = g.some(DataType.FLOAT, 1);
    if (rows.dim(0) > 6 || rows.dim(0) == 0) {
      return;
    }
    Shape shape = g.shape(1);
    List<Numbers> numbers = new ArrayList<>();
    Output y =
        g.tf.mapFn(
            row -> {
              Output rest = shaped(g, DataType.FLOAT, shape, numbers);
              return g.tf.add(rest, g.tf.reduceSum(g.tf.zerosLike(row)));
            },
            rows.output());
    g.add(y, Shape.of(rows.dim(0)).concat(shape), all(DataType.FLOAT, numbers));
  }

  private static void scanned(RandomGraph g) {
    Value rows =
        g.find(
                v ->
                    v.type() == DataType.FLOAT
                        && v.rank() > 0
                        && v.output().shape().isFullyDefined())
            .orElseGet(() -> g.input(DataType.FLOAT, Shape.of(3, 2)));
    if (rows.dim(0) > 6 || rows.dim(0) == 0 || !rows.output().shape().isFullyDefined()) {
      return;
    }
    Numbers sum = rows.numbers().sum(rows.dim(0));
    if (!sum.fit()) {
      return;
    }
    Shape row = rows.shape().slice(1);
    Output zero = g.tf.zeros(row, DataType.FLOAT);
    if (g.chance(2)) {
      Output y = g.tf.scan((a, b) -> g.tf.add(a, b), rows.output(), zero);
      g.add(y, rows.shape(), sum);
    } else {
      Output y = g.tf.foldl((a, b) -> g.tf.maximum(a, g.tf.negative(b)), rows.output(), zero);
      g.add(y, row, rows.numbers());
    }
  }
}
