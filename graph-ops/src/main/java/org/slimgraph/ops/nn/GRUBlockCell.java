package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.RecurrentCells;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/**
 * One step of a gated recurrent unit: reset and update gates, candidate and new state. TF:
 * tf.contrib.rnn.GRUBlockCellV2.
 */
final class GRUBlockCell {
  static final OpSpec SPEC =
      OpSpec.of("GRUBlockCell")
          .input("x: T")
          .input("h_prev: T")
          .input("w_ru: T")
          .input("w_c: T")
          .input("b_ru: T")
          .input("b_c: T")
          .output("r: T")
          .output("u: T")
          .output("c: T")
          .output("h: T")
          .attr("T: {float}")
          .shape(GRUBlockCell::infer)
          .notDifferentiable("TF's core registers no gradient for it")
          .kernel(attrs -> GRUBlockCell::compute)
          .build();

  private GRUBlockCell() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape x = ShapeRules.withRank(c.input(0), 2);
    Shape state = ShapeRules.withRank(c.input(1), 2);
    Shape out = Shape.of(ShapeRules.mergeDim(x.dim(0), state.dim(0)), state.dim(1));
    return List.of(out, out, out, out);
  }

  private static void check(KernelContext context) {
    Shape x = context.shape(0);
    Shape state = context.shape(1);
    if (x.rank() != 2 || state.rank() != 2 || x.dim(0) != state.dim(0)) {
      throw SlimgraphException.invalidArgument(
          "x and h_prev must be matrices of one batch size, not %s and %s",
          x.toBrackets(), state.toBrackets());
    }
    long cell = state.dim(1);
    Shape[] wanted = {
      Shape.of(x.dim(1) + cell, 2 * cell),
      Shape.of(x.dim(1) + cell, cell),
      Shape.of(2 * cell),
      Shape.of(cell)
    };
    String[] names = {"w_ru", "w_c", "b_ru", "b_c"};
    for (int i = 0; i < 4; i++) {
      if (!context.shape(2 + i).equals(wanted[i])) {
        throw SlimgraphException.invalidArgument(
            "%s must have shape %s, not %s",
            names[i], wanted[i].toBrackets(), context.shape(2 + i).toBrackets());
      }
    }
  }

  private static void compute(KernelContext context) {
    check(context);
    int inputs = (int) context.shape(0).dim(1);
    Shape shape = context.shape(1);
    int cell = (int) shape.dim(1);
    float[] x = context.floats(0);
    float[] previous = context.floats(1);
    float[] gateWeights = context.floats(2);
    float[] candidateWeights = context.floats(3);
    float[][] out = new float[4][];
    for (int i = 0; i < 4; i++) {
      out[i] = context.outputFloats(i, shape);
    }
    context
        .parallel()
        .run(
            (int) shape.dim(0),
            n -> {
              float[] gates = new float[2 * cell];
              System.arraycopy(context.floats(4), 0, gates, 0, 2 * cell);
              RecurrentCells.addProduct(x, n * inputs, inputs, gateWeights, 0, 2 * cell, gates, 0);
              RecurrentCells.addProduct(
                  previous, n * cell, cell, gateWeights, inputs * 2 * cell, 2 * cell, gates, 0);
              float[] reset = new float[cell];
              for (int j = 0; j < cell; j++) {
                out[0][n * cell + j] = RecurrentCells.sigmoid(gates[j]);
                out[1][n * cell + j] = RecurrentCells.sigmoid(gates[cell + j]);
                reset[j] = previous[n * cell + j] * out[0][n * cell + j];
              }
              float[] sums = new float[cell];
              System.arraycopy(context.floats(5), 0, sums, 0, cell);
              RecurrentCells.addProduct(x, n * inputs, inputs, candidateWeights, 0, cell, sums, 0);
              RecurrentCells.addProduct(
                  reset, 0, cell, candidateWeights, inputs * cell, cell, sums, 0);
              for (int j = 0; j < cell; j++) {
                int at = n * cell + j;
                float update = out[1][at];
                out[2][at] = RecurrentCells.tanh(sums[j]);
                out[3][at] = update * previous[at] + (1 - update) * out[2][at];
              }
            });
  }
}
