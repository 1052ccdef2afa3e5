package org.slimgraph.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphKeys;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.session.Feeds;
import org.slimgraph.session.Session;
import org.slimgraph.slim.Slim;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.variables.Variable;

class ListingsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Slim slim = Slim.on(tf);
  private final Output input = tf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 3), "input");

  private static String printed(Consumer<String[]> main) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      main.accept(new String[0]);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).trim();
  }

  @Test
  void mains_run() {
    assertEquals("The session is initialized: Relu:0, Relu_1:0", printed(ConvBatchNormRelu::main));
    assertEquals("The session is initialized: Relu:0, Relu_1:0", printed(CustomBatchNorm::main));
    assertEquals("The session is initialized: Relu:0, Relu_1:0", printed(ArgScopeBlock::main));
  }

  @Test
  void L30_firstListing_sharesNothingBetweenItsTwoLayers() {
    ConvBatchNormRelu.convLayerWithBatchNorm(tf, slim, input, 32, 3, true);
    ConvBatchNormRelu.convLayerWithBatchNorm(tf, slim, input, 32, 3, false);
    assertEquals(
        List.of(
            "Conv/weights:0",
            "Conv/biases:0",
            "BatchNorm/beta:0",
            "BatchNorm/moving_mean:0",
            "BatchNorm/moving_variance:0",
            "Conv_1/weights:0",
            "Conv_1/biases:0",
            "BatchNorm_1/beta:0",
            "BatchNorm_1/moving_mean:0",
            "BatchNorm_1/moving_variance:0"),
        tf.globalVariables().stream().map(Variable::name).toList());
    assertEquals(2, graph.collection(GraphKeys.UPDATE_OPS).size());
  }

  @Test
  void L31_secondListing_withoutReuse_isRefusedAsByTf() {
    CustomBatchNorm.convLayerWithBatchNormCustomParams(tf, slim, input, 32, 3, true, false);
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () ->
                CustomBatchNorm.convLayerWithBatchNormCustomParams(
                    tf, slim, input, 32, 3, false, false));
    assertTrue(
        e.getMessage().contains("Variable custom_bn/beta already exists, disallowed."),
        e.getMessage());
  }

  @Test
  void secondListing_trainingOutput_movesTheAveragesThatInferenceUses() {
    Output training =
        CustomBatchNorm.convLayerWithBatchNormCustomParams(tf, slim, input, 4, 3, true, false);
    CustomBatchNorm.convLayerWithBatchNormCustomParams(tf, slim, input, 4, 3, false, true);
    assertTrue(graph.collection(GraphKeys.UPDATE_OPS).isEmpty());
    try (Session session = Session.open(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(training, Feeds.of(input, Tensor.zeros(DataType.FLOAT, Shape.of(2, 28, 28, 3))));
      float[] variance = session.run(graph.output("custom_bn/moving_variance/read:0")).floats();
      assertArrayEquals(new float[] {0.99f, 0.99f, 0.99f, 0.99f}, variance, 1e-6f);
    }
  }

  @Test
  void thirdListing_isTheFirstWithScopes() {
    Output scoped = ArgScopeBlock.convLayer(tf, slim, input, 8, 3, true);
    Graph plain = new Graph();
    Ops plainTf = Ops.on(plain);
    Output other =
        ConvBatchNormRelu.convLayerWithBatchNorm(
            plainTf,
            Slim.on(plainTf),
            plainTf.placeholder(DataType.FLOAT, Shape.of(-1, 28, 28, 3), "input"),
            8,
            3,
            true);
    assertEquals(other.name(), scoped.name());
    assertEquals(
        plain.operations().stream().map(op -> op.type() + " " + op.name()).toList(),
        graph.operations().stream().map(op -> op.type() + " " + op.name()).toList());
    assertFalse(graph.operations().isEmpty());
  }
}
