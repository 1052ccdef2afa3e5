package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The distinct elements, in order of appearance. TF: tf.unique, tf.unique_with_counts. */
final class Unique {
  static final OpSpec SPEC =
      OpSpec.of("Unique")
          .input("x: T")
          .output("y: T")
          .output("idx: out_idx")
          .attr("T: type")
          .attr("out_idx: {int32, int64} = DT_INT32")
          .shape(Unique::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> compute(context, 0))
          .build();

  static final OpSpec COUNTS_SPEC =
      OpSpec.of("UniqueWithCounts")
          .input("x: T")
          .output("y: T")
          .output("idx: out_idx")
          .output("count: out_idx")
          .attr("T: type")
          .attr("out_idx: {int32, int64} = DT_INT32")
          .shape(Unique::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> context -> compute(context, 0))
          .build();

  /** Distinct slices along an axis. */
  static final OpSpec V2_SPEC =
      OpSpec.of("UniqueV2")
          .input("x: T")
          .input("axis: Taxis")
          .output("y: T")
          .output("idx: out_idx")
          .attr("T: type")
          .attr("Taxis: {int32, int64} = DT_INT64")
          .attr("out_idx: {int32, int64} = DT_INT32")
          .shape(Unique::inferV2)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> Unique::computeV2)
          .build();

  static final OpSpec V2_COUNTS_SPEC =
      OpSpec.of("UniqueWithCountsV2")
          .input("x: T")
          .input("axis: Taxis")
          .output("y: T")
          .output("idx: out_idx")
          .output("count: out_idx")
          .attr("T: type")
          .attr("Taxis: {int32, int64} = DT_INT64")
          .attr("out_idx: {int32, int64} = DT_INT32")
          .shape(Unique::inferV2)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> Unique::computeV2)
          .build();

  private Unique() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = ShapeRules.withRank(c.input(0), 1);
    return c.outputCount() == 3
        ? List.of(Shape.ofRank(1), in, Shape.ofRank(1))
        : List.of(Shape.ofRank(1), in);
  }

  private static List<Shape> inferV2(ShapeContext c) {
    Shape y = c.input(0).isRankKnown() ? Shape.ofRank(c.input(0).rank()) : Shape.unknown();
    Shape places = c.input(0).rank() == 1 ? c.input(0) : Shape.ofRank(1);
    return c.outputCount() == 3 ? List.of(y, places, Shape.ofRank(1)) : List.of(y, places);
  }

  private static void computeV2(KernelContext context) {
    Tensor axis = context.input(1);
    int rank = context.shape(0).rank();
    if (axis.size() == 0) {
      compute(context, 0);
      return;
    }
    long at = Integers.at(axis, 0);
    if (axis.size() > 1 || at < -rank || at >= rank) {
      throw SlimgraphException.invalidArgument("axis has to be between [0, %d)", rank);
    }
    compute(context, (int) (at < 0 ? at + rank : at));
  }

  private static void compute(KernelContext context, int axis) {
    Tensor x = context.input(0);
    if (x.shape().rank() != 1 && context.inputCount() < 2) {
      throw SlimgraphException.invalidArgument("unique expects a 1D vector.");
    }
    int outer = Integers.product(x.shape(), 0, axis);
    int size = (int) x.shape().dim(axis);
    int inner = Integers.product(x.shape(), axis + 1, x.shape().rank());
    Map<Object, Integer> seen = new HashMap<>();
    List<Integer> firsts = new ArrayList<>();
    int[] counts = new int[size];
    Tensor places = context.output(1, Shape.of(size));
    for (int i = 0; i < size; i++) {
      int place = seen.computeIfAbsent(key(x, outer, size, inner, i), k -> seen.size());
      if (place == firsts.size()) {
        firsts.add(i);
      }
      counts[place]++;
      Integers.set(places, i, place);
    }
    Tensor y = context.output(0, x.shape().withDim(axis, firsts.size()));
    for (int i = 0; i < firsts.size(); i++) {
      View.copyRows(
          x,
          size * inner,
          firsts.get(i) * inner,
          y,
          firsts.size() * inner,
          i * inner,
          outer,
          inner,
          context.parallel());
    }
    if (context.outputCount() == 3) {
      Tensor out = context.output(2, Shape.of(firsts.size()));
      for (int i = 0; i < firsts.size(); i++) {
        Integers.set(out, i, counts[i]);
      }
    }
  }

  private static Object key(Tensor x, int outer, int size, int inner, int i) {
    if (outer == 1 && inner == 1) {
      return Elements.key(x, i);
    }
    List<Object> keys = new ArrayList<>();
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < inner; k++) {
        keys.add(Elements.key(x, (o * size + i) * inner + k));
      }
    }
    return keys;
  }

  /** Adds a Unique or a UniqueWithCounts. */
  static List<Output> build(Ops tf, String type, Output x, String name) {
    return tf.graph().opBuilder(type, name).input(x).build().outputs();
  }
}
