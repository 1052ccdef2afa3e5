package org.slimgraph.ops.math;

import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Counts, or sums the weights of, each integer from 0 up to a size. TF: tf.math.bincount. */
final class Bincount {
  static final OpSpec SPEC =
      OpSpec.of("Bincount")
          .input("arr: int32")
          .input("size: int32")
          .input("weights: T")
          .output("bins: T")
          .attr("T: {int32, int64, float, double}")
          .shape(Bincount::infer)
          .notDifferentiable("TF registers no gradient of it")
          .kernel(attrs -> Bincount::compute)
          .build();

  private Bincount() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    long size = c.constant(1).map(value -> (long) value.ints()[0]).orElse(-1L);
    if (c.constant(1).isPresent() && size < 0) {
      throw SlimgraphException.invalidArgument("size (%d) must be non-negative", size);
    }
    return List.of(Shape.of(size));
  }

  private static void compute(KernelContext c) {
    int size = c.input(1).ints()[0];
    if (size < 0) {
      throw SlimgraphException.invalidArgument("size (%d) must be non-negative", size);
    }
    int[] values = c.input(0).ints();
    for (int value : values) {
      if (value < 0) {
        throw SlimgraphException.invalidArgument(
            "Input arr must be non-negative, but has the element %d", value);
      }
    }
    boolean weighted = c.input(2).size() > 0;
    if (weighted && c.input(2).size() != values.length) {
      throw SlimgraphException.invalidArgument(
          "weights must be empty or as many as the %d elements of arr, not of shape %s",
          values.length, c.shape(2).toBrackets());
    }
    Tensor bins = c.output(0, Shape.of(size));
    Bin bin = bin(c, bins, weighted);
    for (int i = 0; i < values.length; i++) {
      if (values[i] < size) {
        bin.add(values[i], i);
      }
    }
  }

  /** The sums of one type. */
  private interface Bin {
    /** Adds the weight of element {@code i} to a bin. */
    void add(int bin, int i);
  }

  private static Bin bin(KernelContext c, Tensor bins, boolean weighted) {
    switch (bins.dataType()) {
      case FLOAT:
        float[] floats = TensorStorage.floats(bins);
        Arrays.fill(floats, 0, bins.size(), 0);
        float[] floatWeights = c.floats(2);
        return (bin, i) -> floats[bin] += weighted ? floatWeights[i] : 1;
      case DOUBLE:
        double[] doubles = TensorStorage.doubles(bins);
        Arrays.fill(doubles, 0, bins.size(), 0);
        double[] doubleWeights = c.doubles(2);
        return (bin, i) -> doubles[bin] += weighted ? doubleWeights[i] : 1;
      case INT32:
        int[] ints = TensorStorage.ints(bins);
        Arrays.fill(ints, 0, bins.size(), 0);
        int[] intWeights = c.ints(2);
        return (bin, i) -> ints[bin] += weighted ? intWeights[i] : 1;
      default:
        long[] longs = TensorStorage.longs(bins);
        Arrays.fill(longs, 0, bins.size(), 0);
        long[] longWeights = c.longs(2);
        return (bin, i) -> longs[bin] += weighted ? longWeights[i] : 1;
    }
  }

  /** Python's bincount: as many bins as the largest element asks for, within the limits. */
  static Output bincount(Ops tf, Output arr, BincountOptions options) {
    try (NameScope scope = tf.nameScope(options.name())) {
      Output values = tf.cast(arr, DataType.INT32);
      Output notEmpty = tf.greater(tf.reduceProd(tf.shape(values)), 0);
      Output highest = tf.plus(tf.reduceMax(values), 1);
      Output size = tf.times(tf.cast(notEmpty, DataType.INT32), highest);
      if (options.minlength().isPresent()) {
        size = tf.maximum(tf.constant(options.minlength().getAsInt()), size);
      }
      if (options.maxlength().isPresent()) {
        size = tf.minimum(tf.constant(options.maxlength().getAsInt()), size);
      }
      Output weights =
          options
              .weights()
              .orElseGet(
                  () -> tf.constant(Tensor.of(options.dtype(), Shape.of(0), new byte[0]), "Const"));
      return tf.graph()
          .opBuilder("Bincount", "Bincount")
          .input(values)
          .input(size)
          .input(weights)
          .build()
          .output(0);
    }
  }
}
