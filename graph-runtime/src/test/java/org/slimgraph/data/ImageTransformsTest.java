package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class ImageTransformsTest {
  private static final Tensor IMAGE = Tensor.of(Shape.of(2, 3, 1), new float[] {1, 2, 3, 4, 5, 6});

  private static Tensor apply(Augmentation augmentation, int element) {
    ElementRandom random = ElementRandom.of(0, new DatasetPosition(0, element));
    return augmentation.apply(List.of(Tensor.scalar(1), IMAGE), random).get(1);
  }

  @Test
  void toFloat_scales_andAddsTheChannel() {
    Tensor bytes = Tensor.of(DataType.UINT8, Shape.of(1, 2), new byte[] {(byte) 255, 51});
    Tensor floats = ImageTransforms.toFloat(0).apply(List.of(bytes)).get(0);
    assertEquals(Shape.of(1, 2, 1), floats.shape());
    assertArrayEquals(new float[] {1, 0.2f}, floats.floats(), 1e-7f);
    assertThrows(SlimgraphException.class, () -> ImageTransforms.toFloat(0).apply(List.of(IMAGE)));
  }

  @Test
  void flip_mirrorsAboutHalf() {
    int flipped = 0;
    for (int i = 0; i < 200; i++) {
      float[] image = apply(ImageTransforms.randomFlipLeftRight(1), i).floats();
      boolean mirrored = image[0] == 3;
      assertArrayEquals(
          mirrored ? new float[] {3, 2, 1, 6, 5, 4} : new float[] {1, 2, 3, 4, 5, 6}, image);
      flipped += mirrored ? 1 : 0;
    }
    assertTrue(flipped > 70 && flipped < 130, flipped + " of 200");
  }

  @Test
  void crop_takesEveryPart_withZerosAround() {
    Set<String> parts = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Tensor crop = apply(ImageTransforms.randomCrop(1, 2, 2, 1), i);
      assertEquals(Shape.of(2, 2, 1), crop.shape());
      parts.add(Arrays.toString(crop.floats()));
    }
    // 3 rows by 4 columns of places.
    assertEquals(12, parts.size());
    assertTrue(parts.contains("[0.0, 0.0, 0.0, 1.0]"), parts.toString());
    assertTrue(parts.contains("[2.0, 3.0, 5.0, 6.0]"), parts.toString());
    assertTrue(parts.contains("[6.0, 0.0, 0.0, 0.0]"), parts.toString());
    assertEquals(IMAGE.shape(), apply(ImageTransforms.randomCrop(1, 2, 3, 0), 0).shape());
    assertThrows(SlimgraphException.class, () -> apply(ImageTransforms.randomCrop(1, 5, 2, 1), 0));
  }

  @Test
  void crop_largerThanTheBorder_leavesItOut() {
    Set<String> parts = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      parts.add(Arrays.toString(apply(ImageTransforms.randomCrop(1, 1, 1, 4), i).floats()));
    }
    assertEquals(7, parts.size());
  }
}
