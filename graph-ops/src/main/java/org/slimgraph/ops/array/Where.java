package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** The places of elements that are true, or not zero. TF: tf.where with one argument. */
final class Where {
  static final OpSpec SPEC =
      OpSpec.of("Where")
          .input("input: T")
          .output("index: int64")
          .attr(
              "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, uint16, complex128, half, uint32, uint64, bool} = DT_BOOL")
          .shape(Where::infer)
          .notDifferentiable("places are integers")
          .kernel(attrs -> Where::compute)
          .build();

  private Where() {}

  private static List<Shape> infer(ShapeContext c) {
    return List.of(Shape.of(-1, c.input(0).rank()));
  }

  private static void compute(KernelContext context) {
    Tensor in = context.input(0);
    int rank = in.shape().rank();
    if (rank == 0) {
      throw SlimgraphException.invalidArgument("WhereOp : Unhandled input dimensions: 0");
    }
    int count = 0;
    for (int i = 0; i < in.size(); i++) {
      count += Elements.isSet(in, i) ? 1 : 0;
    }
    long[] places = context.outputLongs(0, Shape.of(count, rank));
    int at = 0;
    for (int i = 0; i < in.size(); i++) {
      if (Elements.isSet(in, i)) {
        long rest = i;
        for (int d = rank - 1; d >= 0; d--) {
          places[at + d] = rest % in.shape().dim(d);
          rest /= in.shape().dim(d);
        }
        at += rank;
      }
    }
  }

  static Output where(Ops tf, Output condition, String name) {
    return tf.graph().opBuilder("Where", name).input(condition).build().output(0);
  }
}
