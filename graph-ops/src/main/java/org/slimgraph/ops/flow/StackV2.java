package org.slimgraph.ops.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * A stack of tensors for the length of a run: what a loop pushes, the loop of its gradient pops.
 * TF: {@code gen_data_flow_ops.stack_v2}, stack_push_v2, stack_pop_v2, stack_close_v2.
 */
final class StackV2 {
  static final OpSpec SPEC =
      OpSpec.of("StackV2")
          .input("max_size: int32")
          .output("handle: resource")
          .attr("elem_type: type")
          .attr("stack_name: string = ''")
          .stateful()
          .shape(c -> List.of(Shape.of(2)))
          .notDifferentiable("it makes a stack and passes nothing on")
          .kernel(StackV2::make)
          .build();

  static final OpSpec PUSH =
      OpSpec.of("StackPushV2")
          .input("handle: resource")
          .input("elem: T")
          .output("output: T")
          .attr("T: type")
          .attr("swap_memory: bool = false")
          .stateful()
          .shape(StackV2::inferPush)
          .notDifferentiable("it is made for gradients, which have none of their own")
          .traits(traits -> traits.alias(1))
          .kernel(attrs -> StackV2::push)
          .build();

  static final OpSpec POP =
      OpSpec.of("StackPopV2")
          .input("handle: resource")
          .output("elem: elem_type")
          .attr("elem_type: type")
          .stateful()
          .shape(StackV2::inferPop)
          .notDifferentiable("it is made for gradients, which have none of their own")
          .kernel(attrs -> context -> context.setOutput(0, of(context).pop()))
          .build();

  static final OpSpec CLOSE =
      OpSpec.of("StackCloseV2")
          .input("handle: resource")
          .stateful()
          .shape(
              c -> {
                TensorArrayV3.checkHandle(c);
                return List.of();
              })
          .notDifferentiable("it has no outputs")
          .kernel(attrs -> context -> of(context).close())
          .build();

  private final String name;
  private final DataType type;
  private final int maxSize;
  private final Deque<Tensor> values = new ArrayDeque<>();
  private boolean closed;

  private StackV2(String name, DataType type, int maxSize) {
    this.name = name;
    this.type = type;
    this.maxSize = maxSize;
  }

  /** Adds a stack of at most {@code maxSize} tensors; any number if that is negative. */
  static Output stack(Ops tf, Output maxSize, DataType type, String name) {
    return tf.graph()
        .opBuilder("StackV2", name)
        .input(maxSize)
        .attr("elem_type", type)
        .build()
        .output(0);
  }

  static Output push(Ops tf, Output stack, Output value) {
    return tf.graph().opBuilder("StackPushV2", "").input(stack).input(value).build().output(0);
  }

  static Output pop(Ops tf, Output stack, DataType type) {
    return tf.graph()
        .opBuilder("StackPopV2", "")
        .input(stack)
        .attr("elem_type", type)
        .build()
        .output(0);
  }

  private static List<Shape> inferPush(ShapeContext c) {
    TensorArrayV3.checkHandle(c);
    return List.of(c.input(1));
  }

  private static List<Shape> inferPop(ShapeContext c) {
    TensorArrayV3.checkHandle(c);
    return ShapeRules.unknown(c);
  }

  private static Kernel make(Attributes attrs) {
    DataType type = attrs.type("elem_type");
    String name = attrs.string("stack_name");
    return context -> {
      if (context.shape(0).rank() != 0) {
        throw SlimgraphException.invalidArgument(
            "Stack size must be a scalar, but had shape: %s", context.shape(0).toBrackets());
      }
      StackV2 stack = new StackV2(name.isEmpty() ? context.name() : name, type, context.ints(0)[0]);
      Object[] handle = {stack, stack};
      context.setOutput(0, TensorStorage.wrap(DataType.RESOURCE, Shape.of(2), handle));
    };
  }

  private static StackV2 of(KernelContext context) {
    if (TensorStorage.objects(context.input(0))[0] instanceof StackV2 stack) {
      return stack;
    }
    throw SlimgraphException.invalidArgument("'%s' is given no stack", context.name());
  }

  private static void push(KernelContext context) {
    Tensor value = context.input(1);
    of(context).push(TensorArrayStore.copy(value));
    context.setOutput(0, value);
  }

  private synchronized void push(Tensor value) {
    checkOpen();
    if (value.dataType() != type) {
      throw SlimgraphException.invalidArgument(
          "Must have type %s but got %s", type.tfName(), value.dataType().tfName());
    }
    if (maxSize >= 0 && values.size() >= maxSize) {
      throw SlimgraphException.invalidArgument(
          "Stack[%s] overflowed its max_size (%d)", name, maxSize);
    }
    values.push(value);
  }

  private synchronized Tensor pop() {
    checkOpen();
    if (values.isEmpty()) {
      throw SlimgraphException.invalidArgument("Stack[%s] is empty when calling Pop().", name);
    }
    return values.pop();
  }

  private synchronized void close() {
    values.clear();
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw SlimgraphException.invalidArgument("Stack[%s] has already been closed.", name);
    }
  }
}
