package org.slimgraph.ops.nn;

import org.slimgraph.cpu.Parallel;
import org.slimgraph.cpu.RecurrentCells;

/**
 * The steps of a long short-term memory, forward and backward. Rows of the batch are independent
 * going forward; going back, all add to the weights' gradients, one row after another.
 *
 * <p>Arrays come in TF's order: the state is cs_prev, h_prev, w, wci, wcf, wco, b; the values are
 * i, cs, f, o, ci, co, h. Gates stand in w and b as i, ci, f, o.
 *
 * @param batch rows
 * @param inputs elements of an input
 * @param cell elements of the state
 * @param peephole whether gates look at the cell's state
 * @param forgetBias what is added to the forget gate
 * @param clip the bound of the cell's state, none if it is not positive
 */
record LstmSteps(int batch, int inputs, int cell, boolean peephole, float forgetBias, float clip) {

  void forward(float[] x, float[][] state, int length, float[][] out, Parallel parallel) {
    parallel.run(
        batch,
        n -> {
          float[] gates = new float[4 * cell];
          for (int t = 0; t < length; t++) {
            int row = t * batch + n;
            float[] previousCells = t == 0 ? state[0] : out[1];
            float[] previousOutputs = t == 0 ? state[1] : out[6];
            int before = (t == 0 ? n : row - batch) * cell;
            System.arraycopy(state[6], 0, gates, 0, 4 * cell);
            RecurrentCells.addProduct(x, row * inputs, inputs, state[2], 0, 4 * cell, gates, 0);
            RecurrentCells.addProduct(
                previousOutputs, before, cell, state[2], inputs * 4 * cell, 4 * cell, gates, 0);
            for (int j = 0; j < cell; j++) {
              step(state, gates, j, previousCells[before + j], out, row * cell + j);
            }
          }
        });
  }

  private void step(float[][] state, float[] gates, int j, float previous, float[][] out, int at) {
    float in = gates[j];
    float forget = gates[2 * cell + j] + forgetBias;
    if (peephole) {
      in += previous * state[3][j];
      forget += previous * state[4][j];
    }
    out[0][at] = RecurrentCells.sigmoid(in);
    out[4][at] = RecurrentCells.tanh(gates[cell + j]);
    out[2][at] = RecurrentCells.sigmoid(forget);
    float next = out[4][at] * out[0][at] + previous * out[2][at];
    if (clip > 0) {
      next = Math.max(-clip, Math.min(next, clip));
    }
    out[1][at] = next;
    float open = gates[3 * cell + j] + (peephole ? next * state[5][j] : 0);
    out[3][at] = RecurrentCells.sigmoid(open);
    out[5][at] = RecurrentCells.tanh(next);
    out[6][at] = out[3][at] * out[5][at];
  }

  /**
   * Adds gradients up.
   *
   * @param values the seven results of {@link #forward}, the gradients of cs and of h
   * @param gradients of x, cs_prev, h_prev, w, wci, wcf, wco, b; zeros to begin with
   */
  void backward(float[] x, float[][] state, int length, float[][] values, float[][] gradients) {
    float[] gates = new float[4 * cell];
    float[] cellGradients = gradients[1];
    float[] outputGradients = gradients[2];
    for (int t = length - 1; t >= 0; t--) {
      for (int n = 0; n < batch; n++) {
        int row = t * batch + n;
        int before = (t == 0 ? n : row - batch) * cell;
        float[] previousCells = t == 0 ? state[0] : values[1];
        float[] previousOutputs = t == 0 ? state[1] : values[6];
        for (int j = 0; j < cell; j++) {
          cellGradients[n * cell + j] =
              stepBack(
                  state,
                  values,
                  row * cell + j,
                  j,
                  previousCells[before + j],
                  cellGradients[n * cell + j],
                  outputGradients[n * cell + j],
                  gates,
                  gradients);
          outputGradients[n * cell + j] = 0;
        }
        RecurrentCells.addTransposedProduct(
            gates, 0, inputs, state[2], 0, 4 * cell, gradients[0], row * inputs);
        RecurrentCells.addTransposedProduct(
            gates, 0, cell, state[2], inputs * 4 * cell, 4 * cell, outputGradients, n * cell);
        addWeights(x, row * inputs, inputs, gates, gradients[3], 0);
        addWeights(previousOutputs, before, cell, gates, gradients[3], inputs * 4 * cell);
        for (int j = 0; j < 4 * cell; j++) {
          gradients[7][j] += gates[j];
        }
      }
    }
  }

  /** Sets the gradients of the gates and returns that of the previous state of the cell. */
  private float stepBack(
      float[][] state,
      float[][] values,
      int at,
      int j,
      float previous,
      float laterCell,
      float laterOutput,
      float[] gates,
      float[][] gradients) {
    float in = values[0][at];
    float forget = values[2][at];
    float open = values[3][at];
    float candidate = values[4][at];
    float bounded = values[5][at];
    float output = values[8][at] + laterOutput;
    float dOpen = open * (1 - open) * output * bounded;
    float dCell = (1 - bounded * bounded) * output * open + values[7][at] + laterCell;
    if (peephole) {
      dCell += dOpen * state[5][j];
    }
    float dForget = forget * (1 - forget) * dCell * previous;
    float dIn = in * (1 - in) * dCell * candidate;
    gates[j] = dIn;
    gates[cell + j] = (1 - candidate * candidate) * dCell * in;
    gates[2 * cell + j] = dForget;
    gates[3 * cell + j] = dOpen;
    float dPrevious = dCell * forget;
    if (peephole) {
      dPrevious += dIn * state[3][j] + dForget * state[4][j];
      gradients[4][j] += dIn * previous;
      gradients[5][j] += dForget * previous;
      gradients[6][j] += dOpen * values[1][at];
    }
    return dPrevious;
  }

  private void addWeights(
      float[] row, int rowAt, int rows, float[] gates, float[] weights, int first) {
    for (int k = 0; k < rows; k++) {
      int to = first + k * 4 * cell;
      for (int j = 0; j < 4 * cell; j++) {
        weights[to + j] += row[rowAt + k] * gates[j];
      }
    }
  }
}
