package org.slimgraph.ops.flow;

import java.util.List;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.Shape;

/** Writes and reads one element of an array of tensors. TF: TensorArray.write, TensorArray.read. */
final class TensorArrayElements {
  static final OpSpec WRITE =
      OpSpec.of("TensorArrayWriteV3")
          .input("handle: resource")
          .input("index: int32")
          .input("value: T")
          .input("flow_in: float")
          .output("flow_out: float")
          .attr("T: type")
          .stateful()
          .shape(TensorArrayElements::inferWrite)
          .gradient(TensorArrayElements::gradientOfWrite)
          .kernel(attrs -> TensorArrayElements::write)
          .build();

  static final OpSpec READ =
      OpSpec.of("TensorArrayReadV3")
          .input("handle: resource")
          .input("index: int32")
          .input("flow_in: float")
          .output("value: dtype")
          .attr("dtype: type")
          .stateful()
          .shape(TensorArrayElements::inferRead)
          .gradient(TensorArrayElements::gradientOfRead)
          .kernel(attrs -> TensorArrayElements::read)
          .build();

  private TensorArrayElements() {}

  private static List<Shape> inferWrite(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    TensorArrayV3.elementShape(c).ifPresent(shape -> ShapeRules.merge(shape, c.input(2)));
    return TensorArrayV3.flowOnly(c);
  }

  private static List<Shape> inferRead(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    TensorArrayV3.flowOnly(c);
    return List.of(TensorArrayV3.elementShape(c).orElse(Shape.unknown()));
  }

  private static void write(KernelContext context) {
    TensorArrayStore array = TensorArrayStore.of(context);
    array.write(context.ints(1)[0], TensorArrayStore.copy(context.input(2)));
    TensorArrayV3.passFlow(context, 0);
  }

  private static void read(KernelContext context) {
    TensorArrayStore array = TensorArrayStore.of(context);
    context.setOutput(0, array.read(context.ints(1)[0], context.outputType(0)));
  }

  private static void gradientOfWrite(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.dy(0));
    g.set(2, gradients.read(g.input(1)));
    g.set(3, g.dy(0));
  }

  private static void gradientOfRead(GradientContext g) {
    TensorArray gradients = TensorArray.ofGradients(g, g.input(2));
    g.set(2, gradients.write(g.input(1), g.dy(0)).flow());
  }
}
