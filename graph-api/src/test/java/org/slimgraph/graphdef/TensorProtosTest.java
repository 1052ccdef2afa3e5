package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.ResourceHandleProto;
import org.slimgraph.graphdef.proto.TensorProto;
import org.slimgraph.graphdef.proto.VariantTensorDataProto;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

class TensorProtosTest {
  private static TensorProto.Builder proto(DataType type, long... dims) {
    return TensorProto.newBuilder()
        .setDtypeValue(type.number())
        .setTensorShape(ShapeProtos.toProto(Shape.of(dims)));
  }

  private static SlimgraphException fails(ErrorCode code, TensorProto.Builder proto) {
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> TensorProtos.toTensor(proto.build()));
    assertEquals(code, e.code(), e.getMessage());
    return e;
  }

  @Test
  void G47_toTensor_oneValue_fillsTheShape() {
    Tensor tensor = TensorProtos.toTensor(proto(DataType.FLOAT, 2, 3).addFloatVal(1.5f).build());
    assertEquals(Shape.of(2, 3), tensor.shape());
    assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f}, tensor.floats());
  }

  @Test
  void G47_toTensor_twoValues_lastRepeats() {
    TensorProto.Builder proto = proto(DataType.FLOAT, 2, 3).addFloatVal(1).addFloatVal(2);
    assertArrayEquals(
        new float[] {1, 2, 2, 2, 2, 2}, TensorProtos.toTensor(proto.build()).floats());
  }

  @Test
  void toTensor_emptyList_isZeros() {
    assertEquals(
        Tensor.zeros(DataType.DOUBLE, Shape.of(3)),
        TensorProtos.toTensor(proto(DataType.DOUBLE, 3).build()));
    assertEquals(
        Tensor.strings(Shape.of(2), "", ""),
        TensorProtos.toTensor(proto(DataType.STRING, 2).build()));
  }

  @Test
  void toTensor_moreValuesThanElements_dropsTheRest() {
    TensorProto.Builder proto = proto(DataType.INT32).addIntVal(4).addIntVal(5);
    assertEquals(Tensor.scalar(4), TensorProtos.toTensor(proto.build()));
    assertEquals(0, TensorProtos.toTensor(proto(DataType.INT32, 0).addIntVal(4).build()).size());
  }

  @Test
  void toTensor_typedLists_ofEveryType() {
    assertEquals(-3, TensorProtos.toTensor(proto(DataType.INT8).addIntVal(-3).build()).ints()[0]);
    assertEquals(
        200, TensorProtos.toTensor(proto(DataType.UINT8).addIntVal(200).build()).ints()[0]);
    assertEquals(
        60000, TensorProtos.toTensor(proto(DataType.UINT16).addIntVal(60000).build()).ints()[0]);
    assertEquals(
        4000000000L,
        TensorProtos.toTensor(proto(DataType.UINT32).addUint32Val((int) 4000000000L).build())
            .longs()[0]);
    assertEquals(
        -1, TensorProtos.toTensor(proto(DataType.UINT64).addUint64Val(-1).build()).longs()[0]);
    assertEquals(
        1L << 40,
        TensorProtos.toTensor(proto(DataType.INT64).addInt64Val(1L << 40).build()).longs()[0]);
    assertEquals(
        1.5f, TensorProtos.toTensor(proto(DataType.HALF).addHalfVal(0x3e00).build()).floats()[0]);
    assertEquals(
        -2, TensorProtos.toTensor(proto(DataType.BFLOAT16).addHalfVal(0xc000).build()).floats()[0]);
    assertTrue(TensorProtos.toTensor(proto(DataType.BOOL).addBoolVal(true).build()).booleans()[0]);
    Tensor complex =
        TensorProtos.toTensor(
            proto(DataType.COMPLEX64, 2).addScomplexVal(1).addScomplexVal(2).build());
    assertEquals("complex64 (2,) [(1.0,2.0), (1.0,2.0)]", complex.toString());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STRING", "RESOURCE", "VARIANT", "INVALID"},
      mode = EnumSource.Mode.EXCLUDE)
  void roundTrip_everyTypeOfFixedSize(DataType type) {
    if (type.isRef()) {
      fails(ErrorCode.INVALID_ARGUMENT, proto(type));
      return;
    }
    byte[] bytes = new byte[7 * type.byteSize()];
    new Random(3).nextBytes(bytes);
    if (type == DataType.BOOL) {
      bytes = new byte[] {0, 1, 1, 0, 0, 1, 0};
    }
    Tensor tensor = Tensor.of(type, Shape.of(7), bytes);
    TensorProto proto = TensorProtos.toProto(tensor);
    assertArrayEquals(bytes, proto.getTensorContent().toByteArray());
    assertEquals(tensor, TensorProtos.toTensor(proto));

    Tensor one = Tensor.of(type, Shape.scalar(), Arrays.copyOf(bytes, type.byteSize()));
    TensorProto oneProto = TensorProtos.toProto(one);
    assertEquals(0, oneProto.getTensorContent().size());
    assertEquals(one, TensorProtos.toTensor(oneProto));

    Tensor none = Tensor.zeros(type, Shape.of(2, 0));
    assertEquals(none, TensorProtos.toTensor(TensorProtos.toProto(none)));
  }

  @Test
  void toProto_sameElements_areWrittenOnce() {
    TensorProto proto = TensorProtos.toProto(Tensor.vector(2f, 2f, 2f));
    assertEquals(1, proto.getFloatValCount());
    assertEquals(Tensor.vector(2f, 2f, 2f), TensorProtos.toTensor(proto));
    TensorProto zeros = TensorProtos.toProto(Tensor.vector(0f, -0f));
    assertEquals(8, zeros.getTensorContent().size());
  }

  @Test
  void roundTrip_strings() {
    Tensor tensor =
        Tensor.of(
            Shape.of(3),
            new byte[][] {{1, 0, -1}, {}, "é".getBytes(java.nio.charset.StandardCharsets.UTF_8)});
    TensorProto proto = TensorProtos.toProto(tensor);
    assertEquals(3, proto.getStringValCount());
    assertEquals(tensor, TensorProtos.toTensor(proto));
  }

  @Test
  void toTensor_stringsAsContent_areLengthsThenBytes() {
    TensorProto.Builder proto =
        proto(DataType.STRING, 3)
            .setTensorContent(ByteString.copyFrom(new byte[] {2, 0, 1, 'a', 'b', 'c'}));
    assertEquals(Tensor.strings(Shape.of(3), "ab", "", "c"), TensorProtos.toTensor(proto.build()));
  }

  @Test
  void toTensor_damagedStringContent_namesTheByte() {
    byte[][] bad = {{5, 'a'}, {1, 'a', 'b'}, {-1}, {-1, -1, -1, -1, 15}};
    for (byte[] content : bad) {
      SlimgraphException e =
          fails(
              ErrorCode.INVALID_ARGUMENT,
              proto(DataType.STRING, 1).setTensorContent(ByteString.copyFrom(content)));
      assertTrue(e.getMessage().contains("tensor_content"), e.getMessage());
    }
    fails(
        ErrorCode.INVALID_ARGUMENT,
        proto(DataType.STRING, 1 << 20).setTensorContent(ByteString.copyFrom(new byte[] {0})));
  }

  @Test
  void roundTrip_handles_keepTheirMessages() {
    ResourceHandleProto handle = ResourceHandleProto.newBuilder().setName("v").build();
    TensorProto proto = proto(DataType.RESOURCE).addResourceHandleVal(handle).build();
    Tensor tensor = TensorProtos.toTensor(proto);
    assertEquals(handle, TensorStorage.objects(tensor)[0]);
    assertEquals(proto, TensorProtos.toProto(tensor));

    VariantTensorDataProto variant =
        VariantTensorDataProto.newBuilder().setTypeName("tensorflow::TensorList").build();
    TensorProto list = proto(DataType.VARIANT, 2).addVariantVal(variant).build();
    assertEquals(variant, TensorStorage.objects(TensorProtos.toTensor(list))[1]);
    TensorProto empty = proto(DataType.VARIANT, 2).build();
    assertEquals(
        VariantTensorDataProto.getDefaultInstance(),
        TensorStorage.objects(TensorProtos.toTensor(empty))[1]);
  }

  @Test
  void toProto_liveObject_isRefused() {
    Tensor tensor = TensorStorage.wrap(DataType.VARIANT, Shape.scalar(), new Object[] {"live"});
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> TensorProtos.toProto(tensor));
    assertEquals(ErrorCode.UNIMPLEMENTED, e.code());
  }

  @Test
  void toTensor_hugeShape_failsBeforeAllocating() {
    fails(ErrorCode.RESOURCE_EXHAUSTED, proto(DataType.FLOAT, 1L << 40).addFloatVal(1));
    fails(ErrorCode.RESOURCE_EXHAUSTED, proto(DataType.INT8, 1L << 31));
    fails(ErrorCode.RESOURCE_EXHAUSTED, proto(DataType.STRING, 1L << 30));
    fails(ErrorCode.INVALID_ARGUMENT, proto(DataType.FLOAT, 1L << 40, 1L << 40));
    assertEquals(
        0, TensorProtos.toTensor(proto(DataType.FLOAT, 1L << 40, 0, 1L << 40).build()).size());
  }

  @Test
  void toTensor_repeatedValues_spendTheBudget() {
    ExpansionBudget budget = ExpansionBudget.ofBytes(1000);
    TensorProto proto = proto(DataType.FLOAT, 101).addFloatVal(1).build();
    TensorProtos.toTensor(proto, budget);
    TensorProtos.toTensor(proto, budget);
    SlimgraphException e =
        assertThrows(SlimgraphException.class, () -> TensorProtos.toTensor(proto, budget));
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, e.code());
    assertTrue(e.getMessage().contains("need 400 bytes, but only 200 of 1000"), e.getMessage());
    TensorProto full = TensorProtos.toProto(Tensor.vector(1f, 2f, 3f));
    assertEquals(
        Tensor.vector(1f, 2f, 3f), TensorProtos.toTensor(full, ExpansionBudget.ofBytes(0)));
  }

  @Test
  void toTensor_contentOfTheWrongLength_namesBoth() {
    SlimgraphException e =
        fails(
            ErrorCode.INVALID_ARGUMENT,
            proto(DataType.FLOAT, 2).setTensorContent(ByteString.copyFrom(new byte[7])));
    assertEquals(
        "Field tensor_content has 7 bytes, but float of shape [2] takes 8", e.getMessage());
    fails(
        ErrorCode.INVALID_ARGUMENT,
        proto(DataType.RESOURCE, 1).setTensorContent(ByteString.copyFrom(new byte[7])));
  }

  @Test
  void toTensor_badTypeOrShape_throws() {
    fails(ErrorCode.INVALID_ARGUMENT, TensorProto.newBuilder());
    fails(ErrorCode.INVALID_ARGUMENT, TensorProto.newBuilder().setDtypeValue(77));
    fails(ErrorCode.INVALID_ARGUMENT, proto(DataType.FLOAT, -1));
    TensorProto.Builder unknown = proto(DataType.FLOAT);
    unknown.getTensorShapeBuilder().setUnknownRank(true);
    fails(ErrorCode.INVALID_ARGUMENT, unknown);
  }
}
