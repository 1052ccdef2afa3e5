package org.slimgraph.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.Literals;

/** Builders that keep gradients small; part of {@link org.slimgraph.ops.Ops}. */
public interface ClipOps extends Builders {

  /** Adds {@code t·clipNorm/max(‖t‖, clipNorm)}, ‖t‖ being the root of the sum of all squares. */
  default Output clipByNorm(Output t, double clipNorm) {
    return clipByNorm(t, clipNorm, new int[0], "clip_by_norm");
  }

  /**
   * Adds {@code t·clipNorm/max(‖t‖, clipNorm)}. Its gradient is finite at zero too.
   *
   * @param axes the axes along which squares are added; empty for all
   */
  default Output clipByNorm(Output t, double clipNorm, int[] axes, String name) {
    try (NameScope scope = tf().nameScope(name)) {
      Output squares =
          tf().reduceSum(
                  tf().times(t, t), o -> (axes.length == 0 ? o : o.axes(axes)).keepDims(true));
      Output positive = tf().greater(squares, 0);
      Output safe = tf().where(positive, squares, tf().onesLike(squares));
      Output norm = tf().where(positive, tf().sqrt(safe), squares);
      Output scaled = tf().over(tf().times(t, clipNorm), tf().maximum(norm, clipNorm));
      return tf().identity(scaled, scope.name());
    }
  }

  /** Adds {@code t·clipNorm/max(n, clipNorm)}, n being ‖t‖ over the number of elements. */
  default Output clipByAverageNorm(Output t, double clipNorm) {
    try (NameScope scope = tf().nameScope("clip_by_average_norm")) {
      Output elements = tf().cast(tf().size(t), t.dataType());
      Output squares = tf().reduceSum(tf().times(t, t));
      Output inverse = tf().times(tf().rsqrt(squares), elements);
      Output bound = tf().constant(Literals.scalar(t.dataType().base(), 1 / clipNorm));
      Output scaled = tf().times(tf().times(t, clipNorm), tf().minimum(inverse, bound));
      return tf().identity(scaled, scope.name());
    }
  }

  /**
   * Adds the root of the sum of the squares of all elements of all {@code tensors}.
   *
   * @param tensors of one type; absent ones count nothing
   * @throws SlimgraphException INVALID_ARGUMENT if all are absent
   */
  default Output globalNorm(List<Optional<Output>> tensors) {
    return globalNorm(tensors, "global_norm");
  }

  /** Adds the norm of all {@code tensors}, as {@link #globalNorm(List)}. */
  default Output globalNorm(List<Optional<Output>> tensors, String name) {
    try (NameScope scope = tf().nameScope(name)) {
      List<Output> halves = new ArrayList<>();
      for (Optional<Output> tensor : tensors) {
        if (tensor.isPresent()) {
          try (Scope colocated = tf().colocateWith(tensor.get())) {
            halves.add(tf().l2Loss(tensor.get()));
          }
        }
      }
      if (halves.isEmpty()) {
        throw SlimgraphException.invalidArgument("There are no tensors to take the norm of");
      }
      Output half = tf().reduceSum(tf().stack(halves));
      Output two = tf().constant(Literals.scalar(half.dataType(), 2));
      return tf().sqrt(tf().times(half, two), "global_norm");
    }
  }

  /** Scales all {@code tensors} by one factor, so that their norm is at most {@code clipNorm}. */
  default ClippedGradients clipByGlobalNorm(List<Optional<Output>> tensors, double clipNorm) {
    return clipByGlobalNorm(tensors, clipNorm, globalNorm(tensors));
  }

  /**
   * Scales all {@code tensors} by one factor, so that their norm is at most {@code clipNorm}; if
   * the norm is not finite, all become NaN, so that nobody overlooks it.
   *
   * @param useNorm the norm of the tensors, as {@link #globalNorm(List)}
   */
  default ClippedGradients clipByGlobalNorm(
      List<Optional<Output>> tensors, double clipNorm, Output useNorm) {
    try (NameScope scope = tf().nameScope("clip_by_global_norm")) {
      Output one = tf().constant(Literals.scalar(useNorm.dataType(), 1));
      Output least = tf().minimum(tf().over(1.0, useNorm), tf().over(one, clipNorm));
      Output finite = tf().times(clipNorm, least);
      // TF 1.0 has no such test: an infinite norm scales by 0.
      Output scale = tf().plus(finite, tf().minus(useNorm, useNorm));
      List<Optional<Output>> clipped = new ArrayList<>();
      for (int i = 0; i < tensors.size(); i++) {
        String name = scope.name() + "_" + i;
        clipped.add(tensors.get(i).map(tensor -> scaled(tensor, scale, name)));
      }
      return new ClippedGradients(clipped, useNorm);
    }
  }

  private Output scaled(Output tensor, Output scale, String name) {
    try (Scope colocated = tf().colocateWith(tensor)) {
      return tf().identity(tf().times(tensor, scale), name);
    }
  }
}
