package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.kernel.PackedWeights;
import org.slimgraph.kernel.ProductKernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.ops.math.MatrixProduct.Sizes;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The product of two matrices, each taken as it is or transposed. TF: tf.matmul. */
final class MatMul {
  static final OpSpec SPEC =
      OpSpec.of("MatMul")
          .input("a: T")
          .input("b: T")
          .output("product: T")
          .attr("transpose_a: bool = false")
          .attr("transpose_b: bool = false")
          .attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
          .shape(MatMul::infer)
          .gradient(MatMul::gradient)
          .kernel(DataType.FLOAT, MatMul::floatKernel)
          .kernel(Widened.HALVES, Widened.of(MatMul::floatKernel))
          .kernel(DataType.DOUBLE, kernel(MatrixProduct.DOUBLES))
          .kernel(DataType.INT32, kernel(MatrixProduct.INTS))
          .kernel(DataType.INT64, kernel(MatrixProduct.LONGS))
          .build();

  private MatMul() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape a = ShapeRules.withRank(c.input(0), 2);
    Shape b = ShapeRules.withRank(c.input(1), 2);
    int inA = c.attrs().bool("transpose_a") ? 0 : 1;
    int inB = c.attrs().bool("transpose_b") ? 1 : 0;
    ShapeRules.mergeDim(a.dim(inA), b.dim(inB));
    return List.of(Shape.of(a.dim(1 - inA), b.dim(1 - inB)));
  }

  private static KernelFactory kernel(MatrixProduct product) {
    return (Attributes attrs) -> {
      boolean transposeA = attrs.bool("transpose_a");
      boolean transposeB = attrs.bool("transpose_b");
      return (Kernel) c -> compute(product, transposeA, transposeB, c);
    };
  }

  private static Kernel floatKernel(Attributes attrs) {
    boolean transposeA = attrs.bool("transpose_a");
    boolean transposeB = attrs.bool("transpose_b");
    return (ProductKernel)
        (c, epilogue) -> {
          Sizes sizes = sizes(transposeA, transposeB, c);
          float[] out = c.outputFloats(0, Shape.of(sizes.rows(), sizes.columns()));
          if (c.version(1) != KernelContext.UNKNOWN_VERSION && sizes.gainsFromPacking()) {
            PackedWeights weights = c.prepared(sizes, key -> new PackedWeights());
            sizes.multiplyPacked(c, weights, out, epilogue);
          } else {
            sizes.multiply(c, 0, 0, out, 0, epilogue);
          }
        };
  }

  private static void compute(
      MatrixProduct product, boolean transposeA, boolean transposeB, KernelContext c) {
    Sizes sizes = sizes(transposeA, transposeB, c);
    product.run(c, sizes, 0, 0, c.output(0, Shape.of(sizes.rows(), sizes.columns())), 0);
  }

  private static Sizes sizes(boolean transposeA, boolean transposeB, KernelContext c) {
    Shape a = c.shape(0);
    Shape b = c.shape(1);
    checkMatrix(0, a);
    checkMatrix(1, b);
    int inA = transposeA ? 0 : 1;
    int inB = transposeB ? 1 : 0;
    if (a.dim(inA) != b.dim(inB)) {
      throw SlimgraphException.invalidArgument(
          "Matrix size-incompatible: In[0]: %s, In[1]: %s", a.toBrackets(), b.toBrackets());
    }
    int rows = (int) a.dim(1 - inA);
    int columns = (int) b.dim(1 - inB);
    return new Sizes(transposeA, transposeB, rows, columns, (int) a.dim(inA));
  }

  private static void checkMatrix(int input, Shape shape) {
    if (shape.rank() != 2) {
      throw SlimgraphException.invalidArgument("In[%d] is not a matrix", input);
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    boolean transposeA = g.op().attrs().bool("transpose_a");
    boolean transposeB = g.op().attrs().bool("transpose_b");
    Output a = g.input(0);
    Output b = g.input(1);
    Output dy = g.dy(0);
    if (transposeA) {
      g.set(0, product(tf, b, dy, transposeB, true));
    } else {
      g.set(0, product(tf, dy, b, false, !transposeB));
    }
    if (transposeB) {
      g.set(1, product(tf, dy, a, true, transposeA));
    } else {
      g.set(1, product(tf, a, dy, !transposeA, false));
    }
  }

  private static Output product(
      Ops tf, Output a, Output b, boolean transposeA, boolean transposeB) {
    return product(tf, a, b, transposeA, transposeB, "MatMul");
  }

  static Output product(
      Ops tf, Output a, Output b, boolean transposeA, boolean transposeB, String name) {
    return tf.graph()
        .opBuilder("MatMul", name)
        .input(a)
        .input(b)
        .attr("transpose_a", transposeA)
        .attr("transpose_b", transposeB)
        .build()
        .output(0);
  }

  /** Python's matmul: one op for matrices, another as soon as an operand may have more. */
  static Output matmul(Ops tf, Output a, Output b, MatMulOptions options) {
    if (mayBeStack(a.shape()) || mayBeStack(b.shape())) {
      return BatchMatMul.product(
          tf, "BatchMatMulV2", a, b, options.flipsA(), options.flipsB(), options.name());
    }
    return product(tf, a, b, options.flipsA(), options.flipsB(), options.name());
  }

  private static boolean mayBeStack(Shape shape) {
    return !shape.isRankKnown() || shape.rank() > 2;
  }
}
