package org.slimgraph.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

final class NpzTest {
  @TempDir Path folder;

  @Test
  void arrays_comeBackInOrder() throws IOException {
    Path file = folder.resolve("a.npz");
    Npz.write(
        file,
        ImmutableMap.of("y", Tensor.vector(1, 2), "x", Tensor.of(Shape.of(1, 1), new float[] {3})));
    Map<String, Tensor> arrays = Npz.read(file);
    assertEquals(List.of("y", "x"), List.copyOf(arrays.keySet()));
    assertArrayEquals(new int[] {1, 2}, arrays.get("y").ints());
    assertEquals(Shape.of(1, 1), arrays.get("x").shape());
    byte[] first = Files.readAllBytes(file);
    Npz.write(file, arrays);
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  /** NumPy 2.4.6: {@code savez(f, x=arange(3, '<f4'), y=array([[1, 2]], '>i2'))}. */
  private static final String STORED =
      "UEsDBC0AAAAAAAAAIQC2jIZT//////////8FABQAeC5ucHkBABAAjAAAAAAAAACMAAAAAAAAAJNOVU1Q"
          + "WQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCks"
          + "IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAKAAAAAAAAgD8AAABAUEsDBC0AAAAAAAAAIQDOE/Aj//////////8FABQAeS5ucHkBABAAhAAAAAAA"
          + "AACEAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJz5pMicsICdmb3J0cmFuX29yZGVyJzogRmFsc2Us"
          + "ICdzaGFwZSc6ICgxLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgICAgICAgICAgICAKAAEAAlBLAQItAy0AAAAAAAAAIQC2jIZTjAAAAIwAAAAFAAAAAAAAAAAA"
          + "AACAAQAAAAB4Lm5weVBLAQItAy0AAAAAAAAAIQDOE/AjhAAAAIQAAAAFAAAAAAAAAAAAAACAAcMAAAB5"
          + "Lm5weVBLBQYAAAAAAgACAGYAAAB+AQAAAAA=";

  /** The same by {@code savez_compressed}. */
  private static final String COMPRESSED =
      "UEsDBC0AAAAIAAAAIQC2jIZT//////////8FABQAeC5ucHkBABAAjAAAAAAAAABLAAAAAAAAAJvsF+ob"
          + "EMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoU"
          + "AC4GMGiwBxIOAFBLAwQtAAAACAAAACEAzhPwI///////////BQAUAHkubnB5AQAQAIQAAAAAAAAASgAA"
          + "AAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBul2mkrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC"
          + "+RqGOgpGmjoKtQpkAy4GRgYmAFBLAQItAy0AAAAIAAAAIQC2jIZTSwAAAIwAAAAFAAAAAAAAAAAAAACA"
          + "AQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQDOE/AjSgAAAIQAAAAFAAAAAAAAAAAAAACAAYIAAAB5Lm5w"
          + "eVBLBQYAAAAAAgACAGYAAAADAQAAAAA=";

  @ParameterizedTest
  @ValueSource(strings = {STORED, COMPRESSED})
  void numpysFile_isRead(String base64) throws IOException {
    Path file = Files.write(folder.resolve("n.npz"), Base64.getDecoder().decode(base64));
    Map<String, Tensor> arrays = Npz.read(file);
    assertArrayEquals(new float[] {0, 1, 2}, arrays.get("x").floats());
    assertArrayEquals(new int[] {1, 2}, arrays.get("y").ints());
    assertEquals(Shape.of(1, 2), arrays.get("y").shape());
  }

  @Test
  void damage_isDataLoss() throws IOException {
    Path file = folder.resolve("a.npz");
    Npz.write(file, ImmutableMap.of("a", Tensor.vector(1, 2, 3), "b", Tensor.vector(4L)));
    byte[] good = Files.readAllBytes(file);
    int directory = new String(good, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    for (int length = 0; length < directory; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      try {
        // Cut between entries, a zip file read from its beginning is a whole one of fewer entries.
        assertEquals(List.of("a"), List.copyOf(Npz.read(file).keySet()), "cut at " + length);
      } catch (SlimgraphException e) {
        assertEquals(ErrorCode.DATA_LOSS, e.code(), "cut at " + length);
      }
    }
    for (int i = 30; i < 60; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x11;
      Files.write(file, bad);
      try {
        assertEquals(2, Npz.read(file).size());
      } catch (SlimgraphException e) {
        assertTrue(e.getMessage().contains("a.npz"), e.getMessage());
      }
    }
    Files.writeString(file, "no zip file at all");
    assertEquals(
        ErrorCode.DATA_LOSS, assertThrows(SlimgraphException.class, () -> Npz.read(file)).code());
  }
}
