package org.slimgraph.ops.flow;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.OpSpec;

/** Builders of ops that order and choose; part of {@link org.slimgraph.ops.Ops}. */
public interface FlowOps extends ConditionalOps {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          Assert.SPEC,
          ControlTrigger.SPEC,
          Enter.SPEC,
          Enter.REF,
          Exit.SPEC,
          Exit.REF,
          FunctionPorts.ARG,
          FunctionPorts.RETVAL,
          IdentityN.SPEC,
          LoopCond.SPEC,
          Merge.SPEC,
          Merge.REF,
          NextIteration.SPEC,
          NextIteration.REF,
          NoOp.SPEC,
          Print.SPEC,
          Print.V2,
          Queues.FIFO,
          Queues.RANDOM_SHUFFLE,
          Queues.ENQUEUE,
          Queues.ENQUEUE_MANY,
          Queues.DEQUEUE,
          Queues.DEQUEUE_MANY,
          Queues.DEQUEUE_UP_TO,
          Queues.CLOSE,
          Queues.SIZE,
          Queues.IS_CLOSED,
          StackV2.SPEC,
          StackV2.PUSH,
          StackV2.POP,
          StackV2.CLOSE,
          Switch.SPEC,
          Switch.REF,
          TensorArrayV3.SPEC,
          TensorArrayV3.GRAD,
          TensorArrayV3.SIZE,
          TensorArrayV3.CLOSE,
          TensorArrayElements.WRITE,
          TensorArrayElements.READ,
          TensorArrayRows.GATHER,
          TensorArrayRows.SCATTER,
          TensorArrayPieces.CONCAT,
          TensorArrayPieces.SPLIT);

  /** Adds an operation that does nothing but wait for the control inputs in force. */
  default Operation noOp() {
    return noOp("NoOp");
  }

  /** Adds an operation that does nothing but wait for the control inputs in force. */
  default Operation noOp(String name) {
    return graph().opBuilder("NoOp", name).build();
  }

  /** Adds an operation that waits for all {@code elements}. */
  default Operation group(Iterable<? extends GraphElement> elements, String name) {
    return NoOp.group(tf(), elements, name);
  }

  /** Adds an operation that waits for all {@code elements}. */
  default Operation group(Iterable<? extends GraphElement> elements) {
    return group(elements, "group_deps");
  }

  /** Adds an operation that waits for all {@code elements}. */
  default Operation group(GraphElement... elements) {
    return group(Arrays.asList(elements));
  }

  /** Adds an operation that passes all {@code inputs} on, of any types. */
  default List<Output> identityN(List<Output> inputs, String name) {
    return IdentityN.identityN(tf(), inputs, name);
  }

  /** Adds an operation that passes all {@code inputs} on, of any types. */
  default List<Output> identityN(List<Output> inputs) {
    return identityN(inputs, "IdentityN");
  }

  /** Adds an operation that passes {@code output} on when all {@code dependencies} have run. */
  default Output withDependencies(
      Iterable<? extends GraphElement> dependencies, Output output, String name) {
    return Gates.withDependencies(tf(), dependencies, output, name);
  }

  /** Adds an operation that passes {@code output} on when all {@code dependencies} have run. */
  default Output withDependencies(Iterable<? extends GraphElement> dependencies, Output output) {
    return withDependencies(dependencies, output, "control_dependency");
  }

  /**
   * Adds operations that pass {@code tensors} on, each only when all of them and all {@code
   * controlInputs} are there.
   *
   * @throws org.slimgraph.error.SlimgraphException INVALID_ARGUMENT if there is nothing to wait for
   */
  default List<Output> tuple(
      List<Output> tensors, Iterable<? extends GraphElement> controlInputs, String name) {
    return Gates.tuple(tf(), tensors, controlInputs, name);
  }

  /** Adds operations that pass {@code tensors} on, each only when all of them are there. */
  default List<Output> tuple(List<Output> tensors, String name) {
    return tuple(tensors, List.of(), name);
  }

  /** Adds operations that pass {@code tensors} on, each only when all of them are there. */
  default List<Output> tuple(List<Output> tensors) {
    return tuple(tensors, "tuple");
  }

  /**
   * Adds an operation that fails the run if {@code condition} is false. Nothing waits for it by
   * itself: make it a control input, or a target.
   *
   * @param condition bool scalar
   * @param data what the error shows
   * @param summarize how many elements of each tensor it shows; negative shows all
   */
  default Operation assertTrue(Output condition, List<Output> data, int summarize, String name) {
    return Assert.assertTrue(tf(), condition, data, summarize, name);
  }

  /** Adds an operation that fails the run if {@code condition}, a bool scalar, is false. */
  default Operation assertTrue(Output condition, List<Output> data) {
    return assertTrue(condition, data, 3, "Assert");
  }

  /**
   * Passes {@code input} on and, when it does, logs tensors; TF writes them to the standard error
   * stream. TF: tf.Print.
   *
   * @param data what is logged
   * @param message what stands before it
   * @param firstN how often it is logged in a session; negative is always
   * @param summarize how many elements of each tensor are logged; negative is all
   */
  default Output print(
      Output input, List<Output> data, String message, int firstN, int summarize, String name) {
    return Print.print(tf(), input, data, message, firstN, summarize, name);
  }

  /** Passes {@code input} on and logs the first three elements of each of {@code data}. */
  default Output print(Output input, List<Output> data) {
    return print(input, data, "", -1, 3, "Print");
  }
}
