package org.slimgraph.ops.flow;

import java.util.List;
import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/**
 * Makes an array of tensors that a run fills and reads element by element; the array of its
 * gradients; its size and its end. TF: tf.TensorArray.
 *
 * <p>Each op that changes an array gives a new flow, a float scalar, which the next one takes: the
 * flow orders them, and gradients follow it.
 */
final class TensorArrayV3 {
  static final OpSpec SPEC =
      OpSpec.of("TensorArrayV3")
          .input("size: int32")
          .output("handle: resource")
          .output("flow: float")
          .attr("dtype: type")
          .attr("element_shape: shape = { unknown_rank: true }")
          .attr("dynamic_size: bool = false")
          .attr("clear_after_read: bool = true")
          .attr("identical_element_shapes: bool = false")
          .attr("tensor_array_name: string = ''")
          .stateful()
          .shape(TensorArrayV3::infer)
          .notDifferentiable("it makes an array and passes nothing on")
          .kernel(TensorArrayV3::make)
          .build();

  static final OpSpec GRAD =
      OpSpec.of("TensorArrayGradV3")
          .input("handle: resource")
          .input("flow_in: float")
          .output("grad_handle: resource")
          .output("flow_out: float")
          .attr("source: string")
          .stateful()
          .shape(TensorArrayV3::inferGradient)
          .notDifferentiable("gradients flow through what is written and read")
          .kernel(TensorArrayV3::gradient)
          .build();

  static final OpSpec SIZE =
      OpSpec.of("TensorArraySizeV3")
          .input("handle: resource")
          .input("flow_in: float")
          .output("size: int32")
          .stateful()
          .shape(TensorArrayV3::flowOnly)
          .notDifferentiable("a size is an integer")
          .kernel(attrs -> TensorArrayV3::size)
          .build();

  static final OpSpec CLOSE =
      OpSpec.of("TensorArrayCloseV3")
          .input("handle: resource")
          .stateful()
          .shape(
              c -> {
                checkHandle(c);
                return List.of();
              })
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> context -> TensorArrayStore.of(context).close())
          .build();

  private TensorArrayV3() {}

  private static List<Shape> infer(ShapeContext c) {
    ShapeRules.withRank(c.input(0), 0);
    Shape element = c.attrs().shape("element_shape");
    if (element.isFullyDefined() || c.attrs().bool("identical_element_shapes")) {
      c.outputHandle(0, new HandleInfo(c.attrs().type("dtype"), element));
    }
    return List.of(Shape.of(2), Shape.scalar());
  }

  private static List<Shape> inferGradient(ShapeContext c) {
    checkHandle(c);
    c.inputHandle(0).ifPresent(info -> c.outputHandle(0, info));
    return List.of(Shape.of(2), Shape.scalar());
  }

  /** The rule of ops whose last input is a flow and whose only output is a scalar. */
  static List<Shape> flowOnly(ShapeContext c) {
    checkHandle(c);
    ShapeRules.withRank(c.input(c.inputCount() - 1), 0);
    return List.of(Shape.scalar());
  }

  static void checkHandle(ShapeContext c) {
    ShapeRules.merge(ShapeRules.withRank(c.input(0), 1), Shape.of(2));
  }

  /** Returns what is known of the elements' shape from the handle, if it says anything. */
  static Optional<Shape> elementShape(ShapeContext c) {
    return c.inputHandle(0).map(HandleInfo::shape);
  }

  private static Kernel make(Attributes attrs) {
    String name = attrs.string("tensor_array_name");
    DataType type = attrs.type("dtype");
    Shape element = attrs.shape("element_shape");
    boolean same = attrs.bool("identical_element_shapes");
    boolean grows = attrs.bool("dynamic_size");
    boolean clears = attrs.bool("clear_after_read");
    return context -> {
      if (context.shape(0).rank() != 0) {
        throw SlimgraphException.invalidArgument(
            "TensorArray size must be scalar, but had shape: %s", context.shape(0).toBrackets());
      }
      int size = context.ints(0)[0];
      if (size < 0) {
        throw SlimgraphException.invalidArgument("Size should be >= 0.");
      }
      var traits =
          new TensorArrayStore.Traits(
              name.isEmpty() ? context.name() : name, type, element, same, grows, clears, false);
      context.setOutput(0, new TensorArrayStore(traits, size).handle());
      context.setOutput(1, Tensor.scalar(0f));
    };
  }

  private static Kernel gradient(Attributes attrs) {
    String source = attrs.string("source");
    return context -> {
      context.setOutput(0, TensorArrayStore.of(context).gradient(source).handle());
      passFlow(context, 1);
    };
  }

  private static void size(KernelContext context) {
    context.setOutput(0, Tensor.scalar(TensorArrayStore.of(context).size()));
  }

  /** Passes the flow, always the last input, on. */
  static void passFlow(KernelContext context, int output) {
    context.setOutput(output, Tensor.scalar(context.floats(context.inputCount() - 1)[0]));
  }
}
