package org.slimgraph.ops.nn;

import java.util.List;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Gemm;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** A product of matrices with its bias and activation ({@link FusedOps}). */
final class FusedMatMul {
  static final OpSpec SPEC =
      OpSpec.of("_FusedMatMul")
          .input("a: T")
          .input("b: T")
          .input("args: num_args * T")
          .output("product: T")
          .attr("transpose_a: bool = false")
          .attr("transpose_b: bool = false")
          .attr("T: {float}")
          .attr("num_args: int >= 0")
          .attr("fused_ops: list(string) = []")
          .attr("epsilon: float = 0.0001")
          .shape(FusedMatMul::infer)
          .notDifferentiable(FusedOps.NO_GRADIENT)
          .kernel(DataType.FLOAT, FusedMatMul::kernel)
          .build();

  private static final Gemm GEMM = CpuLoops.get().gemm();

  private FusedMatMul() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape a = ShapeRules.withRank(c.input(0), 2);
    Shape b = ShapeRules.withRank(c.input(1), 2);
    int inA = c.attrs().bool("transpose_a") ? 0 : 1;
    int inB = c.attrs().bool("transpose_b") ? 1 : 0;
    ShapeRules.mergeDim(a.dim(inA), b.dim(inB));
    return List.of(Shape.of(a.dim(1 - inA), b.dim(1 - inB)));
  }

  private static Kernel kernel(Attributes attrs) {
    boolean transposeA = attrs.bool("transpose_a");
    boolean transposeB = attrs.bool("transpose_b");
    FusedOps ops = FusedOps.of(attrs);
    return context -> compute(context, transposeA, transposeB, ops);
  }

  private static void compute(
      KernelContext context, boolean transposeA, boolean transposeB, FusedOps ops) {
    Shape a = context.shape(0);
    Shape b = context.shape(1);
    int inA = transposeA ? 0 : 1;
    int inB = transposeB ? 1 : 0;
    if (a.rank() != 2 || b.rank() != 2 || a.dim(inA) != b.dim(inB)) {
      throw SlimgraphException.invalidArgument(
          "Matrix size-incompatible: In[0]: %s, In[1]: %s", a.toBrackets(), b.toBrackets());
    }
    int rows = (int) a.dim(1 - inA);
    int columns = (int) b.dim(1 - inB);
    int depth = (int) a.dim(inA);
    Shape shape = Shape.of(rows, columns);
    float[] out = context.outputFloats(0, shape);
    GEMM.multiply(
        transposeA,
        transposeB,
        rows,
        columns,
        depth,
        context.floats(0),
        0,
        context.floats(1),
        0,
        out,
        0,
        false,
        context.scratch(GEMM.scratchSize(rows, columns, depth)),
        0,
        context.parallel());
    ops.apply(context, out, shape);
  }
}
