package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** The number of parameters of a recurrent net of cuDNN. TF: gen_cudnn_rnn_ops. */
final class CudnnRNNParamsSize {
  static final OpSpec SPEC =
      OpSpec.of("CudnnRNNParamsSize")
          .input("num_layers: int32")
          .input("num_units: int32")
          .input("input_size: int32")
          .output("params_size: S")
          .attr("T: {half, float, double}")
          .attr("S: {int32, int64}")
          .attr("rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm'")
          .attr("input_mode: {'linear_input', 'skip_input', 'auto_select'} = 'linear_input'")
          .attr("direction: {'unidirectional', 'bidirectional'} = 'unidirectional'")
          .attr("dropout: float = 0.0")
          .attr("seed: int = 0")
          .attr("seed2: int = 0")
          .attr("num_proj: int = 0")
          .shape(CudnnRNNParamsSize::infer)
          .notDifferentiable("a count has no derivative")
          .graphOnly(
              "No OpKernel was registered to support Op 'CudnnRNNParamsSize': cuDNN is a GPU's")
          .build();

  private CudnnRNNParamsSize() {}

  private static List<Shape> infer(ShapeContext c) {
    for (int i = 0; i < c.inputCount(); i++) {
      ShapeRules.withRank(c.input(i), 0);
    }
    return List.of(Shape.of(1));
  }
}
