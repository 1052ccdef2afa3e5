package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Runner;
import org.slimgraph.session.Session;
import org.slimgraph.session.SessionOptions;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class SessionTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static void fails(ErrorCode code, String text, Executable run) {
    SlimgraphException e = assertThrows(SlimgraphException.class, run);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  @Test
  void S4_fetchTwice_fillsEachPlace() {
    Output a = tf.constant(1f);
    Output b = tf.constant(2f);
    try (Session session = Session.open(graph)) {
      assertEquals(
          List.of(Tensor.scalar(1f), Tensor.scalar(2f), Tensor.scalar(1f)),
          session.runner().fetch(a).fetch(b).fetch(a).run());
    }
  }

  @Test
  void S5_unknownName_isRefused() {
    tf.constant(1f);
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "No Operation named [foo] in the Graph",
          () -> session.runner().fetch("foo:0"));
      fails(
          ErrorCode.OUT_OF_RANGE,
          "Node 'Const' (type: 'Const', num of outputs: 1) does not have output 1",
          () -> session.runner().fetch("Const:1"));
    }
  }

  @Test
  void S6_elementOfAnotherGraph_isRefused() {
    tf.constant(1f);
    Output other = Ops.on(new Graph()).constant(2f);
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "not an element of this graph",
          () -> session.runner().fetch(other));
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "not an element of this graph",
          () -> session.runner().feed(other, Tensor.scalar(1f)));
    }
  }

  @Test
  void S7_closedSession_refusesToRun() {
    Output c = tf.constant(5f);
    Session session = Session.open(graph);
    session.run(c);
    session.close();
    session.close();
    fails(
        ErrorCode.FAILED_PRECONDITION, "Attempted to use a closed Session.", () -> session.run(c));
  }

  @Test
  void S7_closeWhileOthersRun_endsThem() throws InterruptedException {
    Output c = tf.identity(tf.placeholder(DataType.FLOAT, Shape.unknown(), "x"));
    Session session = Session.open(graph);
    AtomicInteger wrong = new AtomicInteger();
    Thread runner =
        new Thread(
            () -> {
              try {
                while (true) {
                  session.runner().feed("x:0", Tensor.scalar(1f)).fetch(c).run();
                }
              } catch (SlimgraphException e) {
                if (e.code() != ErrorCode.FAILED_PRECONDITION && e.code() != ErrorCode.CANCELLED) {
                  wrong.incrementAndGet();
                }
              }
            },
            "runner");
    runner.start();
    session.close();
    runner.join(10_000);
    assertEquals(Thread.State.TERMINATED, runner.getState());
    assertEquals(0, wrong.get());
  }

  @Test
  void S8_emptyGraph_cannotRun() {
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.FAILED_PRECONDITION,
          "The Session graph is empty.",
          () -> session.runner().run());
    }
  }

  @Test
  void nothingAsked_isRefused() {
    tf.constant(1f);
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Must specify at least one target to fetch or execute.",
          () -> session.runner().run());
    }
  }

  @Test
  void S12_feedingAnOperationsName_isRefused() {
    tf.placeholder(DataType.FLOAT, Shape.unknown(), "a");
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Cannot interpret feed_dict key as Tensor",
          () -> session.runner().feed("a", Tensor.scalar(1f)));
    }
  }

  @Test
  void S13_feedOfAnotherShapeOrType_isRefused() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(4), "x");
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Cannot feed value of shape (3,) for Tensor 'x:0', which has shape '(4,)'",
          () -> session.run(x, Feeds.of(x, Tensor.vector(1f, 2f, 3f))));
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Expects arg[0] to be float but int32 is provided",
          () -> session.runner().feed(x, Tensor.vector(1, 2, 3, 4)));
    }
  }

  @Test
  void S11_feedOfAWiderType_isRefused() {
    Output x = tf.placeholder(DataType.INT32, Shape.scalar(), "x");
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Expects arg[0] to be int32 but int64 is provided; the feed is for 'x:0'",
          () -> session.run(x, Feeds.of(x, Tensor.scalar(Long.MAX_VALUE))));
    }
  }

  @Test
  void S18_runner_mayRunAgain() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(1), "x");
    Output y = tf.add(x, 1);
    try (Session session = Session.open(graph)) {
      Runner callable = session.runner().feed(x, Tensor.vector(1f)).fetch(y);
      for (int i = 0; i < 5; i++) {
        assertEquals(List.of(Tensor.vector(2f)), callable.run());
      }
    }
  }

  @Test
  void S14_hundredThreads_getTheConstant() throws InterruptedException, ExecutionException {
    Output c = tf.identity(tf.constant(5f));
    ExecutorService pool = Executors.newFixedThreadPool(100, r -> new Thread(r, "fetcher"));
    try (Session session = Session.open(graph)) {
      List<Future<Tensor>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(pool.submit(() -> session.run(c)));
      }
      for (Future<Tensor> result : results) {
        assertEquals(Tensor.scalar(5f), result.get());
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void S17_stringFeed_keepsZeroBytes() {
    Output x = tf.identity(tf.placeholder(DataType.STRING, Shape.of(2), "x"));
    Tensor bytes = Tensor.of(Shape.of(2), new byte[][] {{'\n', 0, '\n', 0}, {'\n', 0}});
    try (Session session = Session.open(graph)) {
      assertEquals(bytes, session.runner().feed("x:0", bytes).fetch(x).run().get(0));
    }
  }

  @Test
  void S42_fedFetch_isTheFedValue() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.unknown(), "x");
    Output y = tf.identity(x);
    Output c = tf.constant(1f);
    try (Session session = Session.open(graph)) {
      Feeds feeds = Feeds.of(y, Tensor.scalar(3f));
      assertEquals(Tensor.scalar(3f), session.run(y, feeds));
      assertEquals(
          List.of(Tensor.scalar(1f), Tensor.scalar(3f)), session.run(List.of(c, y), feeds));
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Identity:0 is both fed and fetched.",
          () -> session.runner().feed(y, Tensor.scalar(3f)).fetch(y).run());
    }
  }

  @Test
  void feed_constantThatWasUsedWhileBuilding_isRefused() {
    Output c = tf.constant(1f);
    graph.constantValue(c);
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "may not be fed",
          () -> session.runner().feed(c, Tensor.scalar(2f)));
    }
  }

  @Test
  void graph_mayGrowWhileTheSessionIsOpen() {
    Output a = tf.constant(1f);
    try (Session session = Session.open(graph)) {
      session.run(a);
      Output b = tf.identity(a);
      assertEquals(Tensor.scalar(1f), session.run(b));
    }
  }

  @Test
  void G24_controlCycle_isReportedAtRun() {
    Operation a = tf.noOp("a");
    Operation b = tf.noOp("b");
    graph.addControlInput(a, b);
    graph.addControlInput(b, a);
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "Graph is invalid, contains a cycle with 2 nodes",
          () -> session.run(a));
    }
  }

  @Test
  void interruptedThread_cancelsItsRun() {
    Output c = tf.identity(tf.placeholder(DataType.FLOAT, Shape.unknown(), "x"));
    try (Session session = Session.open(graph)) {
      Thread.currentThread().interrupt();
      fails(
          ErrorCode.CANCELLED,
          "interrupted",
          () -> session.runner().feed("x:0", Tensor.scalar(1f)).fetch(c).run());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void unfetchableOperation_isRefused() {
    Output c = tf.constant(1f);
    graph.preventFetching(c.operation());
    try (Session session = Session.open(graph)) {
      fails(
          ErrorCode.INVALID_ARGUMENT,
          "has been marked as not fetchable.",
          () -> session.runner().fetch(c));
    }
  }

  @Test
  void options_withoutThreads_areRefused() {
    fails(ErrorCode.INVALID_ARGUMENT, "threads is 0", () -> SessionOptions.defaults().threads(0));
  }

  @Test
  void S38_group_runsItsMembersAndMayBeEmpty() {
    Operation empty = tf.group();
    assertEquals("NoOp", empty.type());
    assertEquals(List.of(), empty.controlInputs());
    Operation a = tf.noOp("a");
    Output b = tf.constant(1f);
    Operation both = tf.group(a, b);
    assertEquals(List.of(a, b.operation()), both.controlInputs());
    assertEquals("group_deps_1", both.name());
  }

  @Test
  void largeFillOfConstants_isComputedAndNotKept() {
    Output ones = tf.fill(tf.constant(new int[] {5000, 1000}), tf.constant(1f));
    Output sum = tf.reduceSum(ones);
    try (Session session = Session.open(graph)) {
      assertEquals(Tensor.scalar(5_000_000f), session.run(sum));
      assertEquals(5_000_000, session.run(ones).size());
    }
  }
}
