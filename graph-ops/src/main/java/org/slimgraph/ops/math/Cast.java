package org.slimgraph.ops.math;

import java.util.Optional;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.GradientContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.Ranges;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/** Converts the elements to another type. TF: tf.cast. */
final class Cast {
  static final OpSpec SPEC =
      OpSpec.of("Cast")
          .input("x: SrcT")
          .output("y: DstT")
          .attr("SrcT: type")
          .attr("DstT: type")
          .attr("Truncate: bool = false")
          .shape(ShapeRules::unchanged)
          .partialValue(Cast::partialValue)
          .gradient(Cast::gradient)
          .kernel(Cast::kernel)
          .build();

  private Cast() {}

  private static Optional<Shape> partialValue(ShapeContext c) {
    boolean describesShape = isIndex(c.inputType(0)) && isIndex(c.attrs().type("DstT"));
    return describesShape ? Optional.of(c.constantShape(0)) : Optional.empty();
  }

  private static boolean isIndex(DataType type) {
    return type.base() == DataType.INT32 || type.base() == DataType.INT64;
  }

  private static Kernel kernel(Attributes attrs) {
    DataType from = attrs.type("SrcT").base();
    DataType to = attrs.type("DstT").base();
    if (attrs.bool("Truncate")) {
      throw SlimgraphException.unimplemented("Cast with Truncate=true is not supported");
    }
    if (!ElementCast.isSupported(from, to)) {
      throw SlimgraphException.unimplemented(
          "Cast %s to %s is not supported", from.tfName(), to.tfName());
    }
    return from == to ? c -> c.setOutput(0, c.input(0)) : Cast::compute;
  }

  private static void compute(KernelContext c) {
    Tensor x = c.input(0);
    Tensor y = c.output(0, x.shape());
    ElementCast cast = new ElementCast(x.dataType(), y.dataType());
    Object source = TensorStorage.array(x);
    Object target = TensorStorage.array(y);
    Ranges.run(x.size(), c.parallel(), (begin, end) -> cast.run(source, target, begin, end));
  }

  private static void gradient(GradientContext g) {
    DataType source = g.input(0).dataType().base();
    DataType target = g.dy(0).dataType().base();
    if (isContinuous(source) && isContinuous(target)) {
      g.set(0, g.tf().cast(g.dy(0), source));
    }
  }

  private static boolean isContinuous(DataType type) {
    return type.isFloating() || type.isComplex();
  }

  /** Python's cast: an op only if the type changes. */
  static Output cast(Ops tf, Output x, DataType type, String name) {
    try (NameScope scope = tf.nameScope(name)) {
      if (x.dataType().base() == type.base()) {
        return x;
      }
      return tf.graph()
          .opBuilder("Cast", scope.name())
          .input(x)
          .attr("DstT", type.base())
          .attr("Truncate", false)
          .build()
          .output(0);
    }
  }
}
