package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

class ElementsTest {
  @Test
  void fill_ofEachStorage_setsAllAndNoMore() {
    for (DataType type : List.of(DataType.FLOAT, DataType.INT64, DataType.HALF, DataType.UINT8)) {
      Object array = TensorStorage.allocate(type, 20_003);
      Elements.fill(type, array, 1, 20_001, Elements.one(type), 0);
      Tensor tensor = TensorStorage.wrap(type, Shape.of(20_003), array);
      assertFalse(Elements.isSet(tensor, 0), type.tfName());
      assertTrue(Elements.isSet(tensor, 1), type.tfName());
      assertTrue(Elements.isSet(tensor, 20_001), type.tfName());
      assertFalse(Elements.isSet(tensor, 20_002), type.tfName());
    }
  }

  @Test
  void key_ofZerosIsOne_ofNansDiffers() {
    Tensor x = Tensor.vector(0f, -0f, Float.NaN, Float.NaN);
    assertEquals(Elements.key(x, 0), Elements.key(x, 1));
    assertFalse(Elements.key(x, 2).equals(Elements.key(x, 3)));
  }

  @Test
  void add_ofHalf_roundsToHalf() {
    short[] one = (short[]) Elements.one(DataType.HALF);
    short[] sum = one.clone();
    Elements.add(DataType.HALF, 1, one, 0, sum, 0, 1);
    Elements.add(DataType.HALF, -1, one, 0, sum, 0, 1);
    assertEquals(one[0], sum[0]);
  }

  @Test
  void add_ofStrings_isUnimplemented() {
    byte[][] strings = new byte[1][0];
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> Elements.add(DataType.STRING, 1, strings, 0, strings, 0, 1));
    assertEquals(ErrorCode.UNIMPLEMENTED, e.code());
  }
}
