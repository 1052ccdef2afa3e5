package org.slimgraph.variables;

import com.google.common.primitives.Longs;
import org.slimgraph.checkpoint.ShapeAndSlice;
import org.slimgraph.checkpoint.TensorSlice;
import org.slimgraph.graphdef.proto.SaveSliceInfoDef;
import org.slimgraph.tensor.Shape;

/**
 * Which part of a partitioned variable a variable is. TF: {@code Variable.SaveSliceInfo}.
 *
 * @param fullName the name of the whole in checkpoints
 * @param shapeAndSlice the shape of the whole and which slice of it this is
 */
public record VariableSlice(String fullName, ShapeAndSlice shapeAndSlice) {

  static VariableSlice of(SaveSliceInfoDef def) {
    Shape whole = Shape.of(Longs.toArray(def.getFullShapeList()));
    TensorSlice slice = new TensorSlice(def.getVarOffsetList(), def.getVarShapeList());
    slice.of(whole);
    return new VariableSlice(def.getFullName(), new ShapeAndSlice(whole, slice));
  }

  SaveSliceInfoDef toProto() {
    return SaveSliceInfoDef.newBuilder()
        .setFullName(fullName)
        .addAllFullShape(Longs.asList(shapeAndSlice.whole().dims()))
        .addAllVarOffset(shapeAndSlice.slice().starts())
        .addAllVarShape(Longs.asList(shapeAndSlice.part().dims()))
        .build();
  }
}
