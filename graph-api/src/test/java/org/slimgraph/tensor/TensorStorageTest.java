package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.InvalidArgumentException;
import org.slimgraph.error.SlimgraphException;

class TensorStorageTest {
  @Test
  void wrap_sharesTheArray() {
    float[] array = new float[8];
    Tensor tensor = TensorStorage.wrap(DataType.FLOAT, Shape.of(2, 3), array);
    assertSame(array, TensorStorage.floats(tensor));
    array[5] = 4;
    assertEquals(4, tensor.floats()[5]);
  }

  @Test
  void wrap_wrongClassOrTooShort_throws() {
    InvalidArgumentException e =
        assertThrows(
            InvalidArgumentException.class,
            () -> TensorStorage.wrap(DataType.FLOAT, Shape.of(2), new double[2]));
    assertEquals("Elements of type float are stored as float[], not double[]", e.getMessage());
    assertThrows(
        InvalidArgumentException.class,
        () -> TensorStorage.wrap(DataType.COMPLEX64, Shape.of(2), new float[3]));
    assertThrows(
        InvalidArgumentException.class,
        () -> TensorStorage.wrap(DataType.FLOAT_REF, Shape.of(1), new float[1]));
  }

  @Test
  void typedViews_ofOtherStorage_throw() {
    InvalidArgumentException e =
        assertThrows(InvalidArgumentException.class, () -> TensorStorage.ints(Tensor.scalar(1f)));
    assertEquals("A float tensor is stored as float[], not int[]", e.getMessage());
    assertThrows(InvalidArgumentException.class, () -> TensorStorage.strings(Tensor.scalar(1)));
    assertEquals(1, TensorStorage.shorts(Tensor.zeros(DataType.HALF, Shape.of(1))).length);
  }

  @Test
  void allocateCapacityCopy_countElements_notCells() {
    Object complex = TensorStorage.allocate(DataType.COMPLEX128, 3);
    assertEquals(6, ((double[]) complex).length);
    assertEquals(3, TensorStorage.capacity(DataType.COMPLEX128, complex));
    double[] from = {1, 2, 3, 4};
    TensorStorage.copy(DataType.COMPLEX128, from, 1, complex, 2, 1);
    assertArrayEquals(new double[] {0, 0, 0, 0, 3, 4}, (double[]) complex);
    assertEquals(0, ((byte[][]) TensorStorage.allocate(DataType.STRING, 1))[0].length);
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> TensorStorage.allocate(DataType.COMPLEX64, Integer.MAX_VALUE));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
  }

  @Test
  void readAndWrite_startAtThePosition_whateverTheOrder() {
    ByteBuffer buffer = ByteBuffer.allocate(12);
    buffer.position(4);
    TensorStorage.write(Tensor.vector(1, 2), buffer);
    assertEquals(12, buffer.position());
    assertEquals(1, buffer.get(4));

    buffer.position(4);
    assertEquals(Tensor.vector(1, 2), TensorStorage.read(DataType.INT32, Shape.of(2), buffer));
    assertEquals(4, buffer.position());
    assertThrows(
        InvalidArgumentException.class,
        () -> TensorStorage.read(DataType.INT32, Shape.of(3), buffer));
  }

  @Test
  void isUniform_comparesBitsOfElements() {
    assertTrue(TensorStorage.isUniform(Tensor.vector(2f, 2f)));
    assertTrue(TensorStorage.isUniform(Tensor.vector(new float[0])));
    assertFalse(TensorStorage.isUniform(Tensor.vector(0f, -0f)));
    assertTrue(TensorStorage.isUniform(Tensor.strings(Shape.of(2), "a", "a")));
    assertFalse(TensorStorage.isUniform(Tensor.strings(Shape.of(2), "a", "b")));
    float[] pairs = {1, 2, 1, 2};
    assertTrue(TensorStorage.isUniform(TensorStorage.wrap(DataType.COMPLEX64, Shape.of(2), pairs)));
    Tensor first = TensorStorage.wrap(DataType.INT8, Shape.of(2), new byte[] {3, 3, 4});
    assertTrue(TensorStorage.isUniform(first));
  }
}
