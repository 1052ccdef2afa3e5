package org.slimgraph.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** tf.gradients: which paths count, where they stop, what is refused. */
class GradientBuilderTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private float[] value(Optional<Output> output) {
    try (Session session = Session.open(graph)) {
      return session.run(output.orElseThrow()).floats();
    }
  }

  @Test
  void r1_anXInTheMiddle_letsTheGradientPast() {
    Output x = tf.constant(1f);
    Output y = tf.times(x, 2f);
    Output z = tf.times(y, 3f);
    assertArrayEquals(new float[] {3}, value(tf.gradients(List.of(z), List.of(y)).get(0)));
    List<Optional<Output>> both = tf.gradients(List.of(z), List.of(x, y));
    assertArrayEquals(new float[] {6}, value(both.get(0)));
    assertArrayEquals(new float[] {3}, value(both.get(1)));
  }

  @Test
  void r2_unusedOutputs_countAsZeros() {
    Output w = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 1, 1, 1}));
    Output x = tf.constant(Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
    Output wx = tf.matmul(w, x);
    Output used = tf.reduceSum(tf.split(wx, 2, 0).get(1));
    Optional<Output> gradient = tf.gradients(List.of(used), List.of(w)).get(0);
    assertArrayEquals(new float[] {0, 0, 3, 7}, value(gradient));
    assertEquals("MatMul", gradient.orElseThrow().operation().type());
  }

  @Test
  void r3_dependentYs_countEachPathOnceAY() {
    Output x = tf.constant(3f);
    Output y = tf.square(x);
    Output y1 = tf.square(y);
    Output y2 = tf.square(y1);
    List<Optional<Output>> listed = tf.gradients(List.of(y, y2), List.of(x));
    assertArrayEquals(new float[] {17502}, value(listed.get(0)));
    List<Optional<Output>> added = tf.gradients(List.of(tf.add(y, y2)), List.of(x));
    assertArrayEquals(new float[] {17502}, value(added.get(0)));
  }

  /** Four matrices, two made of others: bits say which are stopped by nodes. */
  private List<Output> net(int stopped) {
    SplittableRandom random = new SplittableRandom(42);
    Output a = stop(combined(random, List.of()), stopped & 1);
    Output b = stop(combined(random, List.of()), stopped & 2);
    Output c = stop(combined(random, List.of(a, b)), stopped & 4);
    Output d = stop(combined(random, List.of(b, c)), stopped & 8);
    return List.of(a, b, c, d);
  }

  private Output combined(SplittableRandom random, List<Output> parts) {
    Output sum = matrix(random);
    for (Output part : parts) {
      sum = tf.add(sum, tf.matmul(matrix(random), part));
    }
    return sum;
  }

  private Output matrix(SplittableRandom random) {
    return tf.constant(Tensor.of(Shape.of(3, 3), random.doubles(9).toArray()));
  }

  private Output stop(Output x, int bit) {
    return bit != 0 ? tf.stopGradient(x) : x;
  }

  private static List<Output> chosen(List<Output> outputs, int bits) {
    List<Output> chosen = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      if ((bits & 1 << i) != 0) {
        chosen.add(outputs.get(i));
      }
    }
    return chosen;
  }

  @Test
  void r4_stopGradientsList_equalsStopGradientNodesFor256Pairs() {
    List<Output> byNodes = new ArrayList<>();
    List<Output> byList = new ArrayList<>();
    List<Output> plain = net(0);
    for (int stopped = 0; stopped < 16; stopped++) {
      List<Output> noded = net(stopped);
      List<Output> stops = chosen(plain, stopped);
      for (int wanted = 0; wanted < 16; wanted++) {
        byNodes.addAll(zeroed(noded.get(3), chosen(noded, wanted), List.of()));
        byList.addAll(zeroed(plain.get(3), chosen(plain, wanted), stops));
      }
    }
    assertEquals(16 * 32, byList.size());
    try (Session session = Session.open(graph)) {
      List<Tensor> first = fetched(session, byNodes);
      List<Tensor> second = fetched(session, byList);
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i).doubles(), second.get(i).doubles(), 1e-12, "pair " + i);
      }
    }
  }

  private static List<Tensor> fetched(Session session, List<Output> fetches) {
    var runner = session.runner();
    fetches.forEach(runner::fetch);
    return runner.run();
  }

  private List<Output> zeroed(Output y, List<Output> xs, List<Output> stops) {
    return tf
        .gradients(
            List.of(y),
            xs,
            o -> o.stopGradients(stops).unconnectedGradients(GradientOptions.Unconnected.ZERO))
        .stream()
        .map(Optional::orElseThrow)
        .toList();
  }

  @Test
  void r5_unconnected() {
    Output x = tf.ones(Shape.of(2, 2));
    Output y = tf.constant(5f);
    assertEquals(Optional.empty(), tf.gradients(List.of(y), List.of(x)).get(0));
    Optional<Output> zeros =
        tf.gradients(
                List.of(y),
                List.of(x),
                o -> o.unconnectedGradients(GradientOptions.Unconnected.ZERO))
            .get(0);
    assertArrayEquals(new float[4], value(zeros));
    assertEquals(Shape.of(2, 2), zeros.orElseThrow().shape());
  }

  @Test
  void r6_preventGradient_isRefused() {
    Output x = tf.constant(1f);
    Output y = tf.preventGradient(x, "because");
    assertTrue(
        assertThrows(SlimgraphException.class, () -> tf.gradients(List.of(y), List.of(x)))
            .getMessage()
            .contains("explicitly disabled"));
  }

  @Test
  void r7_complexYs_needGradYs() {
    Output x = tf.placeholder(DataType.COMPLEX64, Shape.scalar(), "x");
    Output y = tf.identity(x);
    assertTrue(
        assertThrows(SlimgraphException.class, () -> tf.gradients(List.of(y), List.of(x)))
            .getMessage()
            .contains("Gradients of complex tensors must set grad_ys"));
  }

  @Test
  void overriddenGradients_countForTheirTypeInTheBlock() {
    Output x = tf.constant(3f);
    tf.registerGradient("Twice", g -> g.set(0, tf.times(g.dy(0), 2f)));
    Output inside;
    try (Scope overridden = tf.gradientOverrideMap(Map.of("Square", "Twice"))) {
      inside = tf.square(x);
      assertEquals("Twice", inside.operation().attrs().string("_gradient_op_type"));
    }
    Output outside = tf.square(x);
    assertArrayEquals(new float[] {2}, value(tf.gradients(List.of(inside), List.of(x)).get(0)));
    assertArrayEquals(new float[] {6}, value(tf.gradients(List.of(outside), List.of(x)).get(0)));
    fails(
        ErrorCode.ALREADY_EXISTS,
        "Registering two gradient with name 'Twice'!",
        () -> tf.registerGradient("Twice", g -> {}));
  }

  @Test
  void anUnknownOverride_isRefusedWhenGradientsAreBuilt() {
    Output x = tf.constant(3f);
    Output y;
    try (Scope overridden = tf.gradientOverrideMap(Map.of("Square", "Nobody"))) {
      y = tf.square(x);
    }
    fails(
        ErrorCode.NOT_FOUND,
        "No gradient defined for operation 'Square' (op type: Square)",
        () -> tf.gradients(List.of(y), List.of(x)));
  }

  @Test
  void opsWithoutRegisteredGradient_areRefused() {
    Output x = tf.constant(3f);
    Output y = graph.opBuilder("Mod", "").input(x).input(tf.constant(2f)).build().output(0);
    fails(
        ErrorCode.NOT_FOUND,
        "No gradient defined for operation 'Mod' (op type: Mod)",
        () -> tf.gradients(List.of(y), List.of(x)));
    assertEquals(
        Optional.empty(), tf.gradients(List.of(tf.floor(x)), List.of(x)).get(0), "Floor has none");
  }

  @Test
  void customGradients_replaceThoseOfWhatTheFunctionBuilds() {
    Output x = tf.constant(100f);
    List<Output> y =
        tf.customGradient(
            List.of(x),
            args -> {
              Output e = tf.exp(args.get(0));
              return new CustomGradient(
                  List.of(tf.log(tf.plus(e, 1f))),
                  dys -> {
                    Output share = tf.minus(1f, tf.reciprocal(tf.plus(e, 1f)));
                    return List.of(tf.times(dys.get(0), share));
                  });
            });
    assertArrayEquals(new float[] {1}, value(tf.gradients(y, List.of(x)).get(0)));
    Output half = tf.identity(x);
    List<Output> wrong =
        tf.customGradient(
            List.of(half), args -> new CustomGradient(List.of(args.get(0)), dys -> List.of()));
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "Num gradients 0 generated for op",
        () -> tf.gradients(wrong, List.of(half)));
  }

  @Test
  void hessians_haveTheShapeOfXTwice() {
    Output x = tf.constant(new float[] {1, 2, 3});
    Output y = tf.reduceSum(tf.times(tf.square(x), x));
    Output hessian = tf.hessians(List.of(y), List.of(x)).get(0);
    assertArrayEquals(
        new float[] {6, 0, 0, 0, 12, 0, 0, 0, 18}, value(Optional.of(hessian)), 1e-4f);
    Output matrix = tf.constant(Tensor.of(Shape.of(1, 2), new float[] {1, 2}));
    Output product = tf.reduceProd(matrix);
    Output mixed = tf.hessians(List.of(product), List.of(matrix)).get(0);
    try (Session session = Session.open(graph)) {
      Tensor value = session.run(mixed);
      assertEquals(Shape.of(1, 2, 1, 2), value.shape());
      assertArrayEquals(new float[] {0, 1, 1, 0}, value.floats(), 1e-5f);
    }
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "they have no second derivative",
        () -> tf.hessians(List.of(tf.times(x, 2f)), List.of(x)));
  }

  @Test
  void aggregation_byTreeAddsPairs() {
    Output x = tf.constant(3f, "x");
    Output y = tf.addN(List.of(tf.square(x), tf.exp(x), tf.sin(x)));
    Output sum =
        tf.gradients(
                List.of(y),
                List.of(x),
                o -> o.aggregationMethod(GradientOptions.Aggregation.EXPERIMENTAL_TREE))
            .get(0)
            .orElseThrow();
    assertEquals("gradients/x_gradient_sum/AddN_1", sum.operation().name());
    assertEquals(2, sum.operation().inputs().size());
  }

  @Test
  void aggregation_byAccumulateNNeedsAShape() {
    for (long size : new long[] {2, -1}) {
      Output x = tf.placeholder(DataType.FLOAT, Shape.of(size));
      Output y = tf.addN(List.of(tf.square(x), tf.exp(x), tf.sin(x)));
      Output sum =
          tf.gradients(
                  List.of(y),
                  List.of(x),
                  o -> o.aggregationMethod(GradientOptions.Aggregation.EXPERIMENTAL_ACCUMULATE_N))
              .get(0)
              .orElseThrow();
      assertEquals(size < 0 ? "AddN" : "AccumulateNV2", sum.operation().type());
      try (Session session = Session.open(graph)) {
        Tensor fed = Tensor.of(Shape.of(2), new float[] {0, 0});
        assertArrayEquals(
            new float[] {2, 2}, session.runner().feed(x, fed).fetch(sum).run().get(0).floats());
      }
    }
  }

  @Test
  void gatedGradients_areAllComputedBeforeAnyIsUsed() {
    Output a = tf.constant(2f);
    Output b = tf.constant(3f);
    Output y = tf.multiply(a, b, "y");
    List<Optional<Output>> gradients =
        tf.gradients(List.of(y), List.of(a, b), o -> o.gateGradients(true));
    Output first = gradients.get(0).orElseThrow();
    assertEquals("gradients/y_grad/tuple/control_dependency", first.operation().name());
    assertEquals(
        "gradients/y_grad/tuple/group_deps", first.operation().controlInputs().get(0).name());
    assertArrayEquals(new float[] {3}, value(gradients.get(0)));
    assertArrayEquals(new float[] {2}, value(gradients.get(1)));
  }

  @Test
  void colocatedGradients_standBesideTheirOperation() {
    Output x = tf.constant(2f, "x");
    Output y = tf.square(x, "y");
    Output gradient =
        tf.gradients(List.of(y), List.of(x), o -> o.colocateGradientsWithOps(true))
            .get(0)
            .orElseThrow();
    assertEquals(List.of("loc:@y"), List.copyOf(gradient.operation().colocationGroups()));
  }

  @Test
  void rows_ofSeveralGathersJoin() {
    Output table = tf.constant(Tensor.of(Shape.of(3, 1), new float[] {1, 2, 3}));
    Output first = tf.gather(table, tf.constant(new int[] {0, 2}));
    Output second = tf.gather(table, tf.constant(new int[] {2, 2}));
    Output y = tf.add(tf.reduceSum(first), tf.reduceSum(second));
    assertArrayEquals(
        new float[] {1, 0, 3}, value(tf.gradients(List.of(y), List.of(table)).get(0)));
    Output whole = tf.add(y, tf.reduceSum(tf.times(table, 10f)));
    assertArrayEquals(
        new float[] {11, 10, 13}, value(tf.gradients(List.of(whole), List.of(table)).get(0)));
  }

  @Test
  void gradYs_mustFitTheYs() {
    Output x = tf.constant(2f);
    Output y = tf.square(x);
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "Passed 2 grad_ys for 1 ys",
        () -> tf.gradients(List.of(y), List.of(x), List.of(x, x)));
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "does not match",
        () -> tf.gradients(List.of(y), List.of(x), List.of(tf.constant(1.0))));
    Output given = tf.gradients(List.of(y), List.of(x), List.of(tf.constant(5f))).get(0).get();
    assertArrayEquals(new float[] {20}, value(Optional.of(given)));
  }

  private static void fails(ErrorCode code, String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}
