package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class TensorComparisonTest {
  private static final Tolerance EXACT = new Tolerance(0, 0);
  private static final Tolerance LOOSE = new Tolerance(0.1, 0.5);

  private static boolean same(Tensor want, Tensor got, Tolerance tolerance) {
    return TensorComparison.difference(want, got, tolerance, Set.of()).isEmpty();
  }

  @Test
  void difference_specialFloats_areComparedByKind() {
    float inf = Float.POSITIVE_INFINITY;
    assertTrue(same(Tensor.vector(Float.NaN), Tensor.vector(Float.NaN), EXACT));
    assertTrue(same(Tensor.vector(0f), Tensor.vector(-0f), EXACT));
    assertTrue(same(Tensor.vector(inf), Tensor.vector(inf), EXACT));
    assertFalse(same(Tensor.vector(inf), Tensor.vector(-inf), LOOSE));
    assertFalse(same(Tensor.vector(inf), Tensor.vector(Float.MAX_VALUE), LOOSE));
    assertFalse(same(Tensor.vector(1f), Tensor.vector(inf), LOOSE));
    assertFalse(same(Tensor.vector(1f), Tensor.vector(Float.NaN), LOOSE));
    assertFalse(same(Tensor.vector(Float.NaN), Tensor.vector(1f), LOOSE));
  }

  @Test
  void difference_tolerance_isAbsolutePlusRelativeToTheWantedValue() {
    assertTrue(same(Tensor.vector(10f), Tensor.vector(11.5f), LOOSE));
    assertFalse(same(Tensor.vector(10f), Tensor.vector(11.6f), LOOSE));
    assertFalse(same(Tensor.vector(1f), Tensor.vector(Math.nextUp(1f)), EXACT));
    assertTrue(same(Tensor.vector(10), Tensor.vector(11), LOOSE));
    assertFalse(same(Tensor.vector(Long.MAX_VALUE), Tensor.vector(Long.MAX_VALUE - 1), EXACT));
  }

  @Test
  void difference_typeOrShape_isToldBeforeValues() {
    assertFalse(same(Tensor.vector(1), Tensor.vector(1L), LOOSE));
    assertFalse(same(Tensor.vector(1f), Tensor.scalar(1f), LOOSE));
    assertTrue(
        TensorComparison.difference(Tensor.vector(1), Tensor.scalar(1L), LOOSE, Set.of())
            .orElseThrow()
            .contains("int64 of shape [] instead of int32 of shape [1]"));
  }

  @Test
  void difference_skippedElements_doNotCount() {
    Tensor want = Tensor.vector(1f, 2f, 3f);
    Tensor got = Tensor.vector(1f, 9f, 9f);
    assertEquals("", TensorComparison.difference(want, got, EXACT, Set.of(1, 2)).orElse(""));
    assertTrue(
        TensorComparison.difference(want, got, EXACT, Set.of(1))
            .orElseThrow()
            .startsWith("has 1 of 3 elements wrong; element 2 of shape [3] is 9.0"));
  }

  @Test
  void difference_stringsAndBooleans_areComparedWhole() {
    byte[][] bytes = {"a".getBytes(StandardCharsets.UTF_8), new byte[] {0, -1}};
    Tensor strings = Tensor.of(Shape.of(2), bytes);
    assertTrue(same(strings, Tensor.of(Shape.of(2), bytes), EXACT));
    assertFalse(same(strings, Tensor.strings(Shape.of(2), "a", "b"), LOOSE));
    assertFalse(same(Tensor.scalar(true), Tensor.scalar(false), LOOSE));
  }
}
