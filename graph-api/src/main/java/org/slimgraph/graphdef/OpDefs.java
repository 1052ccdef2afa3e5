package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graphdef.proto.AttrValue;
import org.slimgraph.graphdef.proto.DataType;
import org.slimgraph.graphdef.proto.OpDeprecation;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.AttrDef;
import org.slimgraph.op.OpDef;
import org.slimgraph.tensor.Tensor;

/** Op definitions to their messages. */
public final class OpDefs {
  private OpDefs() {}

  /** Returns the message for a definition, as TF writes it, without descriptions. */
  public static org.slimgraph.graphdef.proto.OpDef toProto(OpDef def) {
    var proto =
        org.slimgraph.graphdef.proto.OpDef.newBuilder()
            .setName(def.name())
            .setIsStateful(def.isStateful())
            .setIsCommutative(def.isCommutative())
            .setIsAggregate(def.isAggregate())
            .setAllowsUninitializedInput(def.allowsUninitializedInput());
    def.inputs().forEach(arg -> proto.addInputArg(toProto(arg)));
    def.outputs().forEach(arg -> proto.addOutputArg(toProto(arg)));
    def.attrs().forEach(attr -> proto.addAttr(toProto(attr)));
    if (def.deprecatedSince() > 0) {
      proto.setDeprecation(
          OpDeprecation.newBuilder()
              .setVersion(def.deprecatedSince())
              .setExplanation(def.deprecation()));
    }
    return proto.build();
  }

  private static org.slimgraph.graphdef.proto.OpDef.ArgDef toProto(ArgDef arg) {
    return org.slimgraph.graphdef.proto.OpDef.ArgDef.newBuilder()
        .setName(arg.name())
        .setType(DataType.forNumber(arg.type().number()))
        .setTypeAttr(arg.typeAttr())
        .setNumberAttr(arg.numberAttr())
        .setTypeListAttr(arg.typeListAttr())
        .setIsRef(arg.isRef())
        .build();
  }

  private static org.slimgraph.graphdef.proto.OpDef.AttrDef toProto(AttrDef attr) {
    var proto =
        org.slimgraph.graphdef.proto.OpDef.AttrDef.newBuilder()
            .setName(attr.name())
            .setType(attr.type());
    attr.defaultValue().ifPresent(value -> proto.setDefaultValue(defaultValue(value)));
    if (attr.hasMinimum()) {
      proto.setHasMinimum(true).setMinimum(attr.minimum());
    }
    if (!attr.allowed().isEmpty()) {
      proto.setAllowedValues(allowed(attr.allowed()));
    }
    return proto.build();
  }

  private static AttrValue allowed(ImmutableList<org.slimgraph.op.AttrValue> values) {
    return AttrValues.toProto(new org.slimgraph.op.AttrValue.ListOf(values));
  }

  private static AttrValue defaultValue(org.slimgraph.op.AttrValue value) {
    AttrValue proto = AttrValues.toProto(value);
    if (!proto.hasTensor() || proto.getTensor().getTensorContent().isEmpty()) {
      return proto;
    }
    Tensor tensor = TensorProtos.toTensor(proto.getTensor());
    return proto.toBuilder().setTensor(TensorProtos.toListedProto(tensor)).build();
  }
}
