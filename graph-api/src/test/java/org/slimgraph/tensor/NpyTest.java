package org.slimgraph.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;

class NpyTest {
  @TempDir Path dir;

  private static byte[] file(int version, String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(data);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '"
        + descr
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': "
        + shape
        + ", }\n";
  }

  private static Tensor read(byte[] bytes) throws IOException {
    return Npy.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] written(Tensor tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, tensor);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT",
        "DOUBLE",
        "HALF",
        "INT8",
        "INT16",
        "INT32",
        "INT64",
        "UINT8",
        "UINT16",
        "UINT32",
        "UINT64",
        "BOOL",
        "COMPLEX64",
        "COMPLEX128"
      })
  void write_thenRead_sameTensor(DataType type) throws IOException {
    byte[] bytes = new byte[6 * type.byteSize()];
    new Random(7).nextBytes(bytes);
    for (Shape shape : new Shape[] {Shape.of(6), Shape.of(2, 3), Shape.of(1, 6, 1)}) {
      Tensor tensor = Tensor.of(type, shape, bytes);
      assertEquals(tensor, read(written(tensor)));
      Path file = dir.resolve("a.npy");
      Npy.write(file, tensor);
      assertEquals(tensor, Npy.read(file));
    }
    Tensor scalar = Tensor.of(type, Shape.scalar(), Arrays.copyOf(bytes, type.byteSize()));
    assertEquals(scalar, read(written(scalar)));
    Tensor empty = Tensor.zeros(type, Shape.of(3, 0));
    assertEquals(empty, read(written(empty)));
  }

  @Test
  void write_manyElements_readsBack() throws IOException {
    float[] values = new float[70_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Tensor tensor = Tensor.of(Shape.of(values.length), values);
    assertEquals(tensor, read(written(tensor)));
    Path file = dir.resolve("big.npy");
    Npy.write(file, tensor);
    assertEquals(tensor, Npy.read(file));
    assertEquals(128 + 4L * values.length, Files.size(file));
  }

  @Test
  void write_strings_padsWithZeros() throws IOException {
    Tensor tensor = Tensor.strings(Shape.of(3), "a", "", "long");
    byte[] bytes = written(tensor);
    assertEquals(tensor, read(bytes));
    assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains("'|S4'"));
    Tensor empty = Tensor.strings(Shape.of(2), "", "");
    assertEquals(empty, read(written(empty)));
  }

  @Test
  void write_startsDataAtAMultipleOf64() throws IOException {
    byte[] bytes = written(Tensor.scalar(1));
    assertEquals(68 - 4 + 64, bytes.length - 4);
    assertEquals('\n', bytes[127]);
  }

  @Test
  void write_typesUnknownToNumpy_areRefused() {
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class,
            () -> written(Tensor.zeros(DataType.BFLOAT16, Shape.scalar())));
    assertEquals(ErrorCode.UNIMPLEMENTED, e.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void read_everyVersion(int version) throws IOException {
    byte[] bytes =
        file(version, header("<i2", false, "(2,)"), (byte) 1, (byte) 0, (byte) 2, (byte) 1);
    assertArrayEquals(new int[] {1, 258}, read(bytes).ints());
  }

  @Test
  void read_bigEndian_isSwapped() throws IOException {
    byte[] data = {0, 0, 1, 2, 0, 0, 0, 3};
    byte[] bytes = file(1, header(">i4", false, "(2,)"), data);
    assertArrayEquals(new int[] {258, 3}, read(bytes).ints());
    ByteBuffer complex = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2);
    bytes = file(1, header(">c8", false, "()"), complex.array());
    assertEquals("(1.5,-2.0)", read(bytes).elementText(0));
  }

  @Test
  void read_fortranOrder_isTransposed() throws IOException {
    byte[] data = {0, 3, 1, 4, 2, 5};
    byte[] bytes = file(1, header("|u1", true, "(2, 3)"), data);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, read(bytes).ints());
    byte[] cube = new byte[24];
    for (int i = 0; i < 24; i++) {
      cube[i] = (byte) i;
    }
    int[] values = read(file(1, header("|i1", true, "(2, 3, 4)"), cube)).ints();
    for (int x = 0; x < 2; x++) {
      for (int y = 0; y < 3; y++) {
        for (int z = 0; z < 4; z++) {
          assertEquals(x + 2 * y + 6 * z, values[(x * 3 + y) * 4 + z]);
        }
      }
    }
  }

  @Test
  void read_headerForms_ofOtherWriters() throws IOException {
    String header = "{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"|b1\"}";
    assertArrayEquals(
        new boolean[] {true, false}, read(file(1, header, (byte) 1, (byte) 0)).booleans());
  }

  @Test
  void read_twoArraysInOneStream_stopsBehindEach() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, Tensor.vector(1, 2, 3));
    Npy.write(out, Tensor.scalar("x"));
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertEquals(Tensor.vector(1, 2, 3), Npy.read(in));
    assertEquals(Tensor.scalar("x"), Npy.read(in));
    assertEquals(-1, in.read());
  }

  private void assertFails(ErrorCode code, String words, byte[] bytes) throws IOException {
    SlimgraphException e = assertThrows(SlimgraphException.class, () -> read(bytes));
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    Path file = dir.resolve("bad.npy");
    Files.write(file, bytes);
    e = assertThrows(SlimgraphException.class, () -> Npy.read(file));
    assertEquals(code, e.code());
    assertTrue(e.getMessage().endsWith("in " + file), e.getMessage());
  }

  @Test
  void read_damagedStart_isDataLoss() throws IOException {
    assertFails(ErrorCode.DATA_LOSS, "magic at offset 0", new byte[0]);
    assertFails(
        ErrorCode.DATA_LOSS,
        "magic at offset 0",
        "PK\3\4 a zip file".getBytes(StandardCharsets.US_ASCII));
    assertFails(ErrorCode.DATA_LOSS, "version 4", file(4, header("<f4", false, "()")));
    assertFails(
        ErrorCode.DATA_LOSS, "cut off", Arrays.copyOf(file(1, header("<f4", false, "()")), 30));
    assertFails(ErrorCode.DATA_LOSS, "header length", Arrays.copyOf(file(1, ""), 9));
    byte[] huge = file(2, "");
    Arrays.fill(huge, 8, 12, (byte) 0x7f);
    assertFails(ErrorCode.DATA_LOSS, "above", huge);
  }

  @Test
  void read_damagedHeader_isDataLossWithPlace() throws IOException {
    assertFails(ErrorCode.DATA_LOSS, "'{' is missing at character 0", file(1, "hello"));
    assertFails(ErrorCode.DATA_LOSS, "is missing", file(1, "{'descr': '<f4'}"));
    assertFails(ErrorCode.DATA_LOSS, "unknown key 'x'", file(1, "{'x': 1}"));
    assertFails(ErrorCode.DATA_LOSS, "size", file(1, header("<f4", false, "(-3,)")));
    assertFails(
        ErrorCode.DATA_LOSS, "size", file(1, header("<f4", false, "(99999999999999999999,)")));
    assertFails(ErrorCode.DATA_LOSS, "quoted", file(1, "{'descr"));
  }

  @Test
  void read_typesWithoutCounterpart_areUnimplemented() throws IOException {
    assertFails(ErrorCode.UNIMPLEMENTED, "'|O'", file(1, header("|O", false, "()")));
    assertFails(ErrorCode.UNIMPLEMENTED, "'<U4'", file(1, header("<U4", false, "()")));
    assertFails(
        ErrorCode.UNIMPLEMENTED,
        "records",
        file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}"));
  }

  @Test
  void read_claimsMoreThanThereIs_failsWithoutAllocating() throws IOException {
    assertFails(
        ErrorCode.DATA_LOSS,
        "takes 4000000000 bytes",
        file(1, header("<f4", false, "(1000000000,)"), (byte) 1));
    assertFails(
        ErrorCode.RESOURCE_EXHAUSTED,
        "does not fit",
        file(1, header("<f4", false, "(1000000000000,)")));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        "64-bit",
        file(1, header("<f4", false, "(4294967296, 4294967296)")));
    assertFails(
        ErrorCode.RESOURCE_EXHAUSTED,
        "strings of no bytes",
        file(1, header("|S0", false, "(2000000000,)")));
    assertFails(
        ErrorCode.DATA_LOSS, "cut off", file(1, header("|S4", false, "(2000000000,)"), (byte) 65));
  }

  @Test
  void read_randomDamage_neverFailsOtherwise() throws IOException {
    byte[] good = written(Tensor.of(Shape.of(2, 3), new double[] {1, 2, 3, 4, 5, 6}));
    Random random = new Random(11);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        bad[random.nextInt(128)] = (byte) random.nextInt(256);
      }
      try {
        read(bad);
      } catch (SlimgraphException e) {
        assertTrue(e.getMessage().length() < 500, "round " + round);
      }
    }
  }

  @Test
  void read_missingFile_isAnIoException() {
    assertThrows(NoSuchFileException.class, () -> Npy.read(dir.resolve("none.npy")));
  }
}
