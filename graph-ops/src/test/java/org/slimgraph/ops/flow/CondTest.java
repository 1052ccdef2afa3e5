package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

class CondTest extends FlowTester {
  private static final Tensor TRUE = Tensor.scalar(true);
  private static final Tensor FALSE = Tensor.scalar(false);

  @Test
  void cond_capturesAndMerges_asTensorFlowNamesThem() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar(), "p");
    Output x = tf.constant(3f, "x");
    Output y = tf.constant(4f, "y");
    Output r = tf.cond(p, () -> tf.add(x, y), () -> tf.multiply(tf.add(x, y), x));
    assertEquals("cond/Merge:0", r.name());
    assertEquals(List.of("p:0", "p:0"), inputs("cond/Switch"));
    assertEquals(List.of("cond/Switch:1"), inputs("cond/switch_t"));
    assertEquals(List.of("cond/Switch:0"), inputs("cond/switch_f"));
    assertEquals(List.of("p:0"), inputs("cond/pred_id"));
    assertEquals(List.of("cond/Add/Switch:1", "cond/Add/Switch_1:1"), inputs("cond/Add"));
    assertEquals(List.of("x:0", "cond/pred_id:0"), inputs("cond/Add/Switch"));
    assertEquals(List.of("loc:@x"), graph.operation("cond/Add/Switch").attrs().strings("_class"));
    // One Switch a value and branch: the product takes the one that the sum made.
    assertEquals(List.of("cond/Add_1:0", "cond/Add_1/Switch:0"), inputs("cond/Mul"));
    assertEquals(List.of("cond/Mul:0", "cond/Add:0"), inputs("cond/Merge"));
    assertEquals(2, graph.collection(GraphKeys.COND_CONTEXT).size());
    assertEquals(Tensor.scalar(7f), run(r, p, TRUE));
    assertEquals(Tensor.scalar(21f), run(r, p, FALSE));
  }

  @Test
  void S24_internals_refuseToBeFetched() {
    Output x = tf.constant(10);
    Output r = tf.cond(placeholder(DataType.BOOL), () -> tf.add(x, 1), () -> tf.subtract(x, 1));
    try (Session session = Session.open(graph)) {
      for (Operation op : graph.operations()) {
        boolean inside = op.name().startsWith("cond/") && !op.equals(r.operation());
        assertEquals(!inside, graph.isFetchable(op), op.name());
        for (Output output : inside ? op.outputs() : List.<Output>of()) {
          fails("has been marked as not fetchable", () -> session.runner().fetch(output));
        }
      }
    }
  }

  @Test
  void S26_predicateOfAnotherType_isRefused() {
    fails(
        "pred must be a bool tensor",
        () -> tf.cond(tf.constant(1), () -> tf.constant(1), () -> tf.constant(2)));
  }

  @Test
  void S27_variableAsResult_givesItsValue() {
    Variable v = tf.variable(Tensor.of(Shape.of(1), new int[] {7}));
    Output age = ints(3);
    Output r = tf.cond(tf.greater(tf.constant(3), tf.constant(4)), () -> age, () -> v);
    assertArrayEquals(new int[] {7}, run(r).ints());
  }

  @Test
  void S28_severalResults_areMergedOneByOne() {
    Output x = tf.constant(10);
    List<Output> r =
        tf.condList(
            tf.less(tf.constant(1), tf.constant(2)),
            () -> List.of(tf.add(x, 1), tf.add(x, 2)),
            () -> List.of(tf.multiply(x, 1), tf.multiply(x, 2)));
    assertEquals(List.of("cond/Merge:0", "cond/Merge_1:0"), names(r));
    assertEquals(Tensor.scalar(11), run(r.get(0)));
    assertEquals(Tensor.scalar(12), run(r.get(1)));
  }

  @Test
  void S29_uninitializedReferenceInUntakenBranch_isNoError() {
    Output ref =
        graph
            .opBuilder("VariableV2", "x")
            .attr("shape", Shape.of(1))
            .attr("dtype", DataType.FLOAT)
            .build()
            .output(0);
    Output two = tf.constant(Tensor.of(Shape.of(1), new float[] {2f}));
    Output r = tf.cond(tf.constant(false), () -> ref, () -> two);
    assertEquals("RefSwitch", r.operation().input(1).operation().type());
    assertArrayEquals(new float[] {2f}, run(r).floats());
  }

  @Test
  void references_inBothBranches_staySo() {
    Variable a = tf.variable(Tensor.scalar(1f));
    Variable b = tf.variable(Tensor.scalar(2f));
    Output p = placeholder(DataType.BOOL);
    Output r = tf.cond(p, a::ref, b::ref);
    assertEquals("RefMerge", r.operation().type());
    Output changed = tf.assignAdd(r, tf.constant(10f));
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.runner().feed(p, TRUE).target(changed).run();
      assertEquals(Tensor.scalar(11f), session.run(a.value()));
      assertEquals(Tensor.scalar(2f), session.run(b.value()));
    }
  }

  @Test
  void S30_unneededOperationInBranch_isPruned() {
    Output unfed = placeholder(DataType.FLOAT);
    Output a = tf.constant(3);
    Output r =
        tf.cond(
            tf.constant(true),
            () -> {
              try (Scope waiting = tf.controlDependencies(unfed)) {
                tf.add(a, 1);
              }
              return tf.add(a, 2);
            },
            () -> tf.constant(1));
    assertEquals(Tensor.scalar(5), run(r));
  }

  @Test
  void S31_constantsInBranches_waitForThePivots() {
    Output c = placeholder(DataType.INT32);
    Output r =
        tf.cond(
            tf.less(c, tf.constant(10)), () -> tf.constant(1, "one"), () -> tf.constant(2, "two"));
    assertEquals(List.of("cond/switch_t"), controls("cond/one"));
    assertEquals(List.of("cond/switch_f"), controls("cond/two"));
    assertEquals(Tensor.scalar(1), run(r, c, Tensor.scalar(9)));
    assertEquals(Tensor.scalar(2), run(r, c, Tensor.scalar(10)));
  }

  @Test
  void S39_variableMadeInBranch_isInitializedOutside() {
    Output p = placeholder(DataType.BOOL);
    Variable[] made = new Variable[2];
    Output r =
        tf.cond(
            p,
            () -> {
              made[0] = tf.variable(Tensor.of(Shape.of(1), new int[] {1}));
              return made[0];
            },
            () -> {
              made[1] = tf.variable(Tensor.of(Shape.of(1), new int[] {2}));
              return made[1];
            });
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertArrayEquals(new int[] {1}, session.run(made[0].value()).ints());
      assertArrayEquals(new int[] {2}, session.run(made[1].value()).ints());
      assertArrayEquals(new int[] {1}, session.runner().feed(p, TRUE).fetch(r).run().get(0).ints());
      assertArrayEquals(
          new int[] {2}, session.runner().feed(p, FALSE).fetch(r).run().get(0).ints());
    }
  }

  @Test
  void assignmentInBranch_happensOnlyIfTaken() {
    for (boolean resource : new boolean[] {false, true}) {
      Variable v = tf.variable(Tensor.scalar(0f), o -> o.useResource(resource));
      Output p = placeholder(DataType.BOOL);
      Output r = tf.cond(p, () -> v.assignAddOp(tf.constant(1f), "more"), tf::noOp);
      try (Session session = Session.open(graph)) {
        session.run(v.initializer());
        session.runner().feed(p, FALSE).fetch(r).run();
        assertEquals(Tensor.scalar(0f), session.run(v.value()));
        session.runner().feed(p, TRUE).fetch(r).run();
        session.runner().feed(p, TRUE).target(r).run();
        assertEquals(Tensor.scalar(2f), session.run(v.value()));
      }
    }
  }

  @Test
  void nested_capturesThroughEachLevel() {
    Output p = tf.placeholder(DataType.BOOL, Shape.scalar(), "p");
    Output q = tf.placeholder(DataType.BOOL, Shape.scalar(), "q");
    Output x = tf.constant(5, "x");
    Output r =
        tf.cond(p, () -> tf.cond(q, () -> tf.add(x, 1), () -> x, "inner"), () -> tf.negative(x));
    assertEquals("cond/inner/Add/Switch_1:1", inputs("cond/inner/Add").get(0));
    assertEquals("cond/inner/Add/Switch:1", inputs("cond/inner/Add/Switch_1").get(0));
    assertEquals(List.of("x:0", "cond/pred_id:0"), inputs("cond/inner/Add/Switch"));
    try (Session session = Session.open(graph)) {
      int[] expected = {-5, -5, 5, 6};
      for (int i = 0; i < 4; i++) {
        Tensor got =
            session
                .runner()
                .feed(p, Tensor.scalar(i > 1))
                .feed(q, Tensor.scalar(i % 2 == 1))
                .fetch(r)
                .run()
                .get(0);
        assertEquals(Tensor.scalar(expected[i]), got);
      }
    }
  }

  @Test
  void controlEdgeFromInside_countsInsteadOfThePivot() {
    Output x = tf.constant(1f);
    tf.cond(
        placeholder(DataType.BOOL),
        () -> {
          Output first = tf.negative(x);
          try (Scope waiting = tf.controlDependencies(first)) {
            return tf.constant(1f, "late");
          }
        },
        () -> x);
    assertEquals(List.of("cond/Neg"), controls("cond/late"));
  }

  @Test
  void controlEdgeFromOutside_isKeptBesideThePivot() {
    Variable v = tf.variable(Tensor.scalar(0f));
    Output p = placeholder(DataType.BOOL);
    Operation outside = v.assignAddOp(tf.constant(1f), "outside");
    Output r =
        tf.cond(
            p,
            () -> {
              try (Scope waiting = tf.controlDependencies(outside)) {
                return tf.constant(1f, "late");
              }
            },
            () -> tf.constant(2f));
    assertEquals(List.of("outside", "cond/switch_t"), controls("cond/late"));
    try (Session session = Session.open(graph)) {
      session.run(v.initializer());
      // What is made outside runs whatever the predicate says.
      session.runner().feed(p, FALSE).fetch(r).run();
      assertEquals(Tensor.scalar(1f), session.run(v.value()));
    }
  }

  @Test
  void differentShapes_giveWhatIsCommon() {
    Output r = tf.cond(placeholder(DataType.BOOL), () -> ints(1, 2), () -> ints(1, 2, 3));
    assertEquals(Shape.of(-1), r.shape());
  }

  @Test
  void differentResults_areRefused() {
    Output p = placeholder(DataType.BOOL);
    fails(
        "Outputs of true_fn and false_fn must have the same type: float, int32",
        () -> tf.cond(p, () -> tf.constant(1f), () -> tf.constant(1)));
    fails(
        "Incompatible return types of true_fn and false_fn",
        () -> tf.condList(p, () -> List.of(p), () -> List.of(p, p)));
    fails("must return at least one result", () -> tf.condList(p, List::of, List::of));
  }

  @Test
  @SuppressWarnings("NullAway") // what the message is for
  void nothingReturned_isRefused() {
    Output p = placeholder(DataType.BOOL);
    fails("true_fn must have a return value.", () -> tf.cond(p, () -> null, () -> p));
    fails("false_fn must have a return value.", () -> tf.cond(p, () -> p, () -> null));
    assertTrue(graph.controlFlowContext().isEmpty());
  }

  @Test
  void smartCond_knownPredicate_buildsOneBranch() {
    Output r = tf.smartCond(tf.constant(true), () -> tf.constant(1), () -> tf.constant(2, "no"));
    assertEquals("Const", r.operation().type());
    assertFalse(graph.findOperation("no").isPresent());
    Output p = placeholder(DataType.BOOL);
    Output both = tf.smartCond(p, () -> tf.constant(1), () -> tf.constant(2));
    assertEquals("Merge", both.operation().type());
    assertEquals(Tensor.scalar(2), run(both, p, FALSE));
  }

  @Test
  void case_givesFirstThatHolds() {
    Output x = placeholder(DataType.INT32);
    Output r =
        tf.case_(
            List.of(
                Case.when(tf.less(x, tf.constant(1)), () -> tf.constant(10)),
                Case.when(tf.less(x, tf.constant(2)), () -> tf.constant(20))),
            () -> tf.constant(30));
    assertEquals(Tensor.scalar(10), run(r, x, Tensor.scalar(0)));
    assertEquals(Tensor.scalar(20), run(r, x, Tensor.scalar(1)));
    assertEquals(Tensor.scalar(30), run(r, x, Tensor.scalar(2)));
  }

  @Test
  void case_exclusive_failsIfTwoHold() {
    Output x = placeholder(DataType.INT32);
    Output r =
        tf.case_(
            List.of(
                Case.when(tf.less(x, tf.constant(1)), () -> tf.constant(10)),
                Case.when(tf.less(x, tf.constant(2)), () -> tf.constant(20))),
            true,
            "one");
    assertEquals(Tensor.scalar(20), run(r, x, Tensor.scalar(1)));
    fails("exclusive=True", () -> run(r, x, Tensor.scalar(0)));
    fails("None of conditions evaluated as True", () -> run(r, x, Tensor.scalar(5)));
  }

  @Test
  void ops_inBranch_areOfItsContext() {
    Ops same = tf;
    Output x = tf.constant(1f);
    Output[] inside = new Output[1];
    tf.cond(
        placeholder(DataType.BOOL),
        () -> {
          inside[0] = same.negative(x);
          return inside[0];
        },
        () -> x);
    CondContext context = (CondContext) inside[0].operation().controlFlowContext().orElseThrow();
    assertEquals(1, context.branch());
    assertEquals("cond/pred_id:0", context.predicate().name());
    assertEquals("cond/switch_t:0", context.controlPivot().name());
    assertEquals(
        context, inside[0].operation().input(0).operation().controlFlowContext().orElseThrow());
  }
}
