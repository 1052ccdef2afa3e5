package org.slimgraph.slim;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.nn.NnOps;

/** The layers without windows, but for batch_norm; part of {@link Slim}. */
public interface VectorLayers {

  /** Returns the layers that this is a part of. */
  Slim slim();

  /** Adds a dense layer with relu. */
  default Output fullyConnected(Output inputs, int numOutputs) {
    return fullyConnected(inputs, numOutputs, o -> {});
  }

  /**
   * Adds a dense layer: a matrix product along the last dimension, then the normalizer or a bias,
   * then the activation, relu unless set.
   *
   * <p>Variables: {@code fully_connected/weights} [in, numOutputs] and, without a normalizer,
   * {@code fully_connected/biases} [numOutputs].
   *
   * @param inputs of rank 2 or more; the last size must be known
   * @return the shape of {@code inputs} with {@code numOutputs} as its last size
   * @throws SlimgraphException INVALID_ARGUMENT for another rank or an unknown last size
   */
  default Output fullyConnected(
      Output inputs, int numOutputs, Consumer<? super FullyConnectedOptions> set) {
    return new FullyConnected(
            slim(), LayerCall.Style.SLIM, inputs, slim().options(Slim.FULLY_CONNECTED, set))
        .build("fully_connected", numOutputs);
  }

  /** Adds a dense layer without activation. */
  default Output linear(
      Output inputs, int numOutputs, Consumer<? super FullyConnectedOptions> set) {
    return activated(inputs, numOutputs, null, set);
  }

  /** Adds a dense layer with relu. */
  default Output relu(Output inputs, int numOutputs, Consumer<? super FullyConnectedOptions> set) {
    return activated(inputs, numOutputs, LayerOptions.RELU, set);
  }

  /** Adds a dense layer with relu6. */
  default Output relu6(Output inputs, int numOutputs, Consumer<? super FullyConnectedOptions> set) {
    NnOps nn = slim().tf().nn();
    return activated(inputs, numOutputs, nn::relu6, set);
  }

  /** Adds a dense layer with elu. */
  default Output elu(Output inputs, int numOutputs, Consumer<? super FullyConnectedOptions> set) {
    NnOps nn = slim().tf().nn();
    return activated(inputs, numOutputs, nn::elu, set);
  }

  private Output activated(
      Output inputs,
      int numOutputs,
      @Nullable UnaryOperator<Output> activation,
      Consumer<? super FullyConnectedOptions> set) {
    return fullyConnected(
        inputs,
        numOutputs,
        o -> {
          o.activation(activation);
          set.accept(o);
        });
  }

  /** Keeps half of the elements in training. */
  default Output dropout(Output inputs) {
    return dropout(inputs, o -> {});
  }

  /** Keeps elements with the probability {@code keepProb} in training. */
  default Output dropout(Output inputs, double keepProb) {
    return dropout(inputs, o -> o.keepProb(keepProb));
  }

  /** Keeps elements with the probability {@code keepProb} in training. */
  default Output dropout(Output inputs, double keepProb, Consumer<? super DropoutOptions> set) {
    return dropout(
        inputs,
        o -> {
          o.keepProb(keepProb);
          set.accept(o);
        });
  }

  /**
   * Keeps elements by chance in training, multiplied by the inverse of their probability, and sets
   * the others to 0; in inference gives the inputs. Under a tensor that says which, the output is
   * {@code Dropout/cond/Merge}.
   *
   * @param inputs floating
   * @throws SlimgraphException INVALID_ARGUMENT for a probability that is not in (0, 1]
   */
  default Output dropout(Output inputs, Consumer<? super DropoutOptions> set) {
    return new Dropout(slim().tf(), inputs, slim().options(Slim.DROPOUT, set)).build("Dropout");
  }

  /** Adds a reshape to [batch, rest]. */
  default Output flatten(Output inputs) {
    return flatten(inputs, o -> {});
  }

  /**
   * Adds a reshape to [batch, rest].
   *
   * @param inputs of rank 1 or more; in graphs of TF 1.0 of rank 2 or more, all sizes known but the
   *     batch
   */
  default Output flatten(Output inputs, Consumer<? super OutputOptions> set) {
    return new PlainLayers(slim().tf()).flatten(inputs, slim().options(Slim.FLATTEN, set));
  }

  /** Adds one variable a channel, under the scope BiasAdd. */
  default Output biasAdd(Output inputs) {
    return biasAdd(inputs, o -> {});
  }

  /**
   * Adds one variable a channel: {@code BiasAdd/biases} [channels].
   *
   * @param inputs channels last, or of rank 4 and channels second under NCHW; they must be known
   */
  default Output biasAdd(Output inputs, Consumer<? super BiasAddOptions> set) {
    return new PlainLayers(slim().tf()).biasAdd(inputs, slim().options(Slim.BIAS_ADD, set));
  }

  /** Adds a softmax along the last dimension, under the scope softmax. */
  default Output softmax(Output logits) {
    return softmax(logits, null);
  }

  /**
   * Adds a softmax along the last dimension, whose size must be known, of logits of rank 2 or more.
   *
   * @param scope the variable scope; null for {@code softmax}, made unique
   */
  default Output softmax(Output logits, @Nullable String scope) {
    return new PlainLayers(slim().tf()).softmax(logits, scope);
  }

  /** Adds {@code inputs / sqrt(1e-7 + Σ inputs²)}, the sum along {@code dim}. */
  default Output unitNorm(Output inputs, int dim) {
    return unitNorm(inputs, dim, 1e-7, null);
  }

  /**
   * Adds {@code inputs / sqrt(epsilon + Σ inputs²)}, the sum along {@code dim}.
   *
   * @param dim from 0 to below the rank, which must be known
   * @param scope the variable scope; null for {@code UnitNorm}, made unique
   */
  default Output unitNorm(Output inputs, int dim, double epsilon, @Nullable String scope) {
    return new PlainLayers(slim().tf()).unitNorm(inputs, dim, epsilon, scope);
  }

  /** Adds rows that are 1 at the label and 0 elsewhere. */
  default Output oneHotEncoding(Output labels, int numClasses) {
    return oneHotEncoding(labels, numClasses, o -> {});
  }

  /**
   * Adds float rows with one value at the label and another elsewhere.
   *
   * @param labels int32 or int64 of any shape
   * @return the shape of {@code labels} with {@code numClasses} appended
   */
  default Output oneHotEncoding(
      Output labels, int numClasses, Consumer<? super OneHotOptions> set) {
    return new PlainLayers(slim().tf())
        .oneHot(labels, numClasses, slim().options(Slim.ONE_HOT_ENCODING, set));
  }

  /** Normalises each example, with TF's defaults. */
  default Output layerNorm(Output inputs) {
    return layerNorm(inputs, o -> {});
  }

  /**
   * Normalises each example by the mean and biased variance of its elements, then applies {@code
   * LayerNorm/gamma} and {@code LayerNorm/beta} of the last dimension.
   *
   * @throws SlimgraphException INVALID_ARGUMENT for unknown rank or sizes, or axes beyond the rank
   */
  default Output layerNorm(Output inputs, Consumer<? super LayerNormOptions> set) {
    return new Norms(slim().tf(), inputs).layerNorm(slim().options(Slim.LAYER_NORM, set));
  }

  /** Normalises each channel of each example, with TF's defaults. */
  default Output instanceNorm(Output inputs) {
    return instanceNorm(inputs, o -> {});
  }

  /** Normalises each channel of each example, under the scope InstanceNorm. */
  default Output instanceNorm(Output inputs, Consumer<? super InstanceNormOptions> set) {
    return new Norms(slim().tf(), inputs).instanceNorm(slim().options(Slim.INSTANCE_NORM, set));
  }

  /** Normalises 32 groups of channels of each example, with TF's defaults. */
  default Output groupNorm(Output inputs) {
    return groupNorm(inputs, o -> {});
  }

  /**
   * Normalises groups of channels of each example, under the scope GroupNorm.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if the groups do not divide the channels
   */
  default Output groupNorm(Output inputs, Consumer<? super GroupNormOptions> set) {
    return new Norms(slim().tf(), inputs).groupNorm(slim().options(Slim.GROUP_NORM, set));
  }
}
