package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Variables, their updates, and random numbers; outside of branches and loops. */
final class StateRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          atTop(g -> g.variables.create()),
          atTop(g -> g.variables.create()),
          atTop(g -> g.variables.read()),
          atTop(g -> g.variables.read()),
          atTop(StateRecipes::update),
          atTop(StateRecipes::update),
          atTop(StateRecipes::conditionalUpdate),
          atTop(StateRecipes::scatter),
          atTop(StateRecipes::random));

  private StateRecipes() {}

  private static Recipe atTop(Recipe recipe) {
    return g -> {
      if (g.isTop()) {
        recipe.apply(g);
      }
    };
  }

  private static void update(RandomGraph g) {
    g.variables.update(
        switch (g.below(3)) {
          case 0 -> (v, x) -> v.assignOp(x, "set");
          case 1 -> (v, x) -> v.assignAddOp(x, "more");
          default -> (v, x) -> v.assignSubOp(x, "less");
        });
  }

  private static void conditionalUpdate(RandomGraph g) {
    Value condition = g.condition();
    g.variables.update(
        (v, x) -> g.tf.cond(condition.output(), () -> v.assignAddOp(x, "more"), () -> g.tf.noOp()));
  }

  /** Of several updates of one row, which stays is TensorFlow's own to choose: puts one row. */
  private static void scatter(RandomGraph g) {
    boolean add = g.chance(2);
    g.variables.updateRows(add ? 3 : 1, add);
  }

  private static void random(RandomGraph g) {
    Shape shape = g.shape(3);
    Output y = g.tf.random().uniform(shape, 0, 1, o -> o.seed(g.below(1000)));
    g.add(y, shape, Numbers.exact(DataType.FLOAT, 1, -23));
  }
}
