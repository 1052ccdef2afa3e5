package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class StackV2Test extends FlowTester {

  private Output stack(int maxSize) {
    return graph
        .opBuilder("StackV2", "")
        .input(tf.constant(maxSize))
        .attr("elem_type", DataType.INT32)
        .attr("stack_name", "s")
        .build()
        .output(0);
  }

  private Output push(Output stack, Output value) {
    return graph.opBuilder("StackPushV2", "").input(stack).input(value).build().output(0);
  }

  private Output pop(Output stack) {
    return graph
        .opBuilder("StackPopV2", "")
        .input(stack)
        .attr("elem_type", DataType.INT32)
        .build()
        .output(0);
  }

  @Test
  void loop_popsInReverseWhatALoopPushed() {
    Output stack = stack(-1);
    Output count =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(5)),
                v -> List.of(tf.add(push(stack, v.get(0)), 1)),
                List.of(tf.constant(0)))
            .get(0);
    Output digits =
        tf.whileLoop(
                v -> tf.greater(v.get(0), tf.constant(0)),
                v -> {
                  Output digit;
                  try (Scope waiting = tf.controlDependencies(v.get(0))) {
                    digit = pop(stack);
                    digit.setShape(Shape.scalar());
                  }
                  Output shifted = tf.multiply(v.get(1), tf.constant(10));
                  return List.of(tf.subtract(v.get(0), 1), tf.add(shifted, digit));
                },
                List.of(count, tf.constant(0)),
                o -> o.parallelIterations(1))
            .get(1);
    assertEquals(Tensor.scalar(43210), run(digits));
  }

  @Test
  void wrongUse_failsAsInTensorFlow() {
    Output stack = stack(1);
    fails("Stack[s] is empty when calling Pop().", () -> run(pop(stack)));
    fails("Must have type int32 but got float", () -> run(push(stack, tf.constant(1f))));
    Output first = push(stack, tf.constant(1));
    try (Scope waiting = tf.controlDependencies(first)) {
      fails("Stack[s] overflowed its max_size (1)", () -> run(push(stack, tf.constant(2))));
    }
    Operation close = graph.opBuilder("StackCloseV2", "").input(stack).build();
    try (Scope waiting = tf.controlDependencies(close)) {
      fails("Stack[s] has already been closed.", () -> run(pop(stack)));
    }
  }
}
