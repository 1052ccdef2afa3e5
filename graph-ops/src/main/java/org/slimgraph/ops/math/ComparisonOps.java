package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** The elementwise comparisons and the logic of booleans, a row each. */
final class ComparisonOps {
  private static final String EQUALITY =
      "{bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64, quint8, qint8,"
          + " qint32, string, bool, complex128}";
  private static final String ORDERED =
      "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          order("Less")
              .reals((x, y) -> x < y, (x, y) -> x < y)
              .integers((x, y) -> x < y, (x, y) -> x < y)
              .build(),
          order("LessEqual")
              .reals((x, y) -> x <= y, (x, y) -> x <= y)
              .integers((x, y) -> x <= y, (x, y) -> x <= y)
              .build(),
          order("Greater")
              .reals((x, y) -> x > y, (x, y) -> x > y)
              .integers((x, y) -> x > y, (x, y) -> x > y)
              .build(),
          order("GreaterEqual")
              .reals((x, y) -> x >= y, (x, y) -> x >= y)
              .integers((x, y) -> x >= y, (x, y) -> x >= y)
              .build(),
          equality("Equal", false)
              .reals((x, y) -> x == y, (x, y) -> x == y)
              .integers((x, y) -> x == y, (x, y) -> x == y)
              .booleans(Boolean::equals)
              .strings(Arrays::equals)
              .build(),
          equality("NotEqual", true)
              .reals((x, y) -> x != y, (x, y) -> x != y)
              .integers((x, y) -> x != y, (x, y) -> x != y)
              .booleans((x, y) -> !x.equals(y))
              .strings((x, y) -> !Arrays.equals(x, y))
              .build(),
          approximateEqual(),
          logic("LogicalAnd", (x, y) -> x && y),
          logic("LogicalOr", (x, y) -> x || y));

  private ComparisonOps() {}

  private static ComparisonRow order(String type) {
    OpSpec.Builder spec =
        OpSpec.of(type)
            .input("x: T")
            .input("y: T")
            .output("z: bool")
            .attr("T: realnumbertype")
            .shape(ShapeRules::broadcast);
    return new ComparisonRow(spec, RowTypes.parse(ORDERED), kernel -> attrs -> kernel);
  }

  private static ComparisonRow equality(String type, boolean ofIncompatible) {
    OpSpec.Builder spec =
        OpSpec.of(type)
            .input("x: T")
            .input("y: T")
            .output("z: bool")
            .attr("T: " + EQUALITY)
            .attr("incompatible_shape_error: bool = true")
            .def(OpDef.Builder::commutative)
            .shape(ComparisonOps::inferEquality);
    return new ComparisonRow(
        spec, RowTypes.parse(EQUALITY), kernel -> attrs -> tolerant(kernel, attrs, ofIncompatible));
  }

  private static List<Shape> inferEquality(ShapeContext c) {
    if (c.attrs().bool("incompatible_shape_error")) {
      return ShapeRules.broadcast(c);
    }
    try {
      return ShapeRules.broadcast(c);
    } catch (SlimgraphException e) {
      return List.of(Shape.unknown());
    }
  }

  /** Without the error, values whose shapes do not fit are unequal as a whole. */
  private static Kernel tolerant(Kernel kernel, Attributes attrs, boolean ofIncompatible) {
    if (attrs.bool("incompatible_shape_error")) {
      return kernel;
    }
    return c -> {
      if (fit(c)) {
        kernel.compute(c);
      } else {
        c.outputBooleans(0, Shape.scalar())[0] = ofIncompatible;
      }
    };
  }

  private static boolean fit(KernelContext c) {
    try {
      Broadcasting.shape(c.shape(0), c.shape(1));
      return true;
    } catch (SlimgraphException e) {
      return false;
    }
  }

  private static OpSpec logic(String type, ComparisonRow.Test<Boolean> test) {
    return OpSpec.of(type)
        .input("x: bool")
        .input("y: bool")
        .output("z: bool")
        .def(OpDef.Builder::commutative)
        .shape(ShapeRules::broadcast)
        .notDifferentiable("its output is a boolean")
        .traits(traits -> traits.inPlace(0, 1))
        .kernel(attrs -> ComparisonRow.booleanKernel(test))
        .build();
  }

  private static OpSpec approximateEqual() {
    OpSpec.Builder spec =
        OpSpec.of("ApproximateEqual")
            .input("x: T")
            .input("y: T")
            .output("z: bool")
            .attr("T: numbertype")
            .attr("tolerance: float = 0.00001")
            .def(OpDef.Builder::commutative)
            .shape(c -> List.of(ShapeRules.merge(c.input(0), c.input(1))))
            .notDifferentiable("its output is a boolean");
    KernelFactory floats =
        attrs -> {
          float tolerance = attrs.real("tolerance");
          return c -> {
            float[] x = c.floats(0);
            float[] y = c.floats(1);
            boolean[] z = sameShape(c);
            for (int i = 0; i < c.input(0).size(); i++) {
              z[i] = Math.abs(x[i] - y[i]) < tolerance;
            }
          };
        };
    KernelFactory doubles =
        attrs -> {
          float tolerance = attrs.real("tolerance");
          return c -> {
            double[] x = c.doubles(0);
            double[] y = c.doubles(1);
            boolean[] z = sameShape(c);
            for (int i = 0; i < c.input(0).size(); i++) {
              z[i] = Math.abs(x[i] - y[i]) < tolerance;
            }
          };
        };
    return spec.kernel(DataType.FLOAT, floats).kernel(DataType.DOUBLE, doubles).build();
  }

  private static boolean[] sameShape(KernelContext c) {
    if (!c.shape(0).equals(c.shape(1))) {
      throw SlimgraphException.invalidArgument(
          "x and y must be of the same shape. x shape: %s. y shape: %s",
          c.shape(0).toBrackets(), c.shape(1).toBrackets());
    }
    return c.outputBooleans(0, c.shape(0));
  }
}
