package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graphdef.proto.DeviceStepStats;
import org.slimgraph.graphdef.proto.NodeExecStats;
import org.slimgraph.graphdef.proto.RunMetadata;
import org.slimgraph.session.RunOptions;
import org.slimgraph.session.RunOptions.TraceLevel;
import org.slimgraph.session.Session;
import org.slimgraph.session.TracedRun;
import org.slimgraph.summary.ChromeTrace;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class RunMetadataTest {
  private static final RunOptions TRACE = RunOptions.defaults().traceLevel(TraceLevel.FULL_TRACE);

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void tracedRun_notesEachNode_withTimesAndOutputs() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1, 2), "x");
    Output y = tf.nn().relu(x, "y");
    Output z = tf.add(y, y, "z");
    try (Session session = Session.open(graph)) {
      Tensor fed = Tensor.of(Shape.of(3, 2), new float[] {1, -1, 2, -2, 3, -3});
      TracedRun run = session.runner().feed(x, fed).fetch(z).options(TRACE).runWithMetadata();
      assertArrayEquals(new float[] {2, 0, 4, 0, 6, 0}, run.values().get(0).floats());
      List<DeviceStepStats> devices = run.metadata().getStepStats().getDevStatsList();
      assertEquals(1, devices.size());
      assertTrue(devices.get(0).getDevice().endsWith("/device:CPU:0"));
      assertEquals(Thread.currentThread().getName(), devices.get(0).getThreadNamesOrThrow(0));
      List<NodeExecStats> nodes = devices.get(0).getNodeStatsList();
      assertEquals(List.of("y", "z"), nodes.stream().map(NodeExecStats::getNodeName).toList());
      assertEquals("z = " + z.operation().type() + "(y, y)", nodes.get(1).getTimelineLabel());
      assertTrue(nodes.get(0).getAllStartNanos() > 0);
      assertTrue(
          nodes.get(1).getAllStartNanos()
              >= nodes.get(0).getAllStartNanos() + nodes.get(0).getOpEndRelNanos());
      assertEquals(24, nodes.get(1).getMemory(0).getTotalBytes());
      assertEquals(
          3, nodes.get(1).getOutput(0).getTensorDescription().getShape().getDim(0).getSize());
      String chrome = ChromeTrace.of(run.metadata());
      assertTrue(chrome.contains("\"ph\": \"X\", \"name\": \"Relu\""), chrome);
      assertTrue(chrome.contains("\"ph\": \"s\", \"name\": \"y\""), chrome);
    }
  }

  @Test
  void S15_stepStats_onlyWithOptionsAndMetadata() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(2), "x");
    Output y = tf.nn().relu(x);
    try (Session session = Session.open(graph)) {
      Tensor fed = Tensor.vector(1f, -1f);
      assertEquals(
          RunMetadata.getDefaultInstance(),
          session.runner().feed(x, fed).fetch(y).runWithMetadata().metadata());
      assertEquals(1f, session.runner().feed(x, fed).fetch(y).run().get(0).floats()[0]);
      assertEquals(
          1f, session.runner().feed(x, fed).fetch(y).options(TRACE).run().get(0).floats()[0]);
      // A trace must not go on in the next run, which uses the same memory.
      for (int i = 0; i < 2; i++) {
        RunMetadata traced =
            session.runner().feed(x, fed).fetch(y).options(TRACE).runWithMetadata().metadata();
        assertEquals(1, traced.getStepStats().getDevStats(0).getNodeStatsCount());
      }
    }
  }

  @Test
  void loop_notesEachIteration_deadBranchesNot() {
    List<Output> result =
        tf.whileLoop(
            v -> tf.less(v.get(0), tf.constant(3)),
            v -> List.of(tf.add(v.get(0), tf.constant(1), "increment")),
            List.of(tf.placeholder(DataType.INT32, Shape.scalar(), "start")));
    try (Session session = Session.open(graph)) {
      TracedRun run =
          session
              .runner()
              .feed("start:0", Tensor.scalar(0))
              .fetch(result.get(0))
              .options(TRACE)
              .runWithMetadata();
      assertEquals(3, run.values().get(0).ints()[0]);
      List<NodeExecStats> nodes = run.metadata().getStepStats().getDevStats(0).getNodeStatsList();
      assertEquals(3, nodes.stream().filter(n -> n.getNodeName().endsWith("increment")).count());
      assertEquals(
          4, nodes.stream().filter(n -> n.getTimelineLabel().contains("= Switch(")).count());
    }
  }

  @Test
  void timeout_endsAnEndlessLoop_andTheSessionGoesOn() {
    Output forever =
        tf.whileLoop(
                v -> tf.less(v.get(0), tf.constant(1)),
                v -> List.of(tf.identity(v.get(0))),
                List.of(tf.placeholder(DataType.INT32, Shape.scalar(), "start")))
            .get(0);
    try (Session session = Session.open(graph)) {
      RunOptions brief = RunOptions.defaults().timeoutInMs(1);
      SlimgraphException e =
          assertThrows(
              SlimgraphException.class,
              () ->
                  session
                      .runner()
                      .feed("start:0", Tensor.scalar(0))
                      .fetch(forever)
                      .options(brief)
                      .run());
      assertEquals(ErrorCode.DEADLINE_EXCEEDED, e.code());
      assertTrue(e.getMessage().startsWith("Timed out waiting for notification"), e.getMessage());
      RunOptions hour = RunOptions.defaults().timeoutInMs(3_600_000);
      assertEquals(
          5,
          session
              .runner()
              .feed("start:0", Tensor.scalar(5))
              .fetch(forever)
              .options(hour)
              .run()
              .get(0)
              .ints()[0]);
    }
    assertThrows(SlimgraphException.class, () -> RunOptions.defaults().timeoutInMs(-1));
  }

  @Test
  void failedRun_leavesNoTraceBehind() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.of(-1), "x");
    Output y = tf.checkNumerics(tf.nn().relu(x), "bad");
    try (Session session = Session.open(graph)) {
      assertThrows(
          SlimgraphException.class,
          () ->
              session
                  .runner()
                  .feed(x, Tensor.vector(Float.NaN))
                  .fetch(y)
                  .options(TRACE)
                  .runWithMetadata());
      RunMetadata good =
          session
              .runner()
              .feed(x, Tensor.vector(1f))
              .fetch(y)
              .options(TRACE)
              .runWithMetadata()
              .metadata();
      assertEquals(2, good.getStepStats().getDevStats(0).getNodeStatsCount());
    }
  }

  @Test
  void variable_readByFetch_isNotedOnce() {
    tf.variable(tf.constant(Tensor.vector(1f, 2f)), o -> o.name("v"));
    Operation init = tf.globalVariablesInitializer();
    try (Session session = Session.open(graph)) {
      session.run(init);
      RunMetadata metadata =
          session.runner().fetch("v:0").options(TRACE).runWithMetadata().metadata();
      List<NodeExecStats> nodes = metadata.getStepStats().getDevStats(0).getNodeStatsList();
      assertEquals(List.of("v"), nodes.stream().map(NodeExecStats::getNodeName).toList());
    }
  }
}
