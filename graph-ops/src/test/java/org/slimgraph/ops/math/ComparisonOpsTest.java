package org.slimgraph.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ComparisonOpsTest {
  private final MathFixture fixture = new MathFixture();

  private boolean[] run(Output output) {
    return fixture.run(output).booleans();
  }

  @Test
  void comparisons_withNan_areFalseButNotEqual() {
    Output x = fixture.floats(Float.NaN, 1, 0);
    Output y = fixture.floats(Float.NaN, Float.NaN, -0f);
    boolean[] none = {false, false, false};
    assertArrayEquals(none, run(fixture.tf.less(x, y)));
    assertArrayEquals(none, run(fixture.tf.greater(x, y)));
    assertArrayEquals(new boolean[] {false, false, true}, run(fixture.tf.equal(x, y)));
    assertArrayEquals(new boolean[] {true, true, false}, run(fixture.tf.notEqual(x, y)));
    assertArrayEquals(new boolean[] {false, false, true}, run(fixture.tf.lessEqual(x, y)));
    assertArrayEquals(new boolean[] {false, false, true}, run(fixture.tf.greaterEqual(x, y)));
  }

  @Test
  void comparisons_ofUnsignedBytes_seeNoSign() {
    Output x = fixture.cast(DataType.UINT8, 200, 1);
    assertArrayEquals(
        new boolean[] {true, false},
        run(fixture.tf.greater(x, fixture.cast(DataType.UINT8, 100, 1))));
  }

  @Test
  void equal_ofStringsAndBooleans_compares() {
    Output names = fixture.tf.constant(Tensor.strings(Shape.of(2), "a", "b"));
    assertArrayEquals(
        new boolean[] {false, true}, run(fixture.tf.equal(names, fixture.tf.constant("b"))));
    Output flags = fixture.tf.constant(new boolean[] {true, false});
    assertArrayEquals(
        new boolean[] {false, true}, run(fixture.tf.notEqual(flags, fixture.tf.constant(true))));
  }

  @Test
  void equal_incompatibleShapesTolerated_isFalseAsAWhole() {
    Output z =
        fixture
            .graph
            .opBuilder("Equal", "z")
            .input(fixture.ints(1, 2))
            .input(fixture.ints(1, 2, 3))
            .attr("incompatible_shape_error", false)
            .build()
            .output(0);
    assertEquals(Shape.unknown(), z.shape());
    assertEquals(Tensor.scalar(false), fixture.run(z));
  }

  @Test
  void logic_ofBooleans_broadcasts() {
    Output x = fixture.tf.constant(Tensor.of(Shape.of(2, 1), new boolean[] {true, false}));
    Output y = fixture.tf.constant(new boolean[] {true, false});
    assertArrayEquals(new boolean[] {true, false, false, false}, run(fixture.tf.logicalAnd(x, y)));
    assertArrayEquals(new boolean[] {true, true, true, false}, run(fixture.tf.logicalOr(x, y)));
    Output xor = fixture.tf.logicalXor(x, y);
    assertEquals("LogicalXor", xor.operation().name());
    assertArrayEquals(new boolean[] {false, true, true, false}, run(xor));
  }

  @Test
  void approximateEqual_withinTolerance_isTrue() {
    Output x = fixture.floats(1, 1, Float.NaN);
    Output y = fixture.floats(1.000001f, 1.1f, Float.NaN);
    assertArrayEquals(
        new boolean[] {true, false, false}, run(fixture.op("ApproximateEqual", x, y)));
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> fixture.op("ApproximateEqual", x, fixture.floats(1)));
    assertTrue(e.getMessage().startsWith("Dimension 0 in both shapes must be equal"));
  }
}
