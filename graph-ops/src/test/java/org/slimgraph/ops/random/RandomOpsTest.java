package org.slimgraph.ops.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** Seeds, streams and edges of the random ops; their values are golden cases. */
class RandomOpsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static String message(Runnable action) {
    return assertThrows(SlimgraphException.class, action::run).getMessage();
  }

  @Test
  void seeds_followTfsTable() {
    assertEquals(new Seeds(0, 0), Seeds.next(graph, OptionalLong.empty()));
    assertEquals(new Seeds(87654321, 5), Seeds.next(graph, OptionalLong.of(5)));
    tf.constant(1f);
    graph.setSeed(42);
    assertEquals(new Seeds(42, 1), Seeds.next(graph, OptionalLong.empty()));
    assertEquals(new Seeds(42, 5), Seeds.next(graph, OptionalLong.of(5)));
    graph.setSeed(-1);
    assertEquals(new Seeds(2147483646, 0), Seeds.next(graph, OptionalLong.of(2147483647L)));
    graph.setSeed(0);
    assertEquals(new Seeds(0, 2147483647), Seeds.next(graph, OptionalLong.of(0)));
  }

  @Test
  void stream_advancesFromRunToRunAndRestartsWithTheSession() {
    Output x = tf.random().uniform(Shape.of(4), 0, 1, o -> o.seed(3));
    float[] first;
    try (Session session = Session.open(graph)) {
      first = session.run(x).floats();
      assertFalse(Arrays.equals(first, session.run(x).floats()));
    }
    try (Session session = Session.open(graph)) {
      assertArrayEquals(first, session.run(x).floats());
    }
  }

  @Test
  void withoutSeed_operationsDifferAndProgramsRepeat() {
    Output x = tf.random().normal(Shape.of(4));
    Output y = tf.random().normal(Shape.of(4));
    Graph again = new Graph();
    Output z = Ops.on(again).random().normal(Shape.of(4));
    try (Session session = Session.open(graph);
        Session other = Session.open(again)) {
      float[] values = session.run(x).floats();
      assertFalse(Arrays.equals(values, session.run(y).floats()));
      assertArrayEquals(values, other.run(z).floats());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void manyValues_areTheSameAtAnyThreadCount(int threads) {
    int size = 100_003;
    Output x = tf.random().truncatedNormal(Shape.of(size), 1, 2, o -> o.seed(9));
    try (Session one = Session.open(graph, SessionOptions.defaults().threads(1));
        Session many = Session.open(graph, SessionOptions.defaults().threads(threads))) {
      Tensor values = one.run(x);
      assertEquals(values, many.run(x));
      for (float value : values.floats()) {
        assertTrue(value >= -3 && value <= 5);
      }
    }
  }

  @Test
  void integers_lieInTheRange() {
    Output ints = tf.random().uniform(Shape.of(1000), -2, 3, o -> o.dtype(DataType.INT32).seed(1));
    Output longs = tf.random().uniform(Shape.of(1000), 5, 6, o -> o.dtype(DataType.INT64).seed(1));
    assertEquals("RandomUniformInt", ints.operation().type());
    assertEquals("random_uniform:0", ints.name());
    try (Session session = Session.open(graph)) {
      assertArrayEquals(
          new int[] {-2, -1, 0, 1, 2},
          Arrays.stream(session.run(ints).ints()).distinct().sorted().toArray());
      assertArrayEquals(
          new long[] {5}, Arrays.stream(session.run(longs).longs()).distinct().toArray());
    }
  }

  @Test
  void integers_ofAnEmptyRange_areRefusedUnlessNoneIsWanted() {
    Output none = tf.random().uniform(Shape.of(0), 3, 3, o -> o.dtype(DataType.INT32));
    Output some = tf.random().uniform(Shape.of(1), 3, 3, o -> o.dtype(DataType.INT32));
    try (Session session = Session.open(graph)) {
      assertEquals(0, session.run(none).size());
      assertTrue(message(() -> session.run(some)).startsWith("Need minval < maxval, got 3 >= 3"));
    }
  }

  @Test
  void emptyShape_givesNothing_negativeIsRefused() {
    Output dims = tf.placeholder(DataType.INT32, Shape.of(2), "dims");
    Output x = tf.random().uniform(dims, 0, 1, o -> {});
    assertEquals(Shape.of(-1, -1), x.shape());
    try (Session session = Session.open(graph)) {
      assertEquals(
          Shape.of(0, 3),
          session.runner().feed(dims, Tensor.vector(0, 3)).fetch(x).run().get(0).shape());
      assertTrue(
          message(() -> session.runner().feed(dims, Tensor.vector(-1, 3)).fetch(x).run())
              .startsWith("Dimension -1 must be >= 0"));
    }
  }

  @Test
  void shapeThatIsNoVector_isRefused() {
    String text = message(() -> tf.random().uniform(tf.constant(Tensor.scalar(3)), 0, 1, o -> {}));
    assertTrue(text.startsWith("Shape must be rank 1 but is rank 0"), text);
  }

  @Test
  void randomShuffle_permutesWholeSlices() {
    Output x = tf.constant(Tensor.of(Shape.of(5, 2), new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    Output shuffled = tf.random().shuffle(x, o -> o.seed(2));
    Output lonely = tf.random().shuffle(tf.constant(new float[] {7}));
    try (Session session = Session.open(graph)) {
      int[] values = session.run(shuffled).ints();
      int[] sorted = new int[10];
      for (int i = 0; i < 10; i += 2) {
        assertEquals(values[i] + 1, values[i + 1]);
        sorted[values[i]] = values[i];
        sorted[values[i + 1]] = values[i + 1];
      }
      assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, sorted);
      assertArrayEquals(new float[] {7}, session.run(lonely).floats());
    }
  }

  @Test
  void categorical_drawsTheLikelyClass() {
    Output logits = tf.constant(Tensor.of(Shape.of(2, 3), new float[] {0, 99, 0, 99, 0, 0}));
    Output drawn = tf.random().categorical(logits, 4, o -> o.seed(1));
    assertEquals("categorical/Multinomial:0", drawn.name());
    assertEquals(Shape.of(2, 4), drawn.shape());
    try (Session session = Session.open(graph)) {
      assertArrayEquals(new long[] {1, 1, 1, 1, 0, 0, 0, 0}, session.run(drawn).longs());
    }
  }

  @Test
  void multinomial_ofNoClasses_isRefused() {
    Output logits = tf.placeholder(DataType.FLOAT, Shape.of(2, -1), "logits");
    Output drawn = tf.random().categorical(logits, 1);
    try (Session session = Session.open(graph)) {
      assertTrue(
          message(
                  () ->
                      session
                          .runner()
                          .feed(logits, Tensor.zeros(DataType.FLOAT, Shape.of(2, 0)))
                          .fetch(drawn)
                          .run())
              .startsWith("num_classes should be positive"));
    }
  }

  @Test
  void stateless_sameSeed_sameValuesInEveryRun() {
    for (String type :
        new String[] {
          "StatelessRandomUniform", "StatelessRandomNormal", "StatelessTruncatedNormal"
        }) {
      Output seed = tf.placeholder(DataType.INT64, Shape.of(2));
      Output x =
          graph.opBuilder(type, "").input(tf.constant(new int[] {3})).input(seed).build().output(0);
      assertEquals(Shape.of(3), x.shape());
      try (Session session = Session.open(graph)) {
        Tensor first = session.runner().feed(seed, Tensor.vector(1L, 2L)).fetch(x).run().get(0);
        Tensor again = session.runner().feed(seed, Tensor.vector(1L, 2L)).fetch(x).run().get(0);
        Tensor other = session.runner().feed(seed, Tensor.vector(1L, 3L)).fetch(x).run().get(0);
        assertEquals(first, again);
        assertNotEquals(first, other);
      }
    }
    assertThrows(
        SlimgraphException.class,
        () ->
            graph
                .opBuilder("StatelessRandomUniform", "")
                .input(tf.constant(new int[] {3}))
                .input(tf.constant(Tensor.vector(1L)))
                .build());
  }

  @Test
  void names_areThoseOfTf() {
    assertEquals("random_normal:0", tf.random().normal(Shape.of(2)).name());
    graph.operation("random_normal/RandomStandardNormal");
    graph.operation("random_normal/mul");
    assertEquals("truncated_normal:0", tf.random().truncatedNormal(Shape.of(2), 0, 1).name());
    graph.operation("truncated_normal/TruncatedNormal");
    assertEquals("u:0", tf.random().uniform(Shape.of(2), 0, 1, o -> o.name("u")).name());
    graph.operation("u/RandomUniform");
  }
}
