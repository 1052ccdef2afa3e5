package org.slimgraph.ops.array;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Moves elements along axes; what leaves at one end comes back at the other. TF: tf.roll. */
final class Roll {
  static final OpSpec SPEC =
      OpSpec.of("Roll")
          .input("input: T")
          .input("shift: Tshift")
          .input("axis: Taxis")
          .output("output: T")
          .attr("T: type")
          .attr("Tshift: {int32, int64}")
          .attr("Taxis: {int32, int64}")
          .shape(ShapeRules::unchanged)
          .gradient(Roll::gradient)
          .kernel(attrs -> Roll::compute)
          .build();

  private Roll() {}

  private static void compute(KernelContext c) {
    Tensor in = c.input(0);
    Shape shape = in.shape();
    int[] steps = steps(c);
    Tensor out = c.output(0, shape);
    DataType type = in.dataType();
    Object from = TensorStorage.array(in);
    Object to = TensorStorage.array(out);
    int rolled = 0;
    for (int step : steps) {
      rolled += step != 0 ? 1 : 0;
    }
    if (rolled == 0 || in.size() == 0) {
      TensorStorage.copy(type, from, 0, to, 0, in.size());
      return;
    }
    Object spare = rolled > 1 ? TensorStorage.allocate(type, in.size()) : to;
    for (int axis = 0; axis < steps.length; axis++) {
      if (steps[axis] != 0) {
        // The last pass must end in the output.
        Object target = rolled % 2 == 1 ? to : spare;
        pass(type, from, target, shape, axis, steps[axis]);
        from = target;
        rolled--;
      }
    }
  }

  private static void pass(DataType type, Object from, Object to, Shape shape, int axis, int step) {
    int inner = Integers.product(shape, axis + 1, shape.rank());
    int block = (int) shape.dim(axis) * inner;
    int moved = step * inner;
    for (int at = 0; at < Integers.product(shape, 0, shape.rank()); at += block) {
      TensorStorage.copy(type, from, at, to, at + moved, block - moved);
      TensorStorage.copy(type, from, at + block - moved, to, at, moved);
    }
  }

  /** Returns, for each axis, by how many places elements move on, less than its size. */
  private static int[] steps(KernelContext c) {
    Shape shape = c.shape(0);
    if (shape.rank() < 1) {
      throw SlimgraphException.invalidArgument("input must be 1-D or higher");
    }
    vector(c, 1, "shift");
    vector(c, 2, "axis");
    if (c.input(1).size() != c.input(2).size()) {
      throw SlimgraphException.invalidArgument(
          "shift and axis must have the same size, but have %d and %d elements",
          c.input(1).size(), c.input(2).size());
    }
    int[] steps = new int[shape.rank()];
    for (int i = 0; i < c.input(1).size(); i++) {
      long given = Integers.at(c.input(2), i);
      long axis = given < 0 ? given + shape.rank() : given;
      if (axis < 0 || axis >= shape.rank()) {
        throw SlimgraphException.invalidArgument("axis %d is out of range", given);
      }
      long size = Math.max(shape.dim((int) axis), 1);
      long sum = steps[(int) axis] + Integers.at(c.input(1), i) % size;
      steps[(int) axis] = (int) Math.floorMod(sum, size);
    }
    return steps;
  }

  private static void vector(KernelContext c, int i, String name) {
    if (c.shape(i).rank() > 1) {
      throw SlimgraphException.invalidArgument(
          "%s must be a scalar or a 1-D vector. Found: %s", name, c.shape(i).toBrackets());
    }
  }

  private static void gradient(GradientContext g) {
    Ops tf = g.tf();
    g.set(0, roll(tf, g.dy(0), tf.negate(g.input(1)), g.input(2), "Roll"));
  }

  static Output roll(Ops tf, Output input, Output shift, Output axis, String name) {
    return tf.graph()
        .opBuilder("Roll", name)
        .input(input)
        .input(shift)
        .input(axis)
        .build()
        .output(0);
  }
}
