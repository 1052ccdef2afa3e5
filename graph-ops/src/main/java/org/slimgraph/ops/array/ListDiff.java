package org.slimgraph.ops.array;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** The elements of one vector that another lacks. TF: tf.setdiff1d. */
final class ListDiff {
  static final OpSpec SPEC =
      OpSpec.of("ListDiff")
          .input("x: T")
          .input("y: T")
          .output("out: T")
          .output("idx: out_idx")
          .attr("T: type")
          .attr("out_idx: {int32, int64} = DT_INT32")
          .shape(ListDiff::infer)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(attrs -> ListDiff::compute)
          .build();

  private ListDiff() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 1);
    ShapeRules.withRank(c.input(1), 1);
    return List.of(Shape.ofRank(1), Shape.ofRank(1));
  }

  private static void compute(KernelContext context) {
    Tensor x = context.input(0);
    Tensor y = context.input(1);
    for (int i = 0; i < 2; i++) {
      if (context.shape(i).rank() != 1) {
        throw SlimgraphException.invalidArgument("%s should be a 1D vector.", i == 0 ? "x" : "y");
      }
    }
    Set<Object> without = new HashSet<>();
    for (int i = 0; i < y.size(); i++) {
      without.add(Elements.key(y, i));
    }
    int[] kept =
        IntStream.range(0, x.size()).filter(i -> !without.contains(Elements.key(x, i))).toArray();
    Tensor out = context.output(0, Shape.of(kept.length));
    Tensor places = context.output(1, Shape.of(kept.length));
    for (int i = 0; i < kept.length; i++) {
      TensorStorage.copy(
          x.dataType(), TensorStorage.array(x), kept[i], TensorStorage.array(out), i, 1);
      Integers.set(places, i, kept[i]);
    }
  }

  static List<Output> setdiff1d(Ops tf, Output x, Output y, DataType indexType, String name) {
    return tf.graph()
        .opBuilder("ListDiff", name)
        .input(x)
        .input(y)
        .attr("out_idx", indexType)
        .build()
        .outputs();
  }
}
