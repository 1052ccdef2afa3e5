package org.slimgraph.ops.array;

import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Turns round the first places of each sequence of a batch. TF: tf.reverse_sequence. */
final class ReverseSequence {
  static final OpSpec SPEC =
      OpSpec.of("ReverseSequence")
          .input("input: T")
          .input("seq_lengths: Tlen")
          .output("output: T")
          .attr("seq_dim: int")
          .attr("batch_dim: int = 0")
          .attr("T: type")
          .attr("Tlen: {int32, int64} = DT_INT64")
          .shape(ReverseSequence::infer)
          .gradient(ReverseSequence::gradient)
          .kernel(ReverseSequence::kernel)
          .build();

  private ReverseSequence() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    Shape lengths = ShapeRules.withRank(c.input(1), 1);
    if (!in.isRankKnown()) {
      return List.of(in);
    }
    int batch = axis(c.attrs(), "batch_dim", in.rank());
    axis(c.attrs(), "seq_dim", in.rank());
    return List.of(in.withDim(batch, ShapeRules.mergeDim(in.dim(batch), lengths.dim(0))));
  }

  private static int axis(Attributes attrs, String attr, int rank) {
    long axis = attrs.integer(attr);
    if (axis >= rank || axis < 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be < input rank: %d vs. %d", attr, axis, rank);
    }
    return (int) axis;
  }

  private static Kernel kernel(Attributes attrs) {
    return context -> {
      Shape shape = context.shape(0);
      int batch = axis(attrs, "batch_dim", shape.rank());
      int sequence = axis(attrs, "seq_dim", shape.rank());
      if (batch == sequence) {
        throw SlimgraphException.invalidArgument("batch_dim == seq_dim == %d", sequence);
      }
      Tensor lengths = context.input(1);
      if (lengths.shape().rank() != 1 || lengths.size() != shape.dim(batch)) {
        throw SlimgraphException.invalidArgument(
            "len(seq_lens) != input.dims(%d), (%d vs. %d)",
            batch, lengths.size(), shape.dim(batch));
      }
      reverse(context, lengths, batch, sequence, context.output(0, shape));
    };
  }

  private static void reverse(
      KernelContext context, Tensor lengths, int batch, int sequence, Tensor out) {
    Tensor in = context.input(0);
    DataType type = in.dataType();
    int whole = (int) in.shape().dim(sequence);
    for (int b = 0; b < lengths.size(); b++) {
      long length = Integers.at(lengths, b);
      if (length < 0 || length > whole) {
        throw SlimgraphException.invalidArgument(
            length < 0 ? "seq_lens(%d) < 0" : "seq_lens(%d) > input.dims(" + sequence + ")", b);
      }
      int turned = (int) length;
      View row = View.of(in.shape()).part(batch, b, 1);
      row.part(sequence, 0, turned)
          .reverse(sequence)
          .to(row.part(sequence, 0, turned), type)
          .run(in, out, context.parallel());
      View rest = row.part(sequence, turned, whole - turned);
      rest.to(rest, type).run(in, out, context.parallel());
    }
  }

  private static void gradient(GradientContext g) {
    Attributes attrs = g.op().attrs();
    int sequence = (int) attrs.integer("seq_dim");
    int batch = (int) attrs.integer("batch_dim");
    g.set(0, g.tf().reverseSequence(g.dy(0), g.input(1), sequence, batch));
  }

  static Output reverseSequence(
      Ops tf, Output input, Output lengths, int sequenceAxis, int batchAxis, String name) {
    return tf.graph()
        .opBuilder("ReverseSequence", name)
        .input(input)
        .input(lengths)
        .attr("seq_dim", sequenceAxis)
        .attr("batch_dim", batchAxis)
        .build()
        .output(0);
  }
}
