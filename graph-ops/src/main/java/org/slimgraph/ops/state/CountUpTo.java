package org.slimgraph.ops.state;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Returns a counter's value and moves it on, up to a limit. TF: tf.count_up_to. */
final class CountUpTo {
  static final OpSpec SPEC =
      OpSpec.of("CountUpTo")
          .input("ref: Ref(T)")
          .output("output: T")
          .attr("limit: int")
          .attr("T: {int32, int64}")
          .shape(CountUpTo::infer)
          .notDifferentiable("its output is an integer")
          .traits(traits -> traits.writes(0))
          .kernel(CountUpTo::kernel)
          .build();

  private CountUpTo() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(ShapeRules.withRank(c.input(0), 0));
  }

  private static Kernel kernel(Attributes attrs) {
    long limit = attrs.integer("limit");
    return context -> compute(context, limit);
  }

  private static void compute(KernelContext context, long limit) {
    boolean isLong = context.outputType(0) == DataType.INT64;
    long[] before = new long[1];
    context
        .variable(0)
        .updateInPlace(
            counter -> {
              before[0] = isLong ? TensorStorage.longs(counter)[0] : TensorStorage.ints(counter)[0];
              if (before[0] >= limit) {
                throw SlimgraphException.outOfRange("Reached limit of %d", limit);
              }
              if (isLong) {
                TensorStorage.longs(counter)[0]++;
              } else {
                TensorStorage.ints(counter)[0]++;
              }
            });
    context.setOutput(
        0, isLong ? Tensor.scalar(before[0]) : Tensor.scalar(Math.toIntExact(before[0])));
  }
}
