package org.slimgraph.ops;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** One recipe an op: inputs away from the points where it has no derivative. */
final class GradientRecipes {
  private static final String BY_LOOPS =
      "part of a conditional or a loop: CondGradientsTest, LoopGradientsTest";
  private static final String BY_ARRAYS = "needs a TensorArray: LoopGradientsTest";
  private static final String BY_ROUNDING =
      "it rounds, and its gradient is that of not rounding: golden group catalogue";
  private static final String BY_STATISTICS =
      "its inputs hold statistics of one another: NnGradientsTest takes it as second derivative";

  /** Ops whose gradient is checked elsewhere, and why. */
  private static final String BY_MATRICES =
      "needs matrices that are not nearly singular: LinalgOpsTest";

  static final ImmutableMap<String, String> ELSEWHERE =
      ImmutableMap.<String, String>builder()
          .put("Enter", BY_LOOPS)
          .put("RefEnter", BY_LOOPS)
          .put("Exit", BY_LOOPS)
          .put("RefExit", BY_LOOPS)
          .put("Merge", BY_LOOPS)
          .put("RefMerge", BY_LOOPS)
          .put("NextIteration", BY_LOOPS)
          .put("RefNextIteration", BY_LOOPS)
          .put("Switch", BY_LOOPS)
          .put("RefSwitch", BY_LOOPS)
          .put("TensorArrayWriteV3", BY_ARRAYS)
          .put("TensorArrayReadV3", BY_ARRAYS)
          .put("TensorArrayGatherV3", BY_ARRAYS)
          .put("TensorArrayScatterV3", BY_ARRAYS)
          .put("TensorArrayConcatV3", BY_ARRAYS)
          .put("TensorArraySplitV3", BY_ARRAYS)
          .put("PreventGradient", "it refuses gradients: GradientBuilderTest")
          .put("ReadVariableOp", "needs a variable: LoopGradientsTest")
          .put("FusedBatchNormGrad", BY_STATISTICS)
          .put("FusedBatchNormGradV2", BY_STATISTICS)
          .put("FusedBatchNormGradV3", BY_STATISTICS)
          .put("BlockLSTM", "its gradient is a step of its own: NnGradientsTest")
          .put("FakeQuantWithMinMaxArgs", BY_ROUNDING)
          .put("FakeQuantWithMinMaxVars", BY_ROUNDING)
          .put("FakeQuantWithMinMaxVarsPerChannel", BY_ROUNDING)
          .put("Print", "it passes on its input: PrintTest")
          .put("Cholesky", BY_MATRICES)
          .put("LogMatrixDeterminant", BY_MATRICES)
          .put("MatrixDeterminant", BY_MATRICES)
          .put("MatrixInverse", BY_MATRICES)
          .put("MatrixSolve", BY_MATRICES)
          .put("MatrixSolveLs", BY_MATRICES)
          .put("MatrixTriangularSolve", BY_MATRICES)
          .put("Qr", BY_MATRICES)
          .put("SelfAdjointEigV2", BY_MATRICES)
          .put("Svd", BY_MATRICES)
          .buildOrThrow();

  private GradientRecipes() {}

  private static GradientRecipe of(String type) {
    return GradientRecipe.of(type);
  }

  static List<GradientRecipe> all() {
    List<GradientRecipe> all = new ArrayList<>();
    elementwise(all);
    arithmetic(all);
    numerics(all);
    reductions(all);
    shapes(all);
    pieces(all);
    indices(all);
    spaces(all);
    activations(all);
    layers(all);
    pools(all);
    volumes(all);
    return all;
  }

  private static void elementwise(List<GradientRecipe> all) {
    for (String type :
        List.of(
            "Abs",
            "Neg",
            "Square",
            "Exp",
            "Expm1",
            "Sinh",
            "Cosh",
            "Tanh",
            "Asinh",
            "Sigmoid",
            "Sin",
            "Cos",
            "Tan",
            "Erf",
            "Erfc",
            "Sign",
            "Identity",
            "L2Loss")) {
      all.add(of(type).range(-1.2, 1.3).in(4));
    }
    for (String type : List.of("Inv", "Reciprocal", "Sqrt", "Rsqrt", "Log", "Log1p")) {
      all.add(of(type).range(0.5, 3).in(4));
    }
    for (String type : List.of("Atanh", "Asin", "Acos")) {
      all.add(of(type).range(-0.8, 0.8).in(4));
    }
    all.add(of("Acosh").range(1.5, 3).in(4));
    all.add(of("Lgamma").range(0.5, 3).in(4));
    all.add(of("Digamma").range(0.5, 3).in(4));
    all.add(of("BesselI0e").range(0.5, 3).in(4));
    all.add(of("BesselI1e").range(0.5, 3).in(4));
    for (String type :
        List.of("InvGrad", "ReciprocalGrad", "SqrtGrad", "RsqrtGrad", "SigmoidGrad", "TanhGrad")) {
      all.add(of(type).range(0.4, 0.9).in(3).range(-1, 1).in(3));
    }
    all.add(of("CheckNumerics").attr("message", "m").in(3));
    all.add(of("Cast").attr("DstT", DataType.DOUBLE).in(3));
    all.add(of("EnsureShape").attr("shape", Shape.of(3)).in(3));
    all.add(of("PlaceholderWithDefault").attr("shape", Shape.of(3)).in(3));
    all.add(
        of("ClipByValue").apart(0.5).in(6).apart(0).range(-0.7, -0.6).in().range(1.1, 1.2).in());
    all.add(of("AddN").list().in(3).in(3).in(3).endList());
    all.add(of("IdentityN").list().in(3).in(2).endList());
  }

  private static void arithmetic(List<GradientRecipe> all) {
    for (String type :
        List.of(
            "Add",
            "AddV2",
            "Sub",
            "Mul",
            "MulNoNan",
            "Div",
            "DivNoNan",
            "RealDiv",
            "Pow",
            "SquaredDifference",
            "Xdivy",
            "Xlogy",
            "Atan2")) {
      all.add(of(type).range(0.5, 2).in(2, 3).in(3));
    }
    all.add(of("Atan").in(3));
    all.add(of("FloorMod").range(5.2, 5.6).in(3).range(1.9, 2.2).in(3));
    all.add(of("Maximum").range(-1, 2).apart(0.5).in(4).range(-1.2, 2).apart(0.6).in(4));
    all.add(of("Minimum").range(-1, 2).apart(0.5).in(4).range(-1.2, 2).apart(0.6).in(4));
    Tensor choice = Tensor.of(Shape.of(3), new boolean[] {true, false, true});
    all.add(of("Select").with(choice).in(3).in(3));
    all.add(of("SelectV2").with(choice).in(2, 3).in(3));
    all.add(of("MatMul").attr("transpose_b", true).in(2, 3).in(4, 3));
    all.add(of("BatchMatMul").attr("adj_x", true).in(2, 3, 2).in(2, 3, 2));
    all.add(of("BatchMatMulV2").in(2, 2, 3).in(3, 2));
  }

  private static void numerics(List<GradientRecipe> all) {
    Tensor orders = Tensor.of(Shape.of(3), new double[] {1, 2, 3});
    Tensor exponents = Tensor.of(Shape.of(3), new double[] {2, 3, 4.5});
    // The second derivatives are those of IgammaGradA, of which TF has none.
    all.add(of("Igamma").range(0.5, 2).in(2, 3).in(3).once());
    all.add(of("Igammac").range(0.5, 2).in(2, 3).in(3).once());
    all.add(of("Polygamma").with(orders).range(0.5, 2).in(2, 3));
    all.add(of("Zeta").with(exponents).range(0.5, 2).in(2, 3));
    all.add(of("Betainc").with(exponents).with(orders).range(0.2, 0.8).in(3).once());
    all.add(of("NextAfter").in(3).in(3));
    all.add(of("AccumulateNV2").attr("shape", Shape.of(3)).list().in(3).in(3).endList());
    all.add(of("Cross").in(2, 3).in(2, 3));
    all.add(of("NthElement").apart(0.4).in(2, 3).number(1));
    all.add(of("Roll").in(2, 3).ints(1, 2).ints(0, 1));
    for (String type : List.of("SegmentMax", "SegmentMin", "SegmentMean")) {
      all.add(of(type).apart(0.4).in(4, 2).ints(0, 0, 1, 2));
    }
    for (String type : List.of("UnsortedSegmentMax", "UnsortedSegmentMin", "UnsortedSegmentProd")) {
      all.add(of(type).range(0.5, 4).apart(0.4).in(4, 2).ints(2, 0, 2, 1).number(3));
    }
    all.add(of("MatrixDiagV2").in(2, 3).ints(0, 1).number(-1).number(-1).with(Tensor.scalar(0.5)));
    all.add(of("MatrixDiagPartV2").in(2, 3, 4).ints(-1, 1).with(Tensor.scalar(0.5)));
    all.add(of("MatrixSetDiagV2").in(2, 3).in(2).number(1));
  }

  private static void reductions(List<GradientRecipe> all) {
    for (String type : List.of("Sum", "Mean", "Prod")) {
      all.add(of(type).range(0.5, 2).in(2, 3).ints(1));
    }
    for (String type : List.of("Max", "Min")) {
      all.add(of(type).apart(0.4).in(2, 3).ints(0));
    }
    for (String type : List.of("Cumsum", "Cumprod")) {
      all.add(of(type).attr("exclusive", true).range(0.5, 2).in(2, 3).number(1));
    }
    all.add(of("SegmentSum").in(4, 2).ints(0, 0, 1, 2));
    all.add(of("UnsortedSegmentSum").in(4, 2).ints(2, 0, 2, 1).number(4));
  }

  private static void shapes(List<GradientRecipe> all) {
    all.add(of("BroadcastTo").in(3, 1).ints(2, 3, 4));
    all.add(of("Fill").ints(2, 3).in());
    all.add(of("ExpandDims").in(2, 3).number(1));
    all.add(of("Reshape").in(2, 3).ints(3, 2));
    all.add(of("Squeeze").attrs("squeeze_dims", 1).in(2, 1, 3));
    all.add(of("Tile").in(2, 3).ints(2, 3));
    all.add(of("Transpose").in(2, 3, 2).ints(2, 0, 1));
    all.add(of("ConjugateTranspose").in(2, 3, 2).ints(2, 0, 1));
    Tensor flips = Tensor.of(Shape.of(2), new boolean[] {true, false});
    all.add(of("Reverse").in(2, 3).with(flips));
    all.add(of("ReverseV2").in(2, 3).ints(1));
    Tensor lengths = Tensor.of(Shape.of(2), new long[] {2, 3});
    all.add(of("ReverseSequence").attr("seq_dim", 1).in(2, 4).with(lengths));
    all.add(of("Diag").in(2, 2));
    all.add(of("DiagPart").in(3, 3));
    all.add(of("MatrixDiag").in(2, 3));
    all.add(of("MatrixDiagPart").in(2, 3, 3));
    all.add(of("MatrixSetDiag").in(2, 3, 3).in(2, 3));
    all.add(of("MatrixBandPart").in(3, 3).with(Tensor.scalar(1L)).with(Tensor.scalar(0L)));
  }

  private static void pieces(List<GradientRecipe> all) {
    all.add(of("Concat").number(1).list().in(2, 3).in(2, 2).endList());
    all.add(of("ConcatV2").list().in(2, 3).in(1, 3).endList().number(0));
    all.add(of("Pack").attr("axis", 1).list().in(2, 3).in(2, 3).endList());
    all.add(of("Unpack").attr("num", 3).attr("axis", 1).in(2, 3));
    all.add(of("Split").attr("num_split", 2).number(1).in(3, 4));
    Tensor sizes = Tensor.of(Shape.of(2), new long[] {1, 3});
    all.add(of("SplitV").attr("num_split", 2).in(3, 4).with(sizes).number(1));
    all.add(of("Slice").in(3, 4).ints(1, 0).ints(2, 3));
    all.add(of("StridedSlice").in(3, 6).ints(0, 5).ints(3, 0).ints(2, -2));
    all.add(of("StridedSliceGrad").ints(3, 6).ints(0, 5).ints(3, 0).ints(2, -2).in(2, 3));
    all.add(of("Pad").in(2, 3).with(paddings(1, 0, 2, 1)));
    all.add(of("PadV2").in(2, 3).with(paddings(1, 0, 2, 1)).with(Tensor.scalar(1.5)));
    all.add(of("MirrorPad").attr("mode", "SYMMETRIC").in(2, 3).with(paddings(1, 0, 2, 1)));
    all.add(of("MirrorPadGrad").attr("mode", "REFLECT").in(4, 5).with(paddings(1, 0, 1, 1)));
    all.add(
        of("DynamicStitch")
            .list()
            .ints(0, 2)
            .ints(1, 3)
            .endList()
            .list()
            .in(2, 2)
            .in(2, 2)
            .endList());
    all.add(
        of("ParallelDynamicStitch")
            .list()
            .ints(0, 2)
            .ints(1, 3)
            .endList()
            .list()
            .in(2, 2)
            .in(2, 2)
            .endList());
    all.add(of("DynamicPartition").attr("num_partitions", 2).in(4).ints(0, 1, 1, 0));
  }

  private static Tensor paddings(int... values) {
    return matrix(2, values);
  }

  private static Tensor matrix(int columns, int... values) {
    return Tensor.of(Shape.of(values.length / columns, columns), values);
  }

  private static void indices(List<GradientRecipe> all) {
    all.add(of("Gather").in(4, 2).ints(2, 0, 2));
    all.add(of("GatherV2").in(2, 4).ints(2, 0, 2).number(1));
    all.add(of("GatherNd").in(3, 2).with(matrix(2, 0, 1, 2, 0, 0, 1)));
    all.add(of("ScatterNd").with(matrix(1, 1, 3, 1)).in(3, 2).ints(5, 2));
    Tensor places = matrix(1, 1, 3);
    all.add(of("TensorScatterUpdate").in(5).with(places).in(2));
    all.add(of("TensorScatterAdd").in(5).with(places).in(2));
    all.add(of("TensorScatterSub").in(5).with(places).in(2));
    all.add(of("ScatterNdNonAliasingAdd").in(5).with(places).in(2));
    all.add(of("TopK").attr("k", 2).apart(0.4).in(2, 4));
    all.add(of("TopKV2").apart(0.4).in(2, 4).number(2));
  }

  private static void spaces(List<GradientRecipe> all) {
    all.add(
        of("ExtractImagePatches")
            .attrs("ksizes", 1, 2, 2, 1)
            .attrs("strides", 1, 1, 2, 1)
            .attrs("rates", 1, 1, 1, 1)
            .attr("padding", "SAME")
            .in(1, 3, 3, 2));
    Tensor none = paddings(0, 0, 0, 0);
    all.add(of("SpaceToBatch").attr("block_size", 2).in(1, 2, 4, 1).with(none));
    all.add(of("BatchToSpace").attr("block_size", 2).in(4, 1, 2, 1).with(none));
    all.add(of("SpaceToBatchND").in(1, 2, 4, 1).ints(2, 2).with(none));
    all.add(of("BatchToSpaceND").in(4, 1, 2, 1).ints(2, 2).with(none));
    all.add(of("SpaceToDepth").attr("block_size", 2).in(1, 2, 4, 1));
    all.add(of("DepthToSpace").attr("block_size", 2).in(1, 1, 2, 4));
    // TF registers no gradient for the ops that their gradients are made of.
    all.add(of("ResizeBilinear").floats().once().in(1, 3, 3, 1).ints(5, 4));
    all.add(of("ResizeBicubic").floats().once().in(1, 3, 3, 1).ints(5, 4));
    all.add(of("ResizeNearestNeighbor").floats().once().in(1, 3, 3, 1).ints(5, 4));
    Tensor boxes = Tensor.of(Shape.of(1, 4), new float[] {0.1f, 0.2f, 0.8f, 0.9f});
    all.add(of("CropAndResize").floats().once().in(1, 4, 4, 1).with(boxes).ints(0).ints(3, 2));
  }

  private static void activations(List<GradientRecipe> all) {
    for (String type :
        List.of("Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Softplus", "Softmax", "LogSoftmax")) {
      all.add(of(type).range(-2, 2).apart(0.65).in(2, 3));
    }
    // TF registers no gradient for SoftsignGrad.
    all.add(of("Softsign").range(-2, 2).apart(0.65).in(2, 3).once());
    for (String type :
        List.of("ReluGrad", "Relu6Grad", "LeakyReluGrad", "EluGrad", "SeluGrad", "SoftplusGrad")) {
      all.add(of(type).in(5).range(-1.3, 2).apart(0.6).in(5));
    }
    // The gradient by logits takes for granted that labels add up to one, so these stay.
    Tensor labels = Tensor.of(Shape.of(2, 3), new double[] {0.2, 0.3, 0.5, 0.1, 0.6, 0.3});
    all.add(of("SoftmaxCrossEntropyWithLogits").only(0).in(2, 3).with(labels));
    // TF 1.x: the second derivative is refused.
    all.add(of("SparseSoftmaxCrossEntropyWithLogits").only(0).once().in(2, 3).ints(2, 0));
  }

  private static GradientRecipe strided(String type) {
    return of(type).attrs("strides", 1, 1, 2, 1).attr("padding", "SAME");
  }

  private static void layers(List<GradientRecipe> all) {
    all.add(of("BiasAdd").in(2, 3).in(3));
    all.add(of("BiasAddV1").in(2, 3).in(3));
    all.add(of("BiasAddGrad").in(2, 2, 3));
    all.add(strided("Conv2D").attrs("strides", 1, 1, 1, 1).in(1, 3, 4, 2).in(2, 2, 2, 2));
    all.add(
        of("Conv2DBackpropInput")
            .attrs("strides", 1, 2, 2, 1)
            .attr("padding", "SAME")
            .ints(1, 3, 4, 2)
            .in(2, 2, 2, 2)
            .in(1, 2, 2, 2));
    all.add(
        of("Conv2DBackpropFilter")
            .attrs("strides", 1, 2, 2, 1)
            .attr("padding", "SAME")
            .in(1, 3, 4, 2)
            .ints(2, 2, 2, 2)
            .in(1, 2, 2, 2));
    all.add(
        of("DepthwiseConv2dNative")
            .attrs("strides", 1, 1, 1, 1)
            .attr("padding", "VALID")
            .in(1, 3, 4, 2)
            .in(2, 2, 2, 2));
    all.add(
        of("DepthwiseConv2dNativeBackpropInput")
            .attrs("strides", 1, 1, 1, 1)
            .attr("padding", "VALID")
            .ints(1, 3, 3, 2)
            .in(2, 2, 2, 2)
            .in(1, 2, 2, 4));
    all.add(
        of("DepthwiseConv2dNativeBackpropFilter")
            .attrs("strides", 1, 1, 1, 1)
            .attr("padding", "VALID")
            .in(1, 3, 3, 2)
            .ints(2, 2, 2, 2)
            .in(1, 2, 2, 4));
    Tensor empty = Tensor.of(Shape.of(0), new float[0]);
    for (String type : List.of("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")) {
      // Differences of floats are too coarse for the second: NnGradientsTest.
      all.add(
          of(type)
              .attr("epsilon", 0.1f)
              .floats()
              .once()
              .only(0)
              .in(2, 2, 2, 2)
              .in(2)
              .in(2)
              .with(empty)
              .with(empty));
    }
    // TF registers no gradient for LRNGrad.
    all.add(of("LRN").attr("depth_radius", 1).floats().once().in(1, 2, 2, 3));
  }

  private static GradientRecipe pool(String type) {
    return of(type)
        .attrs("ksize", 1, 2, 2, 1)
        .attrs("strides", 1, 2, 2, 1)
        .attr("padding", "VALID");
  }

  private static void pools(List<GradientRecipe> all) {
    double[] rising = new double[16];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = i;
    }
    Tensor in = Tensor.of(Shape.of(1, 4, 4, 1), rising);
    Tensor out = Tensor.of(Shape.of(1, 2, 2, 1), new double[] {5, 7, 13, 15});
    all.add(pool("MaxPool").apart(0.3).in(1, 4, 4, 1));
    all.add(
        of("MaxPoolV2")
            .attr("padding", "VALID")
            .apart(0.3)
            .in(1, 4, 4, 1)
            .ints(1, 2, 2, 1)
            .ints(1, 2, 2, 1));
    all.add(pool("MaxPoolGrad").with(in).with(out).in(1, 2, 2, 1));
    all.add(
        of("MaxPoolGradV2")
            .attr("padding", "VALID")
            .with(in)
            .with(out)
            .in(1, 2, 2, 1)
            .ints(1, 2, 2, 1)
            .ints(1, 2, 2, 1));
    all.add(pool("MaxPoolGradGrad").with(in).with(out).in(1, 4, 4, 1));
    all.add(
        of("MaxPoolGradGradV2")
            .attr("padding", "VALID")
            .with(in)
            .with(out)
            .in(1, 4, 4, 1)
            .ints(1, 2, 2, 1)
            .ints(1, 2, 2, 1));
    // TF registers no gradient for MaxPoolGradWithArgmax.
    all.add(pool("MaxPoolWithArgmax").floats().once().only(0).apart(0.3).in(1, 4, 4, 1));
    all.add(pool("AvgPool").in(1, 4, 4, 1));
    all.add(pool("AvgPoolGrad").ints(1, 4, 4, 1).in(1, 2, 2, 1));
  }

  private static GradientRecipe volume(String type) {
    return of(type)
        .attrs("ksize", 1, 2, 2, 2, 1)
        .attrs("strides", 1, 2, 2, 2, 1)
        .attr("padding", "VALID");
  }

  private static void volumes(List<GradientRecipe> all) {
    all.add(
        of("Conv3D")
            .attrs("strides", 1, 1, 1, 1, 1)
            .attr("padding", "SAME")
            .in(1, 2, 3, 2, 2)
            .in(2, 2, 1, 2, 2));
    all.add(
        of("Conv3DBackpropInputV2")
            .attrs("strides", 1, 1, 2, 1, 1)
            .attr("padding", "SAME")
            .ints(1, 2, 4, 2, 2)
            .in(2, 2, 1, 2, 2)
            .in(1, 2, 2, 2, 2));
    all.add(
        of("Conv3DBackpropFilterV2")
            .attrs("strides", 1, 1, 2, 1, 1)
            .attr("padding", "SAME")
            .in(1, 2, 4, 2, 2)
            .ints(2, 2, 1, 2, 2)
            .in(1, 2, 2, 2, 2));
    all.add(volume("AvgPool3D").in(1, 2, 4, 2, 1));
    all.add(volume("AvgPool3DGrad").ints(1, 2, 4, 2, 1).in(1, 1, 2, 1, 1));
    float[] narrow = new float[16];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = i * 7 % 16;
    }
    float[] largest = new float[2];
    for (int i = 0; i < narrow.length; i++) {
      int window = i / 4 % 2;
      largest[window] = Math.max(largest[window], narrow[i]);
    }
    Tensor in = Tensor.of(Shape.of(1, 2, 4, 2, 1), narrow);
    Tensor out = Tensor.of(Shape.of(1, 1, 2, 1, 1), largest);
    all.add(volume("MaxPool3D").floats().once().apart(0.3).in(1, 2, 4, 2, 1));
    all.add(volume("MaxPool3DGrad").floats().once().with(in).with(out).in(1, 1, 2, 1, 1));
    all.add(volume("MaxPool3DGradGrad").floats().once().with(in).with(out).in(1, 2, 4, 2, 1));
  }
}
