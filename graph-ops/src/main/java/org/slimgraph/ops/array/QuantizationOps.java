package org.slimgraph.ops.array;

import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;

/** Builders of fake quantisation; part of {@link ArrayOps}. */
public interface QuantizationOps extends Builders {

  /**
   * Rounds values to the 256 that 8 bits stand for between two fixed bounds. TF:
   * tf.fake_quant_with_min_max_args.
   *
   * @param inputs float, of any shape
   * @param min the lower bound; both are moved so that 0 is one of the values
   * @param max the upper bound
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT while running, unless {@code
   *     min} is below {@code max}
   */
  default Output fakeQuantWithMinMaxArgs(Output inputs, float min, float max) {
    return fakeQuantWithMinMaxArgs(inputs, min, max, 8, false, "FakeQuantWithMinMaxArgs");
  }

  /**
   * As {@link #fakeQuantWithMinMaxArgs(Output, float, float)}.
   *
   * @param numBits 2 to 16
   * @param narrowRange whether the least integer is 1 instead of 0
   */
  default Output fakeQuantWithMinMaxArgs(
      Output inputs, float min, float max, int numBits, boolean narrowRange, String name) {
    return FakeQuantization.args(tf(), inputs, min, max, numBits, narrowRange, name);
  }

  /**
   * Rounds values to the 256 that 8 bits stand for between two variable bounds, to which gradients
   * flow. TF: tf.fake_quant_with_min_max_vars.
   *
   * @param inputs float, of any shape
   * @param min float scalar
   * @param max float scalar
   */
  default Output fakeQuantWithMinMaxVars(Output inputs, Output min, Output max) {
    return fakeQuantWithMinMaxVars(inputs, min, max, 8, false, "FakeQuantWithMinMaxVars");
  }

  /**
   * As {@link #fakeQuantWithMinMaxVars(Output, Output, Output)}.
   *
   * @param numBits 2 to 16
   * @param narrowRange whether the least integer is 1 instead of 0
   */
  default Output fakeQuantWithMinMaxVars(
      Output inputs, Output min, Output max, int numBits, boolean narrowRange, String name) {
    return FakeQuantization.vars(
        tf(), "FakeQuantWithMinMaxVars", inputs, min, max, numBits, narrowRange, name);
  }

  /**
   * Rounds values as {@link #fakeQuantWithMinMaxVars(Output, Output, Output)}, with bounds of their
   * own for each channel. TF: tf.fake_quant_with_min_max_vars_per_channel.
   *
   * @param inputs float, the channels last
   * @param min float [channels]
   * @param max float [channels]
   */
  default Output fakeQuantWithMinMaxVarsPerChannel(Output inputs, Output min, Output max) {
    return fakeQuantWithMinMaxVarsPerChannel(
        inputs, min, max, 8, false, "FakeQuantWithMinMaxVarsPerChannel");
  }

  /**
   * As {@link #fakeQuantWithMinMaxVarsPerChannel(Output, Output, Output)}.
   *
   * @param numBits 2 to 16
   * @param narrowRange whether the least integer is 1 instead of 0
   */
  default Output fakeQuantWithMinMaxVarsPerChannel(
      Output inputs, Output min, Output max, int numBits, boolean narrowRange, String name) {
    return FakeQuantization.vars(
        tf(), "FakeQuantWithMinMaxVarsPerChannel", inputs, min, max, numBits, narrowRange, name);
  }
}
