package org.slimgraph.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slimgraph.cpu.Parallel;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class ViewTest {
  private static Tensor moved(Tensor in, View from, Shape shape) {
    Tensor out = Tensor.zeros(in.dataType(), shape);
    from.to(View.of(shape), in.dataType()).run(in, out, Parallel.SERIAL);
    return out;
  }

  private static Tensor matrix() {
    return Tensor.of(Shape.of(2, 3), new int[] {1, 2, 3, 4, 5, 6});
  }

  @Test
  void transpose_ofMatrix_swapsRowsAndColumns() {
    Tensor out = moved(matrix(), View.of(2, 3).transpose(1, 0), Shape.of(3, 2));
    assertArrayEquals(new int[] {1, 4, 2, 5, 3, 6}, out.ints());
  }

  @Test
  void every_withNegativeStep_walksBackwards() {
    Tensor out = moved(matrix(), View.of(2, 3).every(1, 2, -2, 2), Shape.of(2, 2));
    assertArrayEquals(new int[] {3, 1, 6, 4}, out.ints());
  }

  @Test
  void repeat_insertsAnAxisThatStandsStill() {
    Tensor out = moved(matrix(), View.of(2, 3).repeat(1, 2), Shape.of(2, 2, 3));
    assertArrayEquals(new int[] {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}, out.ints());
  }

  @Test
  void split_cutsAnAxisInTwo() {
    Tensor in = Tensor.vector(0, 1, 2, 3, 4, 5);
    Tensor out = moved(in, View.of(6).split(0, 2).transpose(1, 0), Shape.of(3, 2));
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, out.ints());
  }

  @Test
  void diagonal_ofWideMatrix_endsWithTheRows() {
    assertArrayEquals(
        new int[] {1, 5}, moved(matrix(), View.of(2, 3).diagonal(), Shape.of(2)).ints());
  }

  @Test
  void to_ofComplexElements_movesBothParts() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Tensor in = Tensor.of(DataType.COMPLEX64, Shape.of(4), bytes);
    byte[] out = moved(in, View.of(4).reverse(0), Shape.of(4)).bytes();
    assertArrayEquals(new byte[] {24, 25, 26, 27, 28, 29, 30, 31}, Arrays.copyOf(out, 8));
  }

  @Test
  void to_ofNothing_movesNothing() {
    Tensor none = Tensor.zeros(DataType.STRING, Shape.of(0, 3));
    assertEquals(
        Shape.of(3, 0), moved(none, View.of(0, 3).transpose(1, 0), Shape.of(3, 0)).shape());
  }

  @Test
  void to_viewOfOtherSizes_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> View.of(2).to(View.of(3), DataType.FLOAT));
  }
}
