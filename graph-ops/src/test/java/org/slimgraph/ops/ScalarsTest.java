package org.slimgraph.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;

class ScalarsTest {
  @Test
  void of_numberOfAnotherKind_becomesTheType() {
    assertEquals(Tensor.scalar(2f), Scalars.of(DataType.FLOAT, 2));
    assertEquals(Tensor.scalar(2.5), Scalars.of(DataType.DOUBLE_REF, 2.5f));
    assertEquals(Tensor.scalar(7L), Scalars.of(DataType.INT64, 7));
    assertArrayEquals(new int[] {255}, Scalars.of(DataType.UINT8, 255).ints());
    assertArrayEquals(new float[] {0.5f}, Scalars.of(DataType.HALF, 0.5).floats());
    assertArrayEquals(new float[] {1.0078125f}, Scalars.of(DataType.BFLOAT16, 1.007).floats());
  }

  @Test
  void of_valueThatDoesNotFit_isRefused() {
    assertThrows(SlimgraphException.class, () -> Scalars.of(DataType.INT32, 1.0));
    assertThrows(SlimgraphException.class, () -> Scalars.of(DataType.INT8, 128));
    assertThrows(SlimgraphException.class, () -> Scalars.of(DataType.BOOL, 1));
  }
}
