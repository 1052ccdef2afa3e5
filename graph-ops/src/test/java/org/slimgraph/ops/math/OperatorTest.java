package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;

class OperatorTest {
  private final MathFixture fixture = new MathFixture();
  private final Ops tf = fixture.tf;
  private final Output x = tf.constant(new float[] {1, 2}, "x");

  private static void assertOp(String type, String name, Output output) {
    assertEquals(type, output.operation().type());
    assertEquals(name, output.operation().name());
  }

  @Test
  void operators_onTensors_buildPythonsOpsAndNames() {
    assertOp("AddV2", "add", tf.plus(x, x));
    assertOp("AddV2", "add_1", tf.plus(x, x));
    assertOp("Sub", "sub", tf.minus(x, x));
    assertOp("Mul", "mul", tf.times(x, x));
    assertOp("RealDiv", "truediv", tf.over(x, x));
    assertOp("FloorDiv", "floordiv", tf.floorOver(x, x));
    assertOp("FloorMod", "mod", tf.modulo(x, x));
    assertOp("Pow", "pow", tf.toThePower(x, x));
    assertOp("Neg", "Neg", tf.negate(x));
    assertOp("Add", "sum", tf.add(x, x, "sum"));
    // TF 1.x: names differ in more than case, so add and add_1 leave Add_2.
    assertOp("Add", "Add_2", tf.add(x, x));
  }

  @Test
  void operators_withNumbers_putConstantsInTheScope() {
    Operation right = tf.plus(x, 0.5).operation();
    assertEquals("add", right.name());
    assertEquals("add/y:0", right.input(1).name());
    assertEquals(DataType.FLOAT, right.input(1).dataType());
    Operation left = tf.minus(1, x).operation();
    assertEquals("sub/x:0", left.input(0).name());
    assertArrayEquals(new float[] {0, -1}, fixture.runFloats(left.output(0)));
    Operation second = tf.plus(x, 1).operation();
    assertEquals("add_1", second.name());
    assertEquals("add_1/y:0", second.input(1).name());
  }

  @Test
  void over_integers_dividesInDouble() {
    Output quotient = tf.over(fixture.ints(1, 7), 2);
    assertEquals(DataType.DOUBLE, quotient.dataType());
    assertArrayEquals(new double[] {0.5, 3.5}, fixture.run(quotient).doubles());
    assertEquals("truediv", quotient.operation().name());
    assertEquals("truediv/Cast", quotient.operation().input(0).operation().name());
    assertEquals("truediv/Cast_1", quotient.operation().input(1).operation().name());
  }

  @Test
  void functions_withNumbers_nameTheConstantAfterTheOp() {
    Operation maximum = tf.maximum(x, 0).operation();
    assertEquals("Maximum", maximum.name());
    assertEquals("Maximum/y:0", maximum.input(1).name());
  }

  @Test
  void operators_fractionForIntegers_isRefused() {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> tf.plus(fixture.ints(1), 0.5));
    assertTrue(e.getMessage().startsWith("Expected int32, got 0.5"), e.getMessage());
  }

  @Test
  void operators_inOpenScope_nestInIt() {
    try (var scope = tf.nameScope("block")) {
      assertEquals("block/mul", tf.times(2, x).operation().name());
      assertEquals("block/mul_1/x:0", tf.times(3, x).operation().input(0).name());
    }
  }

  @Test
  void div_ofIntegers_roundsDown() {
    assertOp("FloorDiv", "div", tf.div(fixture.ints(-7), fixture.ints(2)));
    assertOp("RealDiv", "div_1", tf.div(x, x));
    assertArrayEquals(new int[] {-4}, fixture.runInts(tf.div(fixture.ints(-7), fixture.ints(2))));
  }

  @Test
  void toFloat_ofIntegers_isACastOfThatName() {
    assertOp("Cast", "ToFloat", tf.toFloat(fixture.ints(1)));
    assertOp("Cast", "ToInt64", tf.toInt64(fixture.ints(1)));
  }
}
