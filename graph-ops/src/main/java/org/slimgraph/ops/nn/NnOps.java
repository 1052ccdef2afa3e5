package org.slimgraph.ops.nn;

import com.google.common.collect.ImmutableList;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.nn}. */
public final class NnOps implements ConvOps, VolumeOps, NormOps, ActivationOps, LossOps {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.<OpSpec>builder()
          .add(Conv2D.SPEC, Conv2DBackpropFilter.SPEC, Conv2DBackpropInput.SPEC)
          .add(FusedBatchNorm.V1, FusedBatchNorm.V2, FusedBatchNorm.V3)
          .add(FusedBatchNormGrad.V1, FusedBatchNormGrad.V2, FusedBatchNormGrad.V3)
          .add(BiasAdd.SPEC, BiasAdd.V1, BiasAddGrad.SPEC)
          .addAll(Activations.SPECS)
          .add(CudnnRNNParamsSize.SPEC)
          .add(Softmax.SPEC, LogSoftmax.SPEC)
          .add(SoftmaxCrossEntropyWithLogits.SPEC, SparseSoftmaxCrossEntropyWithLogits.SPEC)
          .add(InTopK.SPEC, InTopK.V2, TopK.SPEC, TopK.V2)
          .add(MaxPool.SPEC, MaxPool.V2, MaxPoolGrad.SPEC, MaxPoolGrad.V2)
          .add(MaxPoolGrad.SECOND, MaxPoolGrad.SECOND_V2)
          .add(MaxPoolWithArgmax.SPEC, MaxPoolGradWithArgmax.SPEC, MaxPoolGradWithArgmax.SECOND)
          .add(AvgPool.SPEC, AvgPool.GRAD)
          .add(DepthwiseConv2dNative.SPEC)
          .add(DepthwiseConv2dNativeBackpropInput.SPEC)
          .add(DepthwiseConv2dNativeBackpropFilter.SPEC)
          .add(Conv3D.SPEC, Conv3D.BACKPROP_INPUT_V2, Conv3D.BACKPROP_FILTER_V2)
          .add(Conv3D.BACKPROP_INPUT, Conv3D.BACKPROP_FILTER)
          .add(Pool3D.MAX, Pool3D.MAX_GRAD, Pool3D.MAX_GRAD_GRAD)
          .add(Pool3D.AVERAGE, Pool3D.AVERAGE_GRAD)
          .add(BlockLSTM.SPEC, BlockLSTM.GRAD, BlockLSTM.CELL, GRUBlockCell.SPEC)
          .add(LRN.SPEC, LRN.GRAD)
          .add(FusedConv2D.SPEC, FusedDepthwiseConv2dNative.SPEC, FusedMatMul.SPEC, Prelu.SPEC)
          .build();

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public NnOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }
}
