package org.slimgraph.ops.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Deals slices out to several tensors. TF: tf.dynamic_partition. */
final class DynamicPartition {
  static final OpSpec SPEC =
      OpSpec.of("DynamicPartition")
          .input("data: T")
          .input("partitions: int32")
          .output("outputs: num_partitions * T")
          .attr("num_partitions: int >= 1")
          .attr("T: type")
          .shape(DynamicPartition::infer)
          .gradient(DynamicPartition::gradient)
          .kernel(attrs -> DynamicPartition::compute)
          .build();

  private DynamicPartition() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape data = c.input(0);
    Shape partitions = c.input(1);
    if (!partitions.isRankKnown()) {
      return Collections.nCopies(c.outputCount(), Shape.unknown());
    }
    Dims.mustStartWith(data, partitions);
    Shape part = Shape.of(-1).concat(data.slice(partitions.rank()));
    return Collections.nCopies(c.outputCount(), part);
  }

  private static void compute(KernelContext context) {
    Tensor data = context.input(0);
    Tensor partitions = context.input(1);
    int rank = partitions.shape().rank();
    if (data.shape().rank() < rank || !data.shape().slice(0, rank).equals(partitions.shape())) {
      throw SlimgraphException.invalidArgument(
          "data.shape must start with partitions.shape, got data.shape = %s, partitions.shape ="
              + " %s",
          data.shape().toBrackets(), partitions.shape().toBrackets());
    }
    int[] sizes = new int[context.outputCount()];
    int[] places = TensorStorage.ints(partitions);
    for (int i = 0; i < partitions.size(); i++) {
      if (places[i] < 0 || places[i] >= sizes.length) {
        throw SlimgraphException.invalidArgument(
            "partitions%s = %d is not in [0, %d)",
            Integers.place(partitions.shape(), i), places[i], sizes.length);
      }
      sizes[places[i]]++;
    }
    Shape extra = data.shape().slice(rank);
    Tensor[] parts = new Tensor[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      parts[i] = context.output(i, Shape.of(sizes[i]).concat(extra));
    }
    deal(data, partitions, Integers.product(extra, 0, extra.rank()), parts);
  }

  private static void deal(Tensor data, Tensor partitions, int slice, Tensor[] parts) {
    int[] next = new int[parts.length];
    for (int i = 0; i < partitions.size(); i++) {
      int part = TensorStorage.ints(partitions)[i];
      TensorStorage.copy(
          data.dataType(),
          TensorStorage.array(data),
          i * slice,
          TensorStorage.array(parts[part]),
          next[part]++ * slice,
          slice);
    }
  }

  /** Deals the places out in the same way and stitches the gradients by them. */
  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    Output partitions = g.input(1);
    int count = g.op().outputCount();
    Output places = tf.range(tf.constant(0), tf.size(partitions), tf.constant(1));
    Output shaped = tf.reshape(places, tf.shape(partitions));
    List<Output> dealt = tf.dynamicPartition(shaped, partitions, count);
    List<Output> dys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dys.add(g.dy(i));
    }
    Output stitched =
        DynamicStitch.build(tf, "ParallelDynamicStitch", dealt, dys, "ParallelDynamicStitch");
    g.set(0, tf.reshape(stitched, tf.shape(g.input(0))));
  }

  static List<Output> dynamicPartition(
      Ops tf, Output data, Output partitions, int count, String name) {
    return tf.graph()
        .opBuilder("DynamicPartition", name)
        .input(data)
        .input(partitions)
        .attr("num_partitions", count)
        .build()
        .outputs();
  }
}
