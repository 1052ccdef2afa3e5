package org.slimgraph.ops.math;

import java.util.List;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.cpu.Elementwise;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Ranges;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The sum of tensors of one shape, added from the first on. TF: tf.add_n. */
final class AddN {
  private static final Elementwise LOOPS = CpuLoops.get().elementwise();

  static final OpSpec SPEC =
      kernels(
              OpSpec.of("AddN")
                  .input("inputs: N * T")
                  .output("sum: T")
                  .attr("N: int >= 1")
                  .attr(
                      "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8,"
                          + " quint8, qint32, bfloat16, uint16, complex128, half, uint32, uint64,"
                          + " variant}")
                  .def(OpDef.Builder::commutative)
                  .def(OpDef.Builder::aggregate)
                  .shape(AddN::infer)
                  .gradient(AddN::gradient))
          .build();

  private AddN() {}

  /** Adds the kernels that sum all inputs. */
  static OpSpec.Builder kernels(OpSpec.Builder spec) {
    return spec.traits(traits -> traits.inPlace(0))
        .kernel(DataType.FLOAT, attrs -> AddN::floats)
        .kernel(Widened.HALVES, Widened.of(attrs -> AddN::floats))
        .kernel(DataType.DOUBLE, attrs -> AddN::doubles)
        .kernel(DataType.INT32, attrs -> AddN::ints)
        .kernel(Widened.SMALL_INTEGERS, Widened.of(attrs -> AddN::ints))
        .kernel(DataType.INT64, attrs -> AddN::longs);
  }

  private static List<Shape> infer(ShapeContext c) {
    Shape shape = c.input(c.inputCount() - 1);
    for (int i = c.inputCount() - 2; i >= 0; i--) {
      try {
        shape = ShapeRules.merge(c.input(i), shape);
      } catch (SlimgraphException e) {
        throw SlimgraphException.invalidArgument(
            "%s\n\tFrom merging shape %d with other shapes.", e.getMessage(), i);
      }
    }
    return List.of(shape);
  }

  private static Shape shape(KernelContext c) {
    Shape first = c.shape(0);
    for (int i = 1; i < c.inputCount(); i++) {
      if (!c.shape(i).equals(first)) {
        throw SlimgraphException.invalidArgument(
            "Inputs to operation %s of type AddN must have the same size and shape.  Input 0: %s !="
                + " input %d: %s",
            c.name(), first.toBrackets(), i, c.shape(i).toBrackets());
      }
    }
    return first;
  }

  private static void floats(KernelContext c) {
    Shape shape = shape(c);
    if (c.inputCount() == 1) {
      c.setOutput(0, c.input(0));
      return;
    }
    int size = c.input(0).size();
    float[] sum = c.outputFloats(0, shape);
    float[] left = c.floats(0);
    for (int i = 1; i < c.inputCount(); i++) {
      LOOPS.binary(BinaryOp.ADD, left, 0, c.floats(i), 0, sum, 0, size, c.parallel());
      left = sum;
    }
  }

  private static void doubles(KernelContext c) {
    double[] sum = c.outputDoubles(0, shape(c));
    double[] first = c.doubles(0);
    Ranges.run(
        c.input(0).size(),
        c.parallel(),
        (begin, end) -> {
          System.arraycopy(first, begin, sum, begin, end - begin);
          for (int k = 1; k < c.inputCount(); k++) {
            double[] next = c.doubles(k);
            for (int i = begin; i < end; i++) {
              sum[i] += next[i];
            }
          }
        });
  }

  private static void ints(KernelContext c) {
    int[] sum = c.outputInts(0, shape(c));
    System.arraycopy(c.ints(0), 0, sum, 0, c.input(0).size());
    for (int k = 1; k < c.inputCount(); k++) {
      int[] next = c.ints(k);
      for (int i = 0; i < c.input(0).size(); i++) {
        sum[i] += next[i];
      }
    }
  }

  private static void longs(KernelContext c) {
    long[] sum = c.outputLongs(0, shape(c));
    System.arraycopy(c.longs(0), 0, sum, 0, c.input(0).size());
    for (int k = 1; k < c.inputCount(); k++) {
      long[] next = c.longs(k);
      for (int i = 0; i < c.input(0).size(); i++) {
        sum[i] += next[i];
      }
    }
  }

  static void gradient(GradientContext g) {
    for (int i = 0; i < g.op().inputs().size(); i++) {
      g.set(i, g.dy(0));
    }
  }

  /** Python's add_n: one input is passed on as it is. */
  static Output addN(Ops tf, List<Output> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : build(tf, inputs, "AddN");
  }

  /** Python's add_n: one input is passed on by an Identity of that name. */
  static Output addN(Ops tf, List<Output> inputs, String name) {
    return inputs.size() == 1 ? tf.identity(inputs.get(0), name) : build(tf, inputs, name);
  }

  private static Output build(Ops tf, List<Output> inputs, String name) {
    if (inputs.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "inputs must be a list of at least one Tensor with the same dtype and shape");
    }
    return tf.graph().opBuilder("AddN", name).inputs(inputs).build().output(0);
  }
}
