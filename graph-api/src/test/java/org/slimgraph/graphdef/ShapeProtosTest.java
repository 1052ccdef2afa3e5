package org.slimgraph.graphdef;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.slimgraph.error.InvalidArgumentException;
import org.slimgraph.graphdef.proto.TensorShapeProto;
import org.slimgraph.tensor.Shape;

class ShapeProtosTest {
  @Test
  void roundTrip_everyKind() {
    for (Shape shape :
        new Shape[] {Shape.unknown(), Shape.scalar(), Shape.of(0), Shape.of(-1, 28, -1)}) {
      assertEquals(shape, ShapeProtos.toShape(ShapeProtos.toProto(shape)));
    }
  }

  @Test
  void toShape_badMessages_throw() {
    TensorShapeProto.Builder both = TensorShapeProto.newBuilder().setUnknownRank(true);
    both.addDimBuilder().setSize(3);
    assertThrows(InvalidArgumentException.class, () -> ShapeProtos.toShape(both.build()));
    TensorShapeProto.Builder negative = TensorShapeProto.newBuilder();
    negative.addDimBuilder().setSize(-2);
    assertThrows(InvalidArgumentException.class, () -> ShapeProtos.toShape(negative.build()));
    TensorShapeProto.Builder deep = TensorShapeProto.newBuilder();
    for (int i = 0; i < 255; i++) {
      deep.addDimBuilder();
    }
    assertThrows(InvalidArgumentException.class, () -> ShapeProtos.toShape(deep.build()));
  }
}
