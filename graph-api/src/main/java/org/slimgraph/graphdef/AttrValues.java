package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.NameAttrList;
import org.slimgraph.op.AttrValue;
import org.slimgraph.tensor.DataType;

/** Attributes to and from their messages. */
public final class AttrValues {
  private AttrValues() {}

  /**
   * Returns the attributes of a map of messages, in its order.
   *
   * @param budget pays for elements of tensors that the messages do not hold
   * @throws SlimgraphException naming the attribute whose value is not valid
   */
  public static ImmutableMap<String, AttrValue> toAttrs(
      Map<String, org.slimgraph.graphdef.proto.AttrValue> protos, ExpansionBudget budget) {
    ImmutableMap.Builder<String, AttrValue> attrs = ImmutableMap.builder();
    protos.forEach(
        (name, proto) -> {
          try {
            attrs.put(name, toAttr(proto, budget));
          } catch (SlimgraphException e) {
            throw e.withContext("in attr '" + name + "'");
          }
        });
    return attrs.buildOrThrow();
  }

  /**
   * Returns the attribute value of a message.
   *
   * @param budget pays for elements of tensors that the message does not hold
   * @throws SlimgraphException INVALID_ARGUMENT if no value is set, or one that is not valid
   */
  public static AttrValue toAttr(
      org.slimgraph.graphdef.proto.AttrValue proto, ExpansionBudget budget) {
    switch (proto.getValueCase()) {
      case S:
        return AttrValue.of(proto.getS());
      case I:
        return AttrValue.of(proto.getI());
      case F:
        return AttrValue.of(proto.getF());
      case B:
        return AttrValue.of(proto.getB());
      case TYPE:
        return AttrValue.of(DataType.of(proto.getTypeValue()));
      case SHAPE:
        return AttrValue.of(ShapeProtos.toShape(proto.getShape()));
      case TENSOR:
        return AttrValue.of(TensorProtos.toTensor(proto.getTensor(), budget));
      case LIST:
        return list(proto.getList(), budget);
      case FUNC:
        return function(proto.getFunc(), budget);
      case PLACEHOLDER:
        return new AttrValue.Placeholder(proto.getPlaceholder());
      case VALUE_NOT_SET:
        break;
    }
    throw SlimgraphException.invalidArgument("An attr value has none of its fields set");
  }

  private static AttrValue function(NameAttrList proto, ExpansionBudget budget) {
    return AttrValue.func(proto.getName(), toAttrs(proto.getAttrMap(), budget));
  }

  private static AttrValue list(
      org.slimgraph.graphdef.proto.AttrValue.ListValue proto, ExpansionBudget budget) {
    ImmutableList.Builder<Object> values = ImmutableList.builder();
    values.addAll(proto.getSList()).addAll(proto.getIList()).addAll(proto.getFList());
    values.addAll(proto.getBList());
    proto.getTypeValueList().forEach(number -> values.add(DataType.of(number)));
    proto.getShapeList().forEach(shape -> values.add(ShapeProtos.toShape(shape)));
    proto.getTensorList().forEach(tensor -> values.add(TensorProtos.toTensor(tensor, budget)));
    proto.getFuncList().forEach(func -> values.add(function(func, budget)));
    return AttrValue.list(values.build());
  }

  /** Returns the messages of attributes, in their order. */
  public static Map<String, org.slimgraph.graphdef.proto.AttrValue> toProtos(
      Map<String, AttrValue> attrs) {
    return ImmutableMap.copyOf(Maps.transformValues(attrs, AttrValues::toProto));
  }

  /** Returns the message for an attribute value. */
  public static org.slimgraph.graphdef.proto.AttrValue toProto(AttrValue attr) {
    var proto = org.slimgraph.graphdef.proto.AttrValue.newBuilder();
    switch (attr.kind()) {
      case STRING:
        return proto.setS(((AttrValue.Str) attr).bytes()).build();
      case INT:
        return proto.setI(((AttrValue.Int) attr).value()).build();
      case FLOAT:
        return proto.setF(((AttrValue.Float) attr).value()).build();
      case BOOL:
        return proto.setB(((AttrValue.Bool) attr).value()).build();
      case TYPE:
        return proto.setTypeValue(((AttrValue.Type) attr).value().number()).build();
      case SHAPE:
        return proto.setShape(ShapeProtos.toProto(((AttrValue.ShapeOf) attr).value())).build();
      case TENSOR:
        return proto.setTensor(TensorProtos.toProto(((AttrValue.TensorOf) attr).value())).build();
      case LIST:
        return proto.setList(toProto((AttrValue.ListOf) attr)).build();
      case FUNC:
        return proto.setFunc(toProto((AttrValue.Func) attr)).build();
      case PLACEHOLDER:
        return proto.setPlaceholder(((AttrValue.Placeholder) attr).name()).build();
    }
    throw new IllegalStateException("attr kind " + attr.kind());
  }

  private static NameAttrList toProto(AttrValue.Func func) {
    return NameAttrList.newBuilder()
        .setName(func.name())
        .putAllAttr(toProtos(func.attrs()))
        .build();
  }

  private static org.slimgraph.graphdef.proto.AttrValue.ListValue toProto(AttrValue.ListOf list) {
    var proto = org.slimgraph.graphdef.proto.AttrValue.ListValue.newBuilder();
    for (AttrValue value : list.values()) {
      addTo(proto, toProto(value));
    }
    return proto.build();
  }

  private static void addTo(
      org.slimgraph.graphdef.proto.AttrValue.ListValue.Builder list,
      org.slimgraph.graphdef.proto.AttrValue value) {
    switch (value.getValueCase()) {
      case S:
        list.addS(value.getS());
        return;
      case I:
        list.addI(value.getI());
        return;
      case F:
        list.addF(value.getF());
        return;
      case B:
        list.addB(value.getB());
        return;
      case TYPE:
        list.addTypeValue(value.getTypeValue());
        return;
      case SHAPE:
        list.addShape(value.getShape());
        return;
      case TENSOR:
        list.addTensor(value.getTensor());
        return;
      case FUNC:
        list.addFunc(value.getFunc());
        return;
      case LIST:
      case PLACEHOLDER:
      case VALUE_NOT_SET:
        throw SlimgraphException.invalidArgument(
            "A list attribute cannot hold a %s", value.getValueCase());
    }
  }
}
