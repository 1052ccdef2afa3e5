package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

/** Conditionals and loops built by hand of Switch, Merge, Enter, NextIteration and Exit. */
class SwitchTest extends FlowTester {

  @Test
  void S20_fetchOfDeadValue_isRefused() {
    Operation choice = Switch.of(tf, ints(1, 2, 3, 4, 5, 6), tf.constant(true));
    Output dead = tf.identity(choice.output(0));
    fails("Retval[0] does not have value", () -> run(dead));
  }

  @Test
  void S21_merge_passesTheLiveInput() {
    Output zero = tf.constant(0);
    Operation choice = Switch.of(tf, ints(1, 2, 3, 4, 5, 6), tf.less(zero, tf.constant(1)));
    Output merged = Merge.of(tf, List.of(choice.output(0), choice.output(1)));
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, run(merged).ints());
    assertEquals(Tensor.scalar(1), run(merged.operation().output(1)));
  }

  @Test
  void S22_branches_computeOnTheirSide() {
    Output data = ints(1, 2, 3, 4, 5, 6);
    for (boolean taken : new boolean[] {false, true}) {
      Operation choice = Switch.of(tf, data, tf.constant(taken));
      Output sum = tf.add(choice.output(0), tf.constant(5));
      Output product = tf.multiply(choice.output(1), tf.constant(5));
      int[] got = run(Merge.of(tf, List.of(sum, product))).ints();
      assertArrayEquals(
          taken ? new int[] {5, 10, 15, 20, 25, 30} : new int[] {6, 7, 8, 9, 10, 11}, got);
    }
  }

  private Output enter(Output value, boolean isConstant) {
    return graph
        .opBuilder("Enter", "")
        .input(value)
        .attr("frame_name", "foo")
        .attr("is_constant", isConstant)
        .build()
        .output(0);
  }

  @Test
  void S23_handMadeLoop_counts() {
    Output start = enter(tf.constant(0), false);
    Output one = enter(tf.constant(1), true);
    Output ten = enter(tf.constant(10), true);
    Output merged = Merge.of(tf, List.of(start, start));
    Output goesOn = graph.opBuilder("LoopCond", "").input(tf.less(merged, ten)).build().output(0);
    Operation choice = Switch.of(tf, merged, goesOn);
    Output next =
        graph.opBuilder("NextIteration", "").input(tf.add(choice.output(1), one)).build().output(0);
    graph.replaceInput(merged.operation(), 1, next);
    Output result = graph.opBuilder("Exit", "").input(choice.output(0)).build().output(0);
    assertEquals(Tensor.scalar(10), run(result));
  }

  @Test
  void S37_identityOfReferenceUnderItsInitializer_waits() {
    Variable v = tf.variable(Tensor.scalar(0f));
    Output read;
    try (Scope waiting = tf.controlDependencies(v.initializer())) {
      read = tf.identity(v.ref());
    }
    try (Session session = Session.open(graph)) {
      var e = assertThrows(SlimgraphException.class, () -> session.run(v.value()));
      assertEquals(ErrorCode.FAILED_PRECONDITION, e.code());
      assertEquals(Tensor.scalar(0f), session.run(read));
    }
  }

  @Test
  void S38_group_runsAll() {
    Variable a = tf.variable(Tensor.of(Shape.of(1), new float[] {0}));
    Variable b = tf.variable(Tensor.of(Shape.of(1), new float[] {1}));
    Operation both = tf.group(a.initializer(), b.initializer());
    Operation none = tf.group();
    assertEquals("NoOp", none.type());
    assertEquals(List.of(), none.controlInputs());
    try (Session session = Session.open(graph)) {
      session.run(none);
      session.run(both);
      assertArrayEquals(new float[] {0}, session.run(a.value()).floats());
      assertArrayEquals(new float[] {1}, session.run(b.value()).floats());
    }
  }

  @Test
  void S41_deadTarget_isSkippedWithWhatWaitsForIt() {
    Variable v = tf.variable(Tensor.scalar(0f));
    Output p = placeholder(DataType.BOOL);
    Operation choice = Switch.of(tf, tf.constant(1f), p);
    Output inBranch = tf.identity(choice.output(1));
    Operation after;
    try (Scope waiting = tf.controlDependencies(inBranch)) {
      after = v.assignAddOp(tf.constant(1f), "after");
    }
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      session.runner().feed(p, Tensor.scalar(false)).target(after).run();
      assertEquals(Tensor.scalar(0f), session.run(v.value()));
      session.runner().feed(p, Tensor.scalar(true)).target(after).run();
      assertEquals(Tensor.scalar(1f), session.run(v.value()));
    }
  }

  @Test
  void controlTrigger_runsAfterDeadOperations() {
    Operation choice = Switch.of(tf, tf.constant(1f), tf.constant(false));
    Output dead = tf.identity(choice.output(1));
    Operation trigger =
        graph.opBuilder("ControlTrigger", "").controlInput(dead.operation()).build();
    Output after;
    try (Scope waiting = tf.controlDependencies(trigger)) {
      after = tf.constant(5);
    }
    assertEquals(Tensor.scalar(5), run(after));
  }

  @Test
  void references_passThroughLoops() {
    Variable v = tf.variable(Tensor.scalar(1f));
    Output entered =
        graph.opBuilder("RefEnter", "").input(v.ref()).attr("frame_name", "f").build().output(0);
    Output merged = Merge.of(tf, List.of(entered, entered));
    assertEquals("RefMerge", merged.operation().type());
    Output goesOn =
        graph
            .opBuilder("LoopCond", "")
            .input(
                tf.less(
                    merged,
                    graph
                        .opBuilder("Enter", "")
                        .input(tf.constant(100f))
                        .attr("frame_name", "f")
                        .attr("is_constant", true)
                        .build()
                        .output(0)))
            .build()
            .output(0);
    Operation choice = Switch.of(tf, merged, goesOn);
    assertEquals("RefSwitch", choice.type());
    Output doubled = tf.assignAdd(choice.output(1), tf.identity(choice.output(1)));
    Output next = graph.opBuilder("RefNextIteration", "").input(doubled).build().output(0);
    graph.replaceInput(merged.operation(), 1, next);
    Output left = graph.opBuilder("RefExit", "").input(choice.output(0)).build().output(0);
    assertEquals(Tensor.scalar(128f), run(tf.identity(left)));
    assertEquals(Tensor.scalar(1f), run(v.value()));
  }
}
