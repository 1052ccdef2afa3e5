package org.slimgraph.ops.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Session;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

class PrintTest {
  private final Ops tf = Ops.on(new Graph());
  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Print.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void data_isLoggedTheFirstTimes() {
    Output x = tf.constant(new float[] {1.5f, 2.5f});
    Output numbers = tf.constant(new int[] {1, 2, 3, 4});
    Output y = tf.print(x, List.of(x, numbers), "seen: ", 2, 3, "Print");
    try (Session session = Session.open(tf.graph())) {
      for (int i = 0; i < 3; i++) {
        assertEquals(2.5f, session.run(y).floats()[1]);
      }
    }
    assertEquals(List.of("seen: [1.5 2.5][1 2 3...]", "seen: [1.5 2.5][1 2 3...]"), lines);
  }

  @Test
  void gradient_passesThroughInput() {
    Output x = tf.placeholder(DataType.FLOAT, Shape.scalar());
    Output y = tf.print(x, List.of(x), "", -1, 3, "Print");
    Output dy = tf.constant(3f);
    Output dx = tf.gradients(List.of(y), List.of(x), List.of(dy)).get(0).orElseThrow();
    try (Session session = Session.open(tf.graph())) {
      assertEquals(3f, session.run(dx).floats()[0]);
    }
    assertEquals(List.of(), lines);
  }

  private Operation printV2(Output text) {
    return tf.graph().opBuilder("PrintV2", "PrintV2").input(text).build();
  }

  @Test
  void printV2_logsItsText() {
    Operation print = printV2(tf.constant("all is well"));
    try (Session session = Session.open(tf.graph())) {
      session.runner().target(print).run();
    }
    assertEquals(List.of("all is well"), lines);
  }

  @Test
  void printV2_refusesAVector() {
    Operation print = printV2(tf.expandDims(tf.constant("a"), 0));
    try (Session session = Session.open(tf.graph())) {
      SlimgraphException e =
          assertThrows(SlimgraphException.class, () -> session.runner().target(print).run());
      assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    }
    assertEquals(List.of(), lines);
  }
}
