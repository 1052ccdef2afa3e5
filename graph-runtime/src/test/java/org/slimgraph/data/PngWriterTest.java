package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngWriterTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void image_comesBack(int channels) throws IOException {
    for (int bits : new int[] {8, 16}) {
      byte[] samples = new byte[5 + 7 * 300 * channels * bits / 8];
      new Random(channels).nextBytes(samples);
      byte[] png = PngWriter.encode(samples, 5, 7, 300, channels, bits);
      assertArrayEquals(png, PngWriter.encode(samples, 5, 7, 300, channels, bits));
      Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
      assertEquals(channels, raster.getNumBands());
      int at = 5;
      for (int i = 0; i < 7 * 300 * channels; i++) {
        int pixel = i / channels;
        int sample = raster.getSample(pixel % 300, pixel / 300, i % channels);
        int expected = samples[at++] & 0xff;
        if (bits == 16) {
          expected = expected << 8 | samples[at++] & 0xff;
        }
        assertEquals(expected, sample, "sample " + i + " of " + bits + " bits");
      }
    }
  }

  @Test
  void impossibleImages_areRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PngWriter.encode(new byte[9], 0, 0, 1, 1, 8));
    assertThrows(
        IllegalArgumentException.class, () -> PngWriter.encode(new byte[9], 0, 1, 1, 5, 8));
    assertThrows(
        IllegalArgumentException.class, () -> PngWriter.encode(new byte[9], 0, 1, 1, 1, 4));
  }
}
