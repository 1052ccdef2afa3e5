package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slimgraph.error.ErrorCode;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

class AttrValuesTest {
  private static AttrValue roundTrip(AttrValue value) {
    return AttrValues.toAttr(AttrValues.toProto(value), ExpansionBudget.standard());
  }

  @Test
  void roundTrip_everyKind() {
    AttrValue func = AttrValue.func("f", Map.of("T", AttrValue.of(DataType.HALF)));
    List<AttrValue> values =
        List.of(
            AttrValue.of("SAME"),
            AttrValue.of(-1L),
            AttrValue.of(Float.NaN),
            AttrValue.of(false),
            AttrValue.of(DataType.FLOAT_REF),
            AttrValue.of(DataType.INVALID),
            AttrValue.of(Shape.of(-1, 3)),
            AttrValue.of(Shape.unknown()),
            AttrValue.of(Tensor.vector(1, 2)),
            func,
            new AttrValue.Placeholder("N"));
    for (AttrValue value : values) {
      assertEquals(value, roundTrip(value));
    }
    for (AttrValue value : values.subList(0, 10)) {
      AttrValue list = AttrValue.list(List.of(value, value));
      assertEquals(list, roundTrip(list));
    }
    assertEquals(AttrValue.list(List.of()), roundTrip(AttrValue.list(List.of())));
  }

  @Test
  void toProto_ofDefaults_setsTheMember() {
    var proto = AttrValues.toProto(AttrValue.of(0L));
    assertEquals(org.slimgraph.graphdef.proto.AttrValue.ValueCase.I, proto.getValueCase());
  }

  @Test
  void toProto_listOfPlaceholders_isRefused() {
    AttrValue list = new AttrValue.ListOf(ImmutableList.of(new AttrValue.Placeholder("N")));
    assertThrows(SlimgraphException.class, () -> AttrValues.toProto(list));
  }

  @Test
  void toAttrs_keepsOrder_andNamesTheBadOne() {
    Map<String, AttrValue> attrs =
        ImmutableMap.of("b", AttrValue.of(1L), "a", AttrValue.of(2L), "_c", AttrValue.of("x"));
    var protos = AttrValues.toProtos(attrs);
    assertEquals(
        ImmutableList.copyOf(attrs.keySet()),
        ImmutableList.copyOf(AttrValues.toAttrs(protos, ExpansionBudget.standard()).keySet()));

    var bad = ImmutableMap.of("shape", org.slimgraph.graphdef.proto.AttrValue.getDefaultInstance());
    SlimgraphException e =
        assertThrows(
            SlimgraphException.class, () -> AttrValues.toAttrs(bad, ExpansionBudget.standard()));
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    assertTrue(e.getMessage().endsWith("in attr 'shape'"), e.getMessage());
  }

  @Test
  void toAttr_mixedList_isRefused() {
    var proto = org.slimgraph.graphdef.proto.AttrValue.newBuilder();
    proto.getListBuilder().addI(1).addF(2);
    assertThrows(
        SlimgraphException.class,
        () -> AttrValues.toAttr(proto.build(), ExpansionBudget.standard()));
  }
}
