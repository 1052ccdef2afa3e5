package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class QueuesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final ExecutorService other =
      Executors.newSingleThreadExecutor(call -> new Thread(call, "queues-test"));

  @AfterEach
  void stop() {
    other.shutdownNow();
  }

  private Output queue(int capacity) {
    return graph
        .opBuilder("FIFOQueueV2", "q")
        .attr("component_types", List.of(DataType.FLOAT))
        .attr("shapes", List.of(Shape.scalar()))
        .attr("capacity", capacity)
        .build()
        .output(0);
  }

  private Operation enqueueMany(Output queue, float... values) {
    return graph
        .opBuilder("QueueEnqueueManyV2", "enqueue_many")
        .input(queue)
        .inputs(List.of(tf.constant(Tensor.of(Shape.of(values.length), values))))
        .build();
  }

  private Operation enqueue(Output queue, Tensor value) {
    return graph
        .opBuilder("QueueEnqueueV2", "enqueue")
        .input(queue)
        .inputs(List.of(tf.constant(value)))
        .build();
  }

  private Output dequeue(Output queue) {
    return graph
        .opBuilder("QueueDequeueV2", "dequeue")
        .input(queue)
        .attr("component_types", List.of(DataType.FLOAT))
        .build()
        .output(0);
  }

  private Output batch(String type, Output queue, int count) {
    return graph
        .opBuilder(type, "batch")
        .input(queue)
        .input(tf.constant(Tensor.scalar(count)))
        .attr("component_types", List.of(DataType.FLOAT))
        .build()
        .output(0);
  }

  private Operation close(Output queue, boolean cancel) {
    return graph
        .opBuilder("QueueCloseV2", "close")
        .input(queue)
        .attr("cancel_pending_enqueues", cancel)
        .build();
  }

  private static void assertFails(ErrorCode code, String words, Executable call) {
    SlimgraphException e = assertThrows(SlimgraphException.class, call);
    assertEquals(code, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void elements_leaveInTheOrderTheyCame_fromRunToRun() {
    Output queue = queue(-1);
    Output size = graph.opBuilder("QueueSizeV2", "size").input(queue).build().output(0);
    Output isClosed = graph.opBuilder("QueueIsClosedV2", "closed").input(queue).build().output(0);
    try (Session session = Session.open(graph)) {
      session.run(enqueueMany(queue, 1, 2, 3));
      session.run(enqueue(queue, Tensor.scalar(4f)));
      assertEquals(1, session.run(dequeue(queue)).floats()[0]);
      assertEquals(3, session.run(size).ints()[0]);
      Output many = batch("QueueDequeueManyV2", queue, 2);
      assertArrayEquals(new float[] {2, 3}, session.run(many).floats());
      assertFalse(session.run(isClosed).booleans()[0]);
      session.run(close(queue, false));
      assertTrue(session.run(isClosed).booleans()[0]);
    }
  }

  @Test
  void closed_givesWhatIsLeft_andThenRefuses() {
    Output queue = queue(10);
    Output upTo = batch("QueueDequeueUpToV2", queue, 5);
    Output many = batch("QueueDequeueManyV2", queue, 5);
    try (Session session = Session.open(graph)) {
      session.run(enqueueMany(queue, 1, 2));
      session.run(close(queue, false));
      assertFails(
          ErrorCode.CANCELLED,
          "FIFOQueue '_0_q' is closed.",
          () -> session.run(enqueue(queue, Tensor.scalar(3f))));
      assertFails(
          ErrorCode.OUT_OF_RANGE,
          "FIFOQueue '_0_q' is closed and has insufficient elements (requested 5, current size 2)",
          () -> session.run(many));
      assertArrayEquals(new float[] {1, 2}, session.run(upTo).floats());
      assertFails(
          ErrorCode.OUT_OF_RANGE,
          "(requested 1, current size 0)",
          () -> session.run(dequeue(queue)));
      assertFails(ErrorCode.CANCELLED, "is already closed", () -> session.run(close(queue, false)));
    }
  }

  @Test
  void wrongElements_areRefused() {
    Output queue = queue(10);
    try (Session session = Session.open(graph)) {
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Type mismatch in tuple component 0. Expected float, got int32",
          () -> session.run(enqueue(queue, Tensor.scalar(1))));
      assertFails(
          ErrorCode.INVALID_ARGUMENT,
          "Shape mismatch in tuple component 0. Expected [], got [2]",
          () -> session.run(enqueue(queue, Tensor.of(Shape.of(2), new float[2]))));
    }
  }

  @Test
  void dequeue_waitsForAnotherRun() {
    Output queue = queue(1);
    Output many = batch("QueueDequeueManyV2", queue, 3);
    Operation fill = enqueueMany(queue, 1, 2, 3);
    try (Session session = Session.open(graph)) {
      CompletableFuture<Void> filling = CompletableFuture.runAsync(() -> session.run(fill), other);
      assertArrayEquals(new float[] {1, 2, 3}, session.run(many).floats());
      filling.join();
    }
  }

  @Test
  void waiting_endsWhenTheSessionCloses() {
    Output queue = queue(1);
    Output waiting = dequeue(queue);
    Output entered = graph.opBuilder("QueueSizeV2", "size").input(queue).build().output(0);
    Session session = Session.open(graph);
    session.run(entered);
    CompletableFuture<Tensor> blocked =
        CompletableFuture.supplyAsync(() -> session.run(waiting), other);
    session.close();
    CompletionException e = assertThrows(CompletionException.class, blocked::join);
    SlimgraphException cause = (SlimgraphException) e.getCause();
    // The run was waiting, or found the session closed when it began.
    assertTrue(
        List.of(ErrorCode.CANCELLED, ErrorCode.FAILED_PRECONDITION).contains(cause.code()),
        cause.getMessage());
  }

  @Test
  void waiting_endsWhenInterrupted() {
    Output waiting = dequeue(queue(1));
    try (Session session = Session.open(graph)) {
      Thread.currentThread().interrupt();
      assertFails(ErrorCode.CANCELLED, "interrupted", () -> session.run(waiting));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void randomShuffle_givesEachElementOnce() {
    Output queue =
        graph
            .opBuilder("RandomShuffleQueueV2", "r")
            .attr("component_types", List.of(DataType.FLOAT))
            .attr("shapes", List.of(Shape.scalar()))
            .attr("seed", 1)
            .attr("seed2", 2)
            .build()
            .output(0);
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    Output all = batch("QueueDequeueManyV2", queue, values.length);
    try (Session session = Session.open(graph)) {
      session.run(enqueueMany(queue, values));
      float[] shuffled = session.run(all).floats();
      assertFalse(Arrays.equals(values, shuffled));
      Arrays.sort(shuffled);
      assertArrayEquals(values, shuffled);
    }
  }
}
