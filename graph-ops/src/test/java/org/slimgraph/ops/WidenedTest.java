package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class WidenedTest {
  @Test
  void widen_narrowTypes_keepTheValues() {
    Tensor bytes = Tensor.of(DataType.UINT8, Shape.of(2), new byte[] {(byte) 200, 1});
    assertEquals(Tensor.vector(200, 1), Widened.widen(bytes));
    Tensor halves = Tensor.of(DataType.HALF, Shape.of(1), new byte[] {0, 0x3c});
    assertEquals(Tensor.vector(1f), Widened.widen(halves));
    Tensor floats = Tensor.vector(1f);
    assertSame(floats, Widened.widen(floats));
  }
}
