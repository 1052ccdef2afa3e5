package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.InvalidArgumentException;
import org.slimgraph.error.SlimgraphException;

class TensorTest {
  @Test
  void of_arrays_haveTheirTypesAndValues() {
    Shape two = Shape.of(2);
    assertArrayEquals(new float[] {1, 2}, Tensor.of(two, new float[] {1, 2}).floats());
    assertArrayEquals(new double[] {1, 2}, Tensor.of(two, new double[] {1, 2}).doubles());
    assertArrayEquals(new int[] {1, 2}, Tensor.of(two, new int[] {1, 2}).ints());
    assertArrayEquals(new long[] {1, 2}, Tensor.of(two, new long[] {1, 2}).longs());
    assertArrayEquals(
        new boolean[] {true, false}, Tensor.of(two, new boolean[] {true, false}).booleans());
    assertArrayEquals(new byte[][] {{1}, {}}, Tensor.of(two, new byte[][] {{1}, {}}).byteStrings());
    assertEquals(DataType.INT64, Tensor.of(two, new long[] {1, 2}).dataType());
  }

  @Test
  void of_callersArray_isCopiedInAndOut() {
    float[] values = {1, 2};
    Tensor tensor = Tensor.of(Shape.of(2), values);
    values[0] = 9;
    tensor.floats()[1] = 9;
    assertArrayEquals(new float[] {1, 2}, tensor.floats());

    byte[][] strings = {{1}};
    Tensor text = Tensor.of(Shape.of(1), strings);
    strings[0][0] = 9;
    text.byteStrings()[0][0] = 9;
    assertArrayEquals(new byte[][] {{1}}, text.byteStrings());
  }

  @Test
  void of_wrongCount_namesBoth() {
    InvalidArgumentException e =
        assertThrows(InvalidArgumentException.class, () -> Tensor.of(Shape.of(2, 3), new float[5]));
    assertEquals("Shape [2,3] has 6 elements, but 5 values are given", e.getMessage());
  }

  @Test
  void of_partialShape_throws() {
    assertThrows(InvalidArgumentException.class, () -> Tensor.of(Shape.of(-1), new float[1]));
    assertThrows(
        InvalidArgumentException.class, () -> Tensor.zeros(DataType.INT8, Shape.unknown()));
  }

  @Test
  void zeros_tooLarge_isResourceExhausted() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> Tensor.zeros(DataType.FLOAT, Shape.of(1L << 31)));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
    e =
        assertThrows(
            SlimgraphException.class, () -> Tensor.zeros(DataType.COMPLEX64, Shape.of(1L << 30)));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STRING", "RESOURCE", "VARIANT", "INVALID"},
      mode = EnumSource.Mode.EXCLUDE)
  void bytes_anyValueTypeOfFixedSize_roundTrips(DataType type) {
    if (type.isRef()) {
      assertThrows(InvalidArgumentException.class, () -> Tensor.zeros(type, Shape.scalar()));
      return;
    }
    byte[] bytes = new byte[5 * type.byteSize()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = type == DataType.BOOL ? (byte) (i & 1) : (byte) (i * 37 + 1);
    }

    Tensor tensor = Tensor.of(type, Shape.of(5, 1), bytes);

    assertArrayEquals(bytes, tensor.bytes());
    assertEquals(tensor, Tensor.of(type, Shape.of(5, 1), bytes));
    assertNotEquals(tensor, Tensor.zeros(type, Shape.of(5, 1)));
    assertEquals(5, tensor.size());
  }

  @Test
  void of_littleEndianBytes_lowestFirst() {
    Tensor tensor = Tensor.of(DataType.INT32, Shape.of(1), new byte[] {1, 2, 0, 0});
    assertArrayEquals(new int[] {0x201}, tensor.ints());
    assertThrows(
        InvalidArgumentException.class, () -> Tensor.of(DataType.INT32, Shape.of(1), new byte[5]));
    assertThrows(
        InvalidArgumentException.class, () -> Tensor.of(DataType.STRING, Shape.of(1), new byte[1]));
  }

  @Test
  void of_booleanBytes_nonZeroIsTrue() {
    Tensor tensor = Tensor.of(DataType.BOOL, Shape.of(3), new byte[] {0, 1, -1});
    assertArrayEquals(new boolean[] {false, true, true}, tensor.booleans());
  }

  @Test
  void intsAndLongs_ofSmallTypes_widenBySign() {
    byte[] bytes = {-1, -2};
    assertArrayEquals(new int[] {-1, -2}, Tensor.of(DataType.INT8, Shape.of(2), bytes).ints());
    assertArrayEquals(new int[] {255, 254}, Tensor.of(DataType.UINT8, Shape.of(2), bytes).ints());
    assertArrayEquals(
        new long[] {255, 254}, Tensor.of(DataType.QUINT8, Shape.of(2), bytes).longs());
    assertArrayEquals(new int[] {0xfeff}, Tensor.of(DataType.UINT16, Shape.of(1), bytes).ints());
    assertArrayEquals(new int[] {-257}, Tensor.of(DataType.INT16, Shape.of(1), bytes).ints());
    assertArrayEquals(
        new long[] {4294967295L},
        Tensor.of(DataType.UINT32, Shape.of(1), new byte[] {-1, -1, -1, -1}).longs());
    assertArrayEquals(new long[] {-7}, Tensor.vector(-7).longs());
  }

  @Test
  void floatsAndDoubles_ofHalfTypes_widen() {
    Tensor half = Tensor.of(DataType.HALF, Shape.of(2), new byte[] {0, 0x3c, 0, (byte) 0xc0});
    assertArrayEquals(new float[] {1, -2}, half.floats());
    assertArrayEquals(new double[] {1, -2}, half.doubles());
    Tensor brain = Tensor.of(DataType.BFLOAT16, Shape.of(1), new byte[] {(byte) 0x80, 0x3f});
    assertArrayEquals(new float[] {1}, brain.floats());
    assertArrayEquals(new double[] {0.1f}, Tensor.scalar(0.1f).doubles());
  }

  @Test
  void accessors_wrongType_nameTypeAndWayOut() {
    InvalidArgumentException e =
        assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1L).ints());
    assertEquals("ints() cannot read a tensor of type int64; use longs()", e.getMessage());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1.0).floats());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1).doubles());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(true).ints());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1f).longs());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1).booleans());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar(1).byteStrings());
    assertThrows(InvalidArgumentException.class, () -> Tensor.scalar("a").bytes());
    Tensor half = Tensor.zeros(DataType.HALF, Shape.scalar());
    assertThrows(InvalidArgumentException.class, half::ints);
    assertThrows(InvalidArgumentException.class, half::longs);
    Tensor unsigned = Tensor.zeros(DataType.UINT32, Shape.scalar());
    assertThrows(InvalidArgumentException.class, unsigned::ints);
  }

  @Test
  void strings_areUtf8() {
    Tensor tensor = Tensor.strings(Shape.of(2), "é", "");
    assertArrayEquals("é".getBytes(StandardCharsets.UTF_8), tensor.byteStrings()[0]);
    assertEquals(0, tensor.byteStrings()[1].length);
    assertEquals(Tensor.scalar("x"), Tensor.scalar(new byte[] {'x'}));
  }

  @Test
  void reshaped_sameCount_sharesStorage() {
    Tensor tensor = Tensor.vector(1f, 2f, 3f, 4f);
    Tensor square = tensor.reshaped(Shape.of(2, 2));
    assertSame(TensorStorage.array(tensor), TensorStorage.array(square));
    assertEquals(Shape.of(2, 2), square.shape());
    InvalidArgumentException e =
        assertThrows(InvalidArgumentException.class, () -> tensor.reshaped(Shape.of(3)));
    assertTrue(e.getMessage().contains("[4]") && e.getMessage().contains("[3]"));
  }

  @Test
  void equals_comparesBits() {
    assertEquals(Tensor.scalar(Float.NaN), Tensor.scalar(Float.NaN));
    assertNotEquals(Tensor.scalar(0f), Tensor.scalar(-0f));
    assertNotEquals(Tensor.scalar(0f), Tensor.scalar(0));
    assertNotEquals(Tensor.vector(1, 2), Tensor.vector(1, 2).reshaped(Shape.of(2, 1)));
    assertEquals(Tensor.vector(1, 2).hashCode(), Tensor.vector(1, 2).hashCode());
    assertEquals(Tensor.strings(Shape.of(1), "a"), Tensor.strings(Shape.of(1), "a"));
  }

  @Test
  void equals_longerArrays_ignoreTheRest() {
    Tensor left = TensorStorage.wrap(DataType.INT32, Shape.of(2), new int[] {1, 2, 7});
    Tensor right = TensorStorage.wrap(DataType.INT32, Shape.of(2), new int[] {1, 2, 8, 9});
    assertEquals(left, right);
    assertEquals(left.hashCode(), right.hashCode());
    assertArrayEquals(new int[] {1, 2}, left.ints());
  }

  @Test
  void empty_hasNoElements() {
    Tensor tensor = Tensor.of(Shape.of(0, 3), new float[0]);
    assertEquals(0, tensor.size());
    assertEquals(0, tensor.floats().length);
    assertEquals("float (0, 3) []", tensor.toString());
    assertEquals(0, Tensor.zeros(DataType.RESOURCE, Shape.of(0)).size());
  }

  @Test
  void zeros_ofHandles_doNotExist() {
    assertThrows(
        InvalidArgumentException.class, () -> Tensor.zeros(DataType.VARIANT, Shape.scalar()));
  }

  @Test
  void toString_isShort() {
    assertEquals("float (2,) [1.0, NaN]", Tensor.vector(1f, Float.NaN).toString());
    assertEquals("int32 () [7]", Tensor.scalar(7).toString());
    assertEquals("string () [\"ab\"]", Tensor.scalar("ab").toString());
    assertTrue(Tensor.zeros(DataType.BOOL, Shape.of(1000)).toString().endsWith("false, …]"));
    Tensor complex = TensorStorage.wrap(DataType.COMPLEX64, Shape.scalar(), new float[] {1, -2});
    assertEquals("(1.0,-2.0)", complex.elementText(0));
    byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
    assertEquals(
        "18446744073709551615", Tensor.of(DataType.UINT64, Shape.of(1), ones).elementText(0));
    assertThrows(IndexOutOfBoundsException.class, () -> complex.elementText(1));
  }
}
