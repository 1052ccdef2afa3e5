package org.slimgraph.ops.flow;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Operation;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;

/** Builders of ops that order and choose; part of {@link org.slimgraph.ops.Ops}. */
public interface FlowOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          ControlTrigger.SPEC,
          Enter.SPEC,
          Enter.REF,
          Exit.SPEC,
          Exit.REF,
          LoopCond.SPEC,
          Merge.SPEC,
          Merge.REF,
          NextIteration.SPEC,
          NextIteration.REF,
          NoOp.SPEC,
          Switch.SPEC,
          Switch.REF);

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
}
