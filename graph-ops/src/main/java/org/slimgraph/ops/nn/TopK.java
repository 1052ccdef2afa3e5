package org.slimgraph.ops.nn;

import java.util.List;
import java.util.Optional;
import org.slimgraph.cpu.TopElements;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * The k largest elements along the last dimension, and where they were. TF: tf.nn.top_k.
 *
 * <p>Of equal elements the one with the lower index comes first; results are sorted whatever {@code
 * sorted} says.
 */
final class TopK {
  static final OpSpec SPEC =
      OpSpec.of("TopK")
          .input("input: T")
          .output("values: T")
          .output("indices: int32")
          .attr("k: int >= 0")
          .attr("sorted: bool = true")
          .attr("T: realnumbertype")
          .def(def -> def.deprecated(7, "Use TopKV2 instead"))
          .shape(c -> infer(c, c.attrs().integer("k")))
          .gradient(SelectionGradients::topK)
          .kernel(DataType.FLOAT, kernel(TopK::floats))
          .kernel(DataType.DOUBLE, kernel(TopK::doubles))
          .kernel(DataType.INT32, kernel(TopK::ints))
          .kernel(DataType.INT64, kernel(TopK::longs))
          .kernel(Widened.HALVES, Widened.of(kernel(TopK::floats)))
          .build();

  static final OpSpec V2 =
      OpSpec.of("TopKV2")
          .input("input: T")
          .input("k: int32")
          .output("values: T")
          .output("indices: int32")
          .attr("sorted: bool = true")
          .attr("T: realnumbertype")
          .shape(TopK::inferV2)
          .gradient(SelectionGradients::topK)
          .kernel(DataType.FLOAT, kernel(TopK::floats))
          .kernel(DataType.DOUBLE, kernel(TopK::doubles))
          .kernel(DataType.INT32, kernel(TopK::ints))
          .kernel(DataType.INT64, kernel(TopK::longs))
          .kernel(Widened.HALVES, Widened.of(kernel(TopK::floats)))
          .build();

  private TopK() {}

  private static List<Shape> inferV2(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    Optional<Tensor> k = c.constant(1);
    return infer(c, k.isPresent() ? k.get().ints()[0] : -1);
  }

  private static List<Shape> infer(ShapeContext c, long k) {
    Shape input = c.input(0);
    ShapeRules.withRankAtLeast(input, 1);
    if (!input.isRankKnown()) {
      return List.of(input, input);
    }
    if (k >= 0 && input.dim(-1) >= 0 && input.dim(-1) < k) {
      throw SlimgraphException.invalidArgument(
          "input must have last dimension >= k = %d but is %d", k, input.dim(-1));
    }
    return List.of(input.withDim(-1, k), input.withDim(-1, k));
  }

  private interface Compute {
    /** Fills {@code indices} with places in the whole input and stores the values there. */
    void run(KernelContext context, Rows rows, int k, int[] indices, Shape out);
  }

  private static KernelFactory kernel(Compute compute) {
    return attrs -> {
      int given = attrs.find("k").isPresent() ? Math.toIntExact(attrs.integer("k")) : -1;
      return context -> compute(context, given < 0 ? k(context) : given, compute);
    };
  }

  private static int k(KernelContext context) {
    if (context.shape(1).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "k must be scalar, got shape %s", context.shape(1).toBrackets());
    }
    return context.ints(1)[0];
  }

  private static void compute(KernelContext context, int k, Compute compute) {
    Shape input = context.shape(0);
    if (k < 0) {
      throw SlimgraphException.invalidArgument("Need k >= 0, got %d", k);
    }
    if (input.rank() < 1) {
      throw SlimgraphException.invalidArgument("input must be >= 1-D, got shape []");
    }
    if (input.dim(-1) < k) {
      throw SlimgraphException.invalidArgument("input must have at least k columns");
    }
    Shape out = input.withDim(-1, k);
    int[] indices = context.outputInts(1, out);
    Rows rows = Rows.of(context, 0);
    compute.run(context, rows, k, indices, out);
    for (int row = 0; row < rows.rows(); row++) {
      for (int i = row * k; i < (row + 1) * k; i++) {
        indices[i] -= row * rows.classes();
      }
    }
  }

  private static void select(TopElements.Order order, Rows rows, int k, int[] indices) {
    for (int row = 0; row < rows.rows(); row++) {
      TopElements.select(order, row * rows.classes(), rows.classes(), k, indices, row * k);
    }
  }

  private static void floats(KernelContext context, Rows rows, int k, int[] indices, Shape out) {
    float[] x = context.floats(0);
    float[] values = context.outputFloats(0, out);
    select((i, j) -> x[i] > x[j] || (x[i] == x[j] && i < j), rows, k, indices);
    for (int i = 0; i < rows.rows() * k; i++) {
      values[i] = x[indices[i]];
    }
  }

  private static void doubles(KernelContext context, Rows rows, int k, int[] indices, Shape out) {
    double[] x = context.doubles(0);
    double[] values = context.outputDoubles(0, out);
    select((i, j) -> x[i] > x[j] || (x[i] == x[j] && i < j), rows, k, indices);
    for (int i = 0; i < rows.rows() * k; i++) {
      values[i] = x[indices[i]];
    }
  }

  private static void ints(KernelContext context, Rows rows, int k, int[] indices, Shape out) {
    int[] x = context.ints(0);
    int[] values = context.outputInts(0, out);
    select((i, j) -> x[i] > x[j] || (x[i] == x[j] && i < j), rows, k, indices);
    for (int i = 0; i < rows.rows() * k; i++) {
      values[i] = x[indices[i]];
    }
  }

  private static void longs(KernelContext context, Rows rows, int k, int[] indices, Shape out) {
    long[] x = context.longs(0);
    long[] values = context.outputLongs(0, out);
    select((i, j) -> x[i] > x[j] || (x[i] == x[j] && i < j), rows, k, indices);
    for (int i = 0; i < rows.rows() * k; i++) {
      values[i] = x[indices[i]];
    }
  }

  static List<Output> topK(Ops tf, Output input, Output k, boolean sorted, String name) {
    return tf.graph()
        .opBuilder("TopKV2", name)
        .input(input)
        .input(k)
        .attr("sorted", sorted)
        .build()
        .outputs();
  }
}
