package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Adds up what a mirrored tensor's gradient says of each original element. */
final class MirrorPadGrad {
  static final OpSpec SPEC =
      OpSpec.of("MirrorPadGrad")
          .input("input: T")
          .input("paddings: Tpaddings")
          .output("output: T")
          .attr("T: type")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .attr("mode: {'REFLECT', 'SYMMETRIC'}")
          .shape(c -> List.of(Pad.padded(c, -1)))
          .gradient(MirrorPadGrad::gradient)
          .kernel(MirrorPadGrad::kernel)
          .build();

  private MirrorPadGrad() {}

  private static Kernel kernel(Attributes attrs) {
    int edge = MirrorPad.edge(attrs);
    return context -> {
      Tensor dy = context.input(0);
      long[] pads = Pad.paddings(dy.shape(), context.input(1)).toArray();
      long[] dims = dy.shape().dims();
      for (int i = 0; i < dims.length; i++) {
        dims[i] -= pads[2 * i] + pads[2 * i + 1];
        if (dims[i] < 0) {
          throw SlimgraphException.invalidArgument(
              "Paddings %d %d are wider than dimension %d of shape %s",
              pads[2 * i], pads[2 * i + 1], i, dy.shape().toBrackets());
        }
      }
      Shape shape = Shape.of(dims);
      MirrorPad.check(shape, pads, edge);
      Tensor out = context.output(0, shape);
      Elements.zero(out);
      fold(dy, pads, edge, out);
    };
  }

  private static void fold(Tensor dy, long[] pads, int edge, Tensor out) {
    int rank = dy.shape().rank();
    int[][] places = new int[rank][];
    int stride = 1;
    for (int d = rank - 1; d >= 0; d--) {
      int size = (int) out.shape().dim(d);
      places[d] = new int[(int) dy.shape().dim(d)];
      for (int i = 0; i < places[d].length; i++) {
        int at = i - (int) pads[2 * d];
        at = at < 0 ? -at - 1 + edge : at;
        at = at >= size ? 2 * size - 1 - edge - at : at;
        places[d][i] = at * stride;
      }
      stride *= size;
    }
    int[] index = new int[rank];
    for (int i = 0; i < dy.size(); i++) {
      int target = 0;
      for (int d = 0; d < rank; d++) {
        target += places[d][index[d]];
      }
      Elements.add(
          dy.dataType(), 1, TensorStorage.array(dy), i, TensorStorage.array(out), target, 1);
      for (int d = rank - 1; d >= 0 && ++index[d] == places[d].length; d--) {
        index[d] = 0;
      }
    }
  }

  private static void gradient(GradientContext g) {
    String mode = g.op().attrs().string("mode");
    g.set(0, MirrorPad.build(g.tf(), "MirrorPad", g.dy(0), g.input(1), mode, "MirrorPad"));
  }
}
