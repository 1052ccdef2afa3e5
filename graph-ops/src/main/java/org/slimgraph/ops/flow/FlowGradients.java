package org.slimgraph.ops.flow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;

/**
 * The gradients of conditionals and loops, op by op. What chooses forward joins backward, what
 * joins chooses, what enters leaves.
 *
 * <p>Behaviour as in TF 1.15, python/ops/control_flow_grad.py.
 */
final class FlowGradients {
  private FlowGradients() {}

  /** Joins what flows back from both branches, or from a loop's end and its next iteration. */
  static void ofSwitch(GradientContext g) {
    Operation choice = g.op();
    FlowContext context = FlowContext.of(choice);
    if (context instanceof WhileContext) {
      ofLoopSwitch(g, loop(g));
    } else if (context instanceof CondContext branch) {
      int taken = branch.branch();
      if (g.hasDy(1 - taken)) {
        Flowing.merge(g.tf(), Flowing.at(g, 0), Flowing.at(g, 1), "cond_grad").flowInto(g, 0);
      } else if (g.input(0).dataType().base() == DataType.RESOURCE) {
        Flowing only = Flowing.at(g, taken);
        Flowing.merge(g.tf(), only, only, "cond_resource_grad").flowInto(g, 0);
      }
    } else {
      Flowing ifFalse = Flowing.at(g, 0).map(part -> choose(g, part).output(0));
      Flowing ifTrue = Flowing.at(g, 1).map(part -> choose(g, part).output(1));
      Flowing.merge(g.tf(), ifFalse, ifTrue, "Merge").flowInto(g, 0);
    }
  }

  private static Operation choose(GradientContext g, Output part) {
    return Switch.of(g.tf(), part, g.input(1));
  }

  /**
   * A loop's Switch is met twice: from its Exit, when the Merge is made, and from the body, when
   * the Merge gets its second input.
   */
  private static void ofLoopSwitch(GradientContext g, LoopGradient loop) {
    Flowing merge = loop.merges.get(g.op());
    if (merge == null) {
      if (g.hasDy(0)) {
        Flowing end = Flowing.at(g, 0);
        Flowing made = Flowing.merge(g.tf(), end, end, "b_switch");
        loop.merges.put(g.op(), made);
        made.flowInto(g, 0);
      }
      return;
    }
    if (!g.hasDy(1)) {
      return;
    }
    Flowing next = Flowing.at(g, 1);
    Flowing same = merge.isRows() ? next.asRows(g.tf()) : next.asWhole(g.tf());
    for (int i = 0; i < same.tensors().size(); i++) {
      Output back = NextIteration.of(g.tf(), same.tensors().get(i));
      g.tf().graph().replaceInput(merge.tensors().get(i).operation(), 1, back);
    }
  }

  /** Leads what flows back to the branch that was taken, or to a loop's body or its begin. */
  static void ofMerge(GradientContext g) {
    FlowContext context = FlowContext.ofOutputs(g.input(0).operation());
    LoopGradient loop = current(g.tf());
    if (context instanceof WhileContext) {
      lead(g, loop(g).backward().pivot(), "Switch");
    } else if (context instanceof CondContext branch) {
      Output predicate = branch.predicate();
      lead(g, loop == null ? predicate : loop.predicate(predicate), "cond_grad");
    } else {
      for (int i = 0; i < g.op().inputs().size(); i++) {
        Output isThis = g.tf().equal(g.output(1), i);
        Flowing.at(g, 0).map(part -> Switch.of(g.tf(), part, isThis).output(1)).flowInto(g, i);
      }
    }
  }

  private static void lead(GradientContext g, Output predicate, String name) {
    Ops tf = g.tf();
    Flowing gradient = Flowing.at(g, 0);
    var choices =
        gradient.tensors().stream().map(part -> Switch.beside(tf, part, predicate, name)).toList();
    for (int i = 0; i < 2; i++) {
      int branch = i;
      new Flowing(choices.stream().map(choice -> choice.output(branch)).toList()).flowInto(g, i);
    }
  }

  static void ofExit(GradientContext g) {
    LoopGradient loop = loop(g);
    if (!loop.backward().backProp()) {
      return;
    }
    if (FlowContext.of(g.op()) instanceof WhileContext forward && forward.gradient() != null) {
      throw SlimgraphException.invalidArgument(
          "Second-order gradient for while loops not supported. ('%s' leaves the loop of a"
              + " gradient.)",
          g.op().name());
    }
    loop.enterExit(Flowing.at(g, 0)).flowInto(g, 0);
  }

  static void ofNextIteration(GradientContext g) {
    g.passOn(0, 0);
  }

  static void ofEnter(GradientContext g) {
    LoopGradient loop = current(g.tf());
    if (loop == null || !loop.backward().backProp()) {
      g.passOn(0, 0);
    } else if (!g.op().attrs().bool("is_constant")) {
      loop.leave(Flowing.at(g, 0)).flowInto(g, 0);
    } else if (g.rows(0).isPresent()) {
      g.set(0, loop.addUp(g.op(), g.rows(0).get()));
    } else {
      g.set(0, loop.addUp(g.op(), g.dy(0)));
    }
  }

  private static @Nullable LoopGradient current(Ops tf) {
    return current(tf.graph());
  }

  /** Returns the gradient of a loop that is being built, if one is. */
  static @Nullable LoopGradient current(Graph graph) {
    FlowContext context = FlowContext.current(graph);
    Optional<WhileContext> loop = context == null ? Optional.empty() : context.loop();
    return loop.isPresent() ? loop.get().gradient() : null;
  }

  private static LoopGradient loop(GradientContext g) {
    LoopGradient loop = current(g.tf());
    if (loop == null) {
      throw SlimgraphException.invalidArgument(
          "The gradient of '%s' (%s) is part of the gradient of a whole loop, which no Exit of the"
              + " loop asked for",
          g.op().name(), g.op().type());
    }
    return loop;
  }
}
