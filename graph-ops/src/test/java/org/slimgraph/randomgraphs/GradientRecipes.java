package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;

/** Gradients of what is there, fetched and not built upon. */
final class GradientRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          GradientRecipes::gradient, GradientRecipes::gradient, GradientRecipes::gradient);

  private GradientRecipes() {}

  private static void gradient(RandomGraph g) {
    if (!g.isTop()) {
      return;
    }
    Value y = g.real(0);
    Set<Output> before = before(y.output());
    Optional<Value> x = g.early(v -> v.type() == y.type() && before.contains(v.output()));
    if (x.isEmpty() || g.mayBeEmpty(before)) {
      // TF 1.x: gradients of TopK and GatherNd cannot do without elements.
      return;
    }
    try {
      List<Optional<Output>> found = g.tf.gradients(List.of(y.output()), List.of(x.get().output()));
      found
          .get(0)
          .ifPresent(dx -> g.fetch(new Value(dx, x.get().shape(), Numbers.unknown(y.type()))));
    } catch (SlimgraphException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      // An operation on the way has no gradient in TensorFlow either.
    }
  }

  /** Returns the outputs that {@code y} depends on. */
  private static Set<Output> before(Output y) {
    Set<Output> found = new LinkedHashSet<>();
    Deque<Output> open = new ArrayDeque<>(List.of(y));
    while (!open.isEmpty()) {
      for (Output input : open.remove().operation().inputs()) {
        if (found.add(input)) {
          open.add(input);
        }
      }
    }
    return found;
  }
}
