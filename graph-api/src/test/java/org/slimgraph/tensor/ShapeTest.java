package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.InvalidArgumentException;

class ShapeTest {
  @Test
  void G27_merge_partialShapes_knowsAllThatEitherKnows() {
    assertEquals(Shape.of(3, 4, 7), Shape.of(3, -1, 7).merge(Shape.of(-1, 4, 7)));
    assertEquals(Shape.of(3, -1), Shape.unknown().merge(Shape.of(3, -1)));
    assertEquals(Shape.of(3, -1), Shape.of(3, -1).merge(Shape.unknown()));
    assertSame(Shape.unknown(), Shape.unknown().merge(Shape.unknown()));
  }

  @Test
  void G27_merge_conflict_namesBoth() {
    InvalidArgumentException ranks =
        assertThrows(InvalidArgumentException.class, () -> Shape.of(2, 3).merge(Shape.of(4)));
    assertEquals("Shapes (2, 3) and (4,) are not compatible", ranks.getMessage());
    InvalidArgumentException sizes =
        assertThrows(InvalidArgumentException.class, () -> Shape.of(2, -1).merge(Shape.of(3, 1)));
    assertEquals("Shapes (2, ?) and (3, 1) are not compatible", sizes.getMessage());
  }

  @Test
  void G28_toString_isTheTextOfTf() {
    assertEquals("<unknown>", Shape.unknown().toString());
    assertEquals("(?,)", Shape.of(-1).toString());
    assertEquals("(32, ?, 1, 9)", Shape.of(32, -1, 1, 9).toString());
    assertEquals("()", Shape.scalar().toString());
    assertEquals("(7,)", Shape.of(7).toString());
  }

  @Test
  void toBrackets_isTheTextOfMessages() {
    assertEquals("[?,28,28,3]", Shape.of(-1, 28, 28, 3).toBrackets());
    assertEquals("[]", Shape.scalar().toBrackets());
    assertEquals("<unknown>", Shape.unknown().toBrackets());
  }

  @Test
  void G29_slice_ofUnknownRank_knowsTheCountForNonNegativeBounds() {
    assertEquals(Shape.ofRank(3), Shape.unknown().slice(1, 4));
    assertTrue(Shape.unknown().slice(1, 4).isCompatibleWith(Shape.of(-1, -1, -1)));
    assertEquals(Shape.scalar(), Shape.unknown().slice(4, 1));
    assertSame(Shape.unknown(), Shape.unknown().slice(-2, 4));
    assertSame(Shape.unknown(), Shape.unknown().slice(0, -1));
    assertSame(Shape.unknown(), Shape.unknown().slice(1));
  }

  @Test
  void slice_ofKnownRank_followsPython() {
    Shape shape = Shape.of(1, 2, 3, 4);
    assertEquals(Shape.of(2, 3), shape.slice(1, 3));
    assertEquals(Shape.of(3, 4), shape.slice(-2));
    assertEquals(Shape.of(1, 2, 3), shape.slice(0, -1));
    assertEquals(Shape.of(4), shape.slice(3, 100));
    assertEquals(Shape.scalar(), shape.slice(9));
    assertEquals(shape, shape.slice(-100));
  }

  @Test
  void of_badSizes_throw() {
    assertThrows(InvalidArgumentException.class, () -> Shape.of(2, -2));
    assertThrows(InvalidArgumentException.class, () -> Shape.of(List.of(Long.MIN_VALUE)));
    assertThrows(InvalidArgumentException.class, () -> Shape.ofRank(255));
    assertThrows(InvalidArgumentException.class, () -> Shape.ofRank(-1));
    assertEquals(254, Shape.ofRank(254).rank());
  }

  @Test
  void dim_fromEitherEnd_orUnknown() {
    Shape shape = Shape.of(5, -1, 7);
    assertEquals(5, shape.dim(0));
    assertEquals(-1, shape.dim(1));
    assertEquals(7, shape.dim(-1));
    assertEquals(5, shape.dim(-3));
    assertEquals(-1, Shape.unknown().dim(12));
    assertThrows(InvalidArgumentException.class, () -> shape.dim(3));
    assertThrows(InvalidArgumentException.class, () -> shape.dim(-4));
    assertThrows(InvalidArgumentException.class, () -> Shape.scalar().dim(0));
  }

  @Test
  void dims_isACopy_andNeedsARank() {
    Shape shape = Shape.of(5, 6);
    shape.dims()[0] = 9;
    assertArrayEquals(new long[] {5, 6}, shape.dims());
    assertThrows(InvalidArgumentException.class, () -> Shape.unknown().dims());
  }

  @Test
  void of_callersArray_isCopied() {
    long[] dims = {5, 6};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    assertEquals(5, shape.dim(0));
  }

  @Test
  void elementCount_knownUnknownEmptyAndTooLarge() {
    assertEquals(1, Shape.scalar().elementCount());
    assertEquals(24, Shape.of(2, 3, 4).elementCount());
    assertEquals(-1, Shape.of(2, -1).elementCount());
    assertEquals(-1, Shape.of(0, -1).elementCount());
    assertEquals(-1, Shape.unknown().elementCount());
    assertEquals(0, Shape.of(Long.MAX_VALUE, 0, Long.MAX_VALUE).elementCount());
    assertEquals(Long.MAX_VALUE, Shape.of(Long.MAX_VALUE, 1).elementCount());
    assertThrows(InvalidArgumentException.class, () -> Shape.of(1L << 32, 1L << 31).elementCount());
  }

  @Test
  void isCompatibleWith_differsOnlyInUnknowns() {
    assertTrue(Shape.of(2, -1).isCompatibleWith(Shape.of(-1, 3)));
    assertTrue(Shape.unknown().isCompatibleWith(Shape.of(1)));
    assertFalse(Shape.of(2).isCompatibleWith(Shape.of(3)));
    assertFalse(Shape.of(2).isCompatibleWith(Shape.of(2, 2)));
    assertFalse(Shape.scalar().isCompatibleWith(Shape.of(1)));
  }

  @Test
  void withDim_replacesOne() {
    assertEquals(Shape.of(2, 9), Shape.of(2, 3).withDim(-1, 9));
    assertEquals(Shape.of(-1, 3), Shape.of(2, 3).withDim(0, -1));
    assertSame(Shape.unknown(), Shape.unknown().withDim(3, 4));
    assertThrows(InvalidArgumentException.class, () -> Shape.of(2).withDim(0, -5));
    assertThrows(InvalidArgumentException.class, () -> Shape.of(2).withDim(1, 5));
  }

  @Test
  void concat_joins_orIsUnknown() {
    assertEquals(Shape.of(1, 2, 3), Shape.of(1).concat(Shape.of(2, 3)));
    assertSame(Shape.unknown(), Shape.of(1).concat(Shape.unknown()));
    assertSame(Shape.unknown(), Shape.unknown().concat(Shape.of(1)));
    assertThrows(InvalidArgumentException.class, () -> Shape.ofRank(200).concat(Shape.ofRank(55)));
  }

  @Test
  void equals_unknownDims_areEqual() {
    assertEquals(Shape.of(-1, 2), Shape.of(-1, 2));
    assertEquals(Shape.of(-1, 2).hashCode(), Shape.of(-1, 2).hashCode());
    assertNotEquals(Shape.of(-1, 2), Shape.of(1, 2));
    assertNotEquals(Shape.unknown(), Shape.scalar());
  }

  @Test
  void isFullyDefined_needsRankAndSizes() {
    assertTrue(Shape.scalar().isFullyDefined());
    assertTrue(Shape.of(0).isFullyDefined());
    assertFalse(Shape.of(-1).isFullyDefined());
    assertFalse(Shape.unknown().isFullyDefined());
    assertEquals(-1, Shape.unknown().rank());
    assertFalse(Shape.unknown().isRankKnown());
  }
}
