package org.slimgraph.graphdef;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graphdef.proto.TensorShapeProto;
import org.slimgraph.tensor.Shape;

/** Shapes to and from their messages. Names of dimensions are dropped, as TF does. */
public final class ShapeProtos {
  private ShapeProtos() {}

  /**
   * Returns the shape that a message states.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if a size is below -1, the dimensions are too many,
   *     or there are some of an unknown rank
   */
  public static Shape toShape(TensorShapeProto proto) {
    if (proto.getUnknownRank()) {
      if (proto.getDimCount() > 0) {
        throw SlimgraphException.invalidArgument(
            "A shape of unknown rank must not have dimensions, but field dim has %d",
            proto.getDimCount());
      }
      return Shape.unknown();
    }
    long[] dims = new long[proto.getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = proto.getDim(i).getSize();
    }
    return Shape.of(dims);
  }

  /** Returns the message for a shape. */
  public static TensorShapeProto toProto(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    if (!shape.isRankKnown()) {
      return proto.setUnknownRank(true).build();
    }
    for (long dim : shape.dims()) {
      proto.addDimBuilder().setSize(dim);
    }
    return proto.build();
  }
}
