package org.slimgraph.ops.array;

import java.nio.ByteBuffer;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Reads the bytes of its input as elements of another type. TF: tf.bitcast. */
final class Bitcast {
  static final OpSpec SPEC =
      OpSpec.of("Bitcast")
          .input("input: T")
          .output("output: type")
          .attr(
              "T: {bfloat16, half, float, double, int64, int32, uint8, uint16, uint32, uint64, int8, int16, complex64, complex128, qint8, quint8, qint16, quint16, qint32}")
          .attr(
              "type: {bfloat16, half, float, double, int64, int32, uint8, uint16, uint32, uint64, int8, int16, complex64, complex128, qint8, quint8, qint16, quint16, qint32}")
          .shape(Bitcast::infer)
          .notDifferentiable("bits have no derivative")
          .kernel(Bitcast::kernel)
          .build();

  private Bitcast() {}

  private static List<Shape> infer(ShapeContext c) {
    Shape in = c.input(0);
    if (!in.isRankKnown()) {
      return List.of(Shape.unknown());
    }
    return List.of(cast(in, c.attrs().type("T").base(), c.attrs().type("type")));
  }

  private static Shape cast(Shape in, DataType from, DataType to) {
    int fromSize = from.byteSize();
    int toSize = to.byteSize();
    if (fromSize == toSize) {
      return in;
    } else if (fromSize > toSize) {
      return in.concat(Shape.of(fromSize / toSize));
    }
    int ratio = toSize / fromSize;
    if (in.rank() == 0 || (in.dim(-1) >= 0 && in.dim(-1) != ratio)) {
      throw SlimgraphException.invalidArgument(
          "Cannot bitcast due to shape. %d does not match %d: the last dimension of %s, from %s to"
              + " %s",
          in.rank() == 0 ? 1 : in.dim(-1), ratio, in.toBrackets(), from.tfName(), to.tfName());
    }
    return in.slice(0, in.rank() - 1);
  }

  private static Kernel kernel(Attributes attrs) {
    DataType type = attrs.type("type");
    return context -> {
      Tensor x = context.input(0);
      Shape shape = cast(x.shape(), x.dataType(), type);
      ByteBuffer bytes = ByteBuffer.wrap(x.bytes());
      Elements.copy(TensorStorage.read(type, shape, bytes), context.output(0, shape));
    };
  }

  static Output bitcast(Ops tf, Output input, DataType type, String name) {
    return tf.graph().opBuilder("Bitcast", name).input(input).attr("type", type).build().output(0);
  }
}
