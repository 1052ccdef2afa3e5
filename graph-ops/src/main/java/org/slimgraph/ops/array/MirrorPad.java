package org.slimgraph.ops.array;

import org.slimgraph.cpu.Parallel;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Surrounds a tensor with its own mirror image. TF: tf.pad with mode REFLECT or SYMMETRIC. */
final class MirrorPad {
  static final OpSpec SPEC =
      OpSpec.of("MirrorPad")
          .input("input: T")
          .input("paddings: Tpaddings")
          .output("output: T")
          .attr("T: type")
          .attr("Tpaddings: {int32, int64} = DT_INT32")
          .attr("mode: {'REFLECT', 'SYMMETRIC'}")
          .shape(Pad::infer)
          .gradient(MirrorPad::gradient)
          .kernel(MirrorPad::kernel)
          .build();

  private MirrorPad() {}

  private static Kernel kernel(Attributes attrs) {
    int edge = edge(attrs);
    return context -> {
      Tensor in = context.input(0);
      Shape shape = in.shape();
      long[] pads = Pad.paddings(shape, context.input(1)).toArray();
      check(shape, pads, edge);
      long[] dims = shape.dims();
      for (int i = 0; i < dims.length; i++) {
        dims[i] += pads[2 * i] + pads[2 * i + 1];
      }
      mirror(in, pads, edge, context.output(0, Shape.of(dims)), context.parallel());
    };
  }

  /** Returns 1 if the edge itself is not repeated (REFLECT), else 0. */
  static int edge(Attributes attrs) {
    return attrs.string("mode").equals("REFLECT") ? 1 : 0;
  }

  /** Checks that there are enough elements to mirror. */
  static void check(Shape shape, long[] pads, int edge) {
    for (int i = 0; i < shape.rank(); i++) {
      long most = shape.dim(i) - edge;
      if (pads[2 * i] > most || pads[2 * i + 1] > most) {
        throw SlimgraphException.invalidArgument(
            edge == 1
                ? "paddings must be less than the dimension size: %d, %d not less than %d"
                : "paddings must be no greater than the dimension size: %d, %d greater than %d",
            pads[2 * i],
            pads[2 * i + 1],
            shape.dim(i));
      }
    }
  }

  /**
   * Copies the input into the middle, then mirrors axis by axis: along the axes before the current
   * one everything is there already, along those after it only the middle.
   */
  private static void mirror(Tensor in, long[] pads, int edge, Tensor out, Parallel parallel) {
    Shape shape = in.shape();
    DataType type = in.dataType();
    View middle = View.of(out.shape());
    for (int i = 0; i < shape.rank(); i++) {
      middle = middle.part(i, (int) pads[2 * i], (int) shape.dim(i));
    }
    View.of(shape).to(middle, type).run(in, out, parallel);
    for (int i = 0; i < shape.rank(); i++) {
      View all = View.of(out.shape());
      for (int d = i + 1; d < shape.rank(); d++) {
        all = all.part(d, (int) pads[2 * d], (int) shape.dim(d));
      }
      int before = (int) pads[2 * i];
      int after = (int) pads[2 * i + 1];
      int size = (int) shape.dim(i);
      all.every(i, before + edge + before - 1, -1, before)
          .to(all.part(i, 0, before), type)
          .run(out, out, parallel);
      all.every(i, before + size - 1 - edge, -1, after)
          .to(all.part(i, before + size, after), type)
          .run(out, out, parallel);
    }
  }

  private static void gradient(GradientContext g) {
    g.set(
        0,
        build(
            g.tf(),
            "MirrorPadGrad",
            g.dy(0),
            g.input(1),
            g.op().attrs().string("mode"),
            "MirrorPadGrad"));
  }

  /** Adds a MirrorPad or a MirrorPadGrad. */
  static Output build(Ops tf, String type, Output x, Output paddings, String mode, String name) {
    return tf.graph()
        .opBuilder(type, name)
        .input(x)
        .input(paddings)
        .attr("mode", mode)
        .build()
        .output(0);
  }

  static Output mirrorPad(Ops tf, Output x, int[][] paddings, String mode, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      Output pads = tf.constant(Pad.matrix(paddings), "paddings");
      return build(tf, "MirrorPad", x, pads, mode, scope.name());
    }
  }
}
