package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.InvalidArgumentException;

class DataTypeTest {
  @Test
  void of_everyNumber_roundTrips() {
    for (int number = 0; number <= 23; number++) {
      assertEquals(number, DataType.of(number).number());
    }
    for (int number = 101; number <= 123; number++) {
      DataType ref = DataType.of(number);
      assertTrue(ref.isRef());
      assertEquals(number - 100, ref.base().number());
      assertSame(ref, ref.base().ref());
    }
    assertEquals(47, DataType.values().length);
  }

  @Test
  void of_unknownNumber_throws() {
    for (int number : new int[] {-1, 24, 100, 124}) {
      assertThrows(InvalidArgumentException.class, () -> DataType.of(number));
    }
  }

  @Test
  void number_someTypes_isTheOneOfTf() {
    assertEquals(1, DataType.FLOAT.number());
    assertEquals(7, DataType.STRING.number());
    assertEquals(14, DataType.BFLOAT16.number());
    assertEquals(19, DataType.HALF.number());
    assertEquals(23, DataType.UINT64.number());
    assertEquals(101, DataType.FLOAT_REF.number());
  }

  @Test
  void parse_everyName_roundTrips() {
    for (DataType type : DataType.values()) {
      assertSame(type, DataType.parse(type.tfName()));
      assertSame(type, DataType.parse(type.protoName()));
    }
    assertSame(DataType.FLOAT, DataType.parse("float32"));
    assertSame(DataType.DOUBLE, DataType.parse("float64"));
    assertSame(DataType.HALF, DataType.parse("float16"));
    assertEquals("DT_FLOAT_REF", DataType.FLOAT_REF.protoName());
    assertEquals("half_ref", DataType.HALF_REF.tfName());
  }

  @Test
  void parse_unknownName_namesIt() {
    InvalidArgumentException e =
        assertThrows(InvalidArgumentException.class, () -> DataType.parse("flaot"));
    assertTrue(e.getMessage().contains("'flaot'"));
  }

  @Test
  void families_areDisjoint() {
    for (DataType type : DataType.values()) {
      int families =
          (type.isFloating() ? 1 : 0)
              + (type.isInteger() ? 1 : 0)
              + (type.isComplex() ? 1 : 0)
              + (type.isQuantized() ? 1 : 0);
      assertTrue(families <= 1, type.tfName());
      assertEquals(type.base().isFloating(), type.isFloating());
    }
    assertTrue(DataType.BFLOAT16.isFloating());
    assertTrue(DataType.UINT8.isUnsigned() && DataType.UINT8.isInteger());
    assertFalse(DataType.QUINT8.isUnsigned() || DataType.QUINT8.isInteger());
    assertFalse(DataType.BOOL.isInteger());
  }

  @Test
  void lowestAndHighest_castToTheExactLimits() {
    assertEquals(Integer.MIN_VALUE, (int) DataType.INT32.lowest());
    assertEquals(Integer.MAX_VALUE, (int) DataType.INT32.highest());
    assertEquals(Long.MIN_VALUE, (long) DataType.INT64.lowest());
    assertEquals(Long.MAX_VALUE, (long) DataType.INT64.highest());
    assertEquals(-128, DataType.INT8.lowest());
    assertEquals(65535, DataType.UINT16.highest());
    assertEquals(0, DataType.UINT16.lowest());
    assertEquals(-65504, DataType.HALF.lowest());
    assertEquals(Float.MAX_VALUE, (float) DataType.FLOAT.highest());
    assertEquals(3.3895314e38f, (float) DataType.BFLOAT16.highest());
    assertThrows(InvalidArgumentException.class, DataType.STRING::highest);
    assertThrows(InvalidArgumentException.class, DataType.COMPLEX64::lowest);
  }

  @Test
  void byteSize_ofVariableSizes_isZero() {
    assertEquals(0, DataType.STRING.byteSize());
    assertEquals(0, DataType.VARIANT.byteSize());
    assertEquals(16, DataType.COMPLEX128.byteSize());
    assertEquals(2, DataType.HALF_REF.byteSize());
  }

  @Test
  void ref_ofInvalid_isItself() {
    assertSame(DataType.INVALID, DataType.INVALID.ref());
    assertSame(DataType.INT32_REF, DataType.INT32_REF.ref());
  }
}
