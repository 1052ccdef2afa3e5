package org.slimgraph.ops.nn;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/**
 * A long short-term memory over a sequence [time, batch, inputs], one step of it, and the gradient
 * of the sequence. TF: tf.contrib.rnn.LSTMBlockFusedCell, tf.contrib.rnn.LSTMBlockCell.
 */
final class BlockLSTM {
  private static final String[] OUTPUTS = {"i", "cs", "f", "o", "ci", "co", "h"};
  private static final String[] STATE = {"cs_prev", "h_prev", "w", "wci", "wcf", "wco", "b"};

  static final OpSpec SPEC =
      withOutputs(withState(OpSpec.of("BlockLSTM").input("seq_len_max: int64").input("x: T")))
          .attr("forget_bias: float = 1.0")
          .attr("cell_clip: float = 3.0")
          .attr("use_peephole: bool = false")
          .attr("T: {half, float}")
          .shape(BlockLSTM::infer)
          .gradient(BlockLSTM::gradient)
          .kernel(DataType.FLOAT, attrs -> sequence(attrs))
          .kernel(DataType.HALF, Widened.of(attrs -> sequence(attrs)))
          .build();

  static final OpSpec CELL =
      withOutputs(withState(OpSpec.of("LSTMBlockCell").input("x: T")))
          .attr("forget_bias: float = 1.0")
          .attr("cell_clip: float = 3.0")
          .attr("use_peephole: bool = false")
          .attr("T: {half, float}")
          .shape(BlockLSTM::inferCell)
          .notDifferentiable("TF's core registers no gradient for it")
          .kernel(DataType.FLOAT, attrs -> cell(attrs))
          .kernel(DataType.HALF, Widened.of(attrs -> cell(attrs)))
          .build();

  static final OpSpec GRAD =
      gradSpec()
          .shape(BlockLSTM::inferGradient)
          .notDifferentiable("TF registers no gradient for it")
          .kernel(DataType.FLOAT, attrs -> backward(attrs))
          .kernel(DataType.HALF, Widened.of(attrs -> backward(attrs)))
          .build();

  private BlockLSTM() {}

  private static OpSpec.Builder withState(OpSpec.Builder spec) {
    for (String name : STATE) {
      spec.input(name + ": T");
    }
    return spec;
  }

  private static OpSpec.Builder withOutputs(OpSpec.Builder spec) {
    for (String name : OUTPUTS) {
      spec.output(name + ": T");
    }
    return spec;
  }

  private static OpSpec.Builder gradSpec() {
    OpSpec.Builder spec =
        withState(OpSpec.of("BlockLSTMGrad").input("seq_len_max: int64").input("x: T"));
    for (String name : OUTPUTS) {
      spec.input(name + ": T");
    }
    spec.input("cs_grad: T").input("h_grad: T").output("x_grad: T");
    for (String name : STATE) {
      spec.output(name + "_grad: T");
    }
    return spec.attr("use_peephole: bool").attr("T: {half, float}");
  }

  private static List<Shape> inferCell(ShapeContext c) {
    Shape x = ShapeRules.withRank(c.input(0), 2);
    Shape state = ShapeRules.withRank(c.input(1), 2);
    return java.util.Collections.nCopies(c.outputCount(), Shape.of(x.dim(0), state.dim(1)));
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape x = ShapeRules.withRank(c.input(1), 3);
    Shape bias = ShapeRules.withRank(c.input(8), 1);
    long gates = bias.dim(0);
    if (gates >= 0 && gates % 4 != 0) {
      throw SlimgraphException.invalidArgument(
          "Dimension size must be evenly divisible by 4 but is %d", gates);
    }
    Shape out = x.withDim(2, gates < 0 ? -1 : gates / 4);
    return java.util.Collections.nCopies(c.outputCount(), out);
  }

  private static List<Shape> inferGradient(ShapeContext c) {
    return List.of(
        ShapeRules.withRank(c.input(1), 3),
        ShapeRules.withRank(c.input(2), 2),
        ShapeRules.withRank(c.input(3), 2),
        ShapeRules.withRank(c.input(4), 2),
        ShapeRules.withRank(c.input(5), 1),
        ShapeRules.withRank(c.input(6), 1),
        ShapeRules.withRank(c.input(7), 1),
        ShapeRules.withRank(c.input(8), 1));
  }

  /**
   * Checks the shapes of the state and weights, inputs {@code first} on, against the input.
   *
   * @param batch the batch size of the input
   * @param inputs the elements of one input
   */
  private static LstmSteps steps(
      KernelContext context, Attributes attrs, int first, long batch, long inputs) {
    if (context.shape(first).rank() != 2 || context.shape(first).dim(0) != batch) {
      throw SlimgraphException.invalidArgument(
          "cs_prev must be [%d, cell size], not %s", batch, context.shape(first).toBrackets());
    }
    long cell = context.shape(first).dim(1);
    boolean peephole = attrs.bool("use_peephole");
    Shape[] wanted = {
      Shape.of(batch, cell),
      Shape.of(batch, cell),
      Shape.of(inputs + cell, 4 * cell),
      Shape.of(cell),
      Shape.of(cell),
      Shape.of(cell),
      Shape.of(4 * cell)
    };
    for (int i = 0; i < wanted.length; i++) {
      boolean unread = !peephole && i >= 3 && i <= 5;
      if (!unread && !context.shape(first + i).equals(wanted[i])) {
        throw SlimgraphException.invalidArgument(
            "%s must have shape %s, not %s",
            STATE[i], wanted[i].toBrackets(), context.shape(first + i).toBrackets());
      }
    }
    return new LstmSteps(
        (int) batch,
        (int) inputs,
        (int) cell,
        peephole,
        attrs.find("forget_bias").isPresent() ? attrs.real("forget_bias") : 0f,
        attrs.find("cell_clip").isPresent() ? attrs.real("cell_clip") : 0f);
  }

  private static Shape sequenceShape(KernelContext context) {
    Shape x = context.shape(1);
    if (x.rank() != 3) {
      throw SlimgraphException.invalidArgument("x must be 3D, not %s", x.toBrackets());
    }
    return x;
  }

  private static int length(KernelContext context, Shape x) {
    if (context.shape(0).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "seq_len_max must be a scalar, not %s", context.shape(0).toBrackets());
    }
    long length = context.longs(0)[0];
    if (length < 0 || length > x.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "seq_len_max must be from 0 to the %d steps of x, not %d", x.dim(0), length);
    }
    return (int) length;
  }

  private static Kernel sequence(Attributes attrs) {
    return context -> {
      Shape x = sequenceShape(context);
      int length = length(context, x);
      LstmSteps steps = steps(context, attrs, 2, x.dim(1), x.dim(2));
      float[][] out = outputs(context, Shape.of(x.dim(0), x.dim(1), steps.cell()));
      float[][] state = floats(context, 2, 7);
      steps.forward(context.floats(1), state, length, out, context.parallel());
      int size = steps.batch() * steps.cell();
      for (float[] values : out) {
        Arrays.fill(values, length * size, (int) x.dim(0) * size, 0f);
      }
    };
  }

  private static Kernel cell(Attributes attrs) {
    return context -> {
      Shape x = context.shape(0);
      if (x.rank() != 2) {
        throw SlimgraphException.invalidArgument("x must be 2D, not %s", x.toBrackets());
      }
      LstmSteps steps = steps(context, attrs, 1, x.dim(0), x.dim(1));
      float[][] out = outputs(context, Shape.of(x.dim(0), steps.cell()));
      steps.forward(context.floats(0), floats(context, 1, 7), 1, out, context.parallel());
    };
  }

  private static float[][] outputs(KernelContext context, Shape shape) {
    float[][] out = new float[OUTPUTS.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = context.outputFloats(i, shape);
    }
    return out;
  }

  private static float[][] floats(KernelContext context, int first, int count) {
    float[][] arrays = new float[count][];
    for (int i = 0; i < count; i++) {
      arrays[i] = context.floats(first + i);
    }
    return arrays;
  }

  private static Kernel backward(Attributes attrs) {
    return context -> {
      Shape x = sequenceShape(context);
      int length = length(context, x);
      LstmSteps steps = steps(context, attrs, 2, x.dim(1), x.dim(2));
      Shape all = Shape.of(x.dim(0), x.dim(1), steps.cell());
      for (int i = 9; i < 18; i++) {
        if (!context.shape(i).equals(all)) {
          throw SlimgraphException.invalidArgument(
              "Input %d must have shape %s, not %s",
              i, all.toBrackets(), context.shape(i).toBrackets());
        }
      }
      float[][] gradients = new float[8][];
      for (int i = 0; i < 8; i++) {
        Shape shape = context.shape(1 + i);
        gradients[i] = context.outputFloats(i, shape);
        Arrays.fill(gradients[i], 0, (int) shape.elementCount(), 0f);
      }
      steps.backward(
          context.floats(1), floats(context, 2, 7), length, floats(context, 9, 9), gradients);
    };
  }

  /** Only the cell states and the outputs pass gradients on, as in TF. */
  private static void gradient(GradientContext g) {
    var builder = g.tf().graph().opBuilder("BlockLSTMGrad", "BlockLSTMGrad");
    for (int i = 0; i < 9; i++) {
      builder.input(g.input(i));
    }
    for (int i = 0; i < 7; i++) {
      builder.input(g.output(i));
    }
    Operation op =
        builder
            .input(g.dy(1))
            .input(g.dy(6))
            .attr("use_peephole", g.op().attrs().bool("use_peephole"))
            .build();
    for (int i = 0; i < 8; i++) {
      g.set(1 + i, op.output(i));
    }
  }
}
