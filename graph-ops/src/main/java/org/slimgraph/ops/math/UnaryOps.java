package org.slimgraph.ops.math;

import static org.slimgraph.ops.math.RowTypes.CONTINUOUS;
import static org.slimgraph.ops.math.RowTypes.FLOATING;
import static org.slimgraph.ops.math.RowTypes.NUMBERS;

import com.google.common.collect.ImmutableList;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.slimgraph.cpu.UnaryOp;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;

/** The elementwise functions of one argument, a row each. */
final class UnaryOps {
  private static final String STEPS = "it is constant between its steps";

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          UnaryRow.of("Abs", "{bfloat16, half, float, double, int8, int16, int32, int64}")
              .loop(UnaryOp.ABS)
              .integers(Math::abs, Math::abs)
              .gradient(UnaryGradients::abs),
          UnaryRow.of("Neg", NUMBERS)
              .loop(UnaryOp.NEG)
              .integers(x -> -x, x -> -x)
              .gradient(UnaryGradients::neg),
          reciprocal("Inv"),
          reciprocal("Reciprocal"),
          UnaryRow.of("Square", NUMBERS)
              .loop(UnaryOp.SQUARE)
              .integers(x -> x * x, x -> x * x)
              .gradient(UnaryGradients::square),
          UnaryRow.of("Sqrt", CONTINUOUS).loop(UnaryOp.SQRT).gradient(UnaryGradients::sqrt),
          UnaryRow.of("Rsqrt", CONTINUOUS).loop(UnaryOp.RSQRT).gradient(UnaryGradients::rsqrt),
          UnaryRow.of("Exp", CONTINUOUS).loop(UnaryOp.EXP).gradient(UnaryGradients::exp),
          UnaryRow.of("Expm1", CONTINUOUS).reals(Math::expm1).gradient(UnaryGradients::expm1),
          UnaryRow.of("Log", CONTINUOUS).loop(UnaryOp.LOG).gradient(UnaryGradients::log),
          UnaryRow.of("Log1p", CONTINUOUS).reals(Math::log1p).gradient(UnaryGradients::log1p),
          UnaryRow.of("Sinh", CONTINUOUS).reals(Math::sinh).gradient(UnaryGradients::sinh),
          UnaryRow.of("Cosh", CONTINUOUS).reals(Math::cosh).gradient(UnaryGradients::cosh),
          UnaryRow.of("Tanh", CONTINUOUS).loop(UnaryOp.TANH).gradient(UnaryGradients::tanh),
          UnaryRow.of("Asinh", CONTINUOUS)
              .reals(SpecialFunctions::asinh)
              .gradient(UnaryGradients::asinh),
          UnaryRow.of("Acosh", CONTINUOUS)
              .reals(SpecialFunctions::acosh)
              .gradient(UnaryGradients::acosh),
          UnaryRow.of("Atanh", CONTINUOUS)
              .reals(SpecialFunctions::atanh)
              .gradient(UnaryGradients::atanh),
          UnaryRow.of("Sigmoid", CONTINUOUS)
              .loop(UnaryOp.SIGMOID)
              .gradient(UnaryGradients::sigmoid),
          UnaryRow.of("Sin", CONTINUOUS).reals(Math::sin).gradient(UnaryGradients::sin),
          UnaryRow.of("Cos", CONTINUOUS).reals(Math::cos).gradient(UnaryGradients::cos),
          UnaryRow.of("Tan", NUMBERS).reals(Math::tan).gradient(UnaryGradients::tan),
          UnaryRow.of("Asin", NUMBERS).reals(Math::asin).gradient(UnaryGradients::asin),
          UnaryRow.of("Acos", NUMBERS).reals(Math::acos).gradient(UnaryGradients::acos),
          UnaryRow.of("Atan", NUMBERS).reals(Math::atan).gradient(UnaryGradients::atan),
          UnaryRow.of("Lgamma", FLOATING)
              .reals(SpecialFunctions::lgamma)
              .gradient(UnaryGradients::lgamma),
          UnaryRow.of("Digamma", FLOATING)
              .reals(SpecialFunctions::digamma)
              .gradient(UnaryGradients::digamma),
          UnaryRow.of("BesselI0e", FLOATING)
              .reals(BesselFunctions::i0e)
              .gradient(UnaryGradients::besselI0e),
          UnaryRow.of("BesselI1e", FLOATING)
              .reals(BesselFunctions::i1e)
              .gradient(UnaryGradients::besselI1e),
          UnaryRow.of("Erf", FLOATING).reals(SpecialFunctions::erf).gradient(UnaryGradients::erf),
          UnaryRow.of("Erfc", FLOATING)
              .reals(SpecialFunctions::erfc)
              .gradient(UnaryGradients::erfc),
          // TF 1.x: the sign of NaN is 0.
          UnaryRow.of("Sign", NUMBERS)
              .reals(x -> x > 0 ? 1 : x < 0 ? -1 : 0)
              .integers(Integer::signum, Long::signum)
              .gradient(UnaryGradients::sign),
          UnaryRow.of("Floor", FLOATING).reals(Math::floor).notDifferentiable(STEPS),
          UnaryRow.of("Ceil", FLOATING).reals(Math::ceil).notDifferentiable(STEPS),
          UnaryRow.of("Rint", FLOATING).reals(Math::rint).notDifferentiable(STEPS),
          // TF 1.x: halves go to the even neighbour.
          UnaryRow.of("Round", NUMBERS)
              .reals(Math::rint)
              .integers(IntUnaryOperator.identity(), LongUnaryOperator.identity())
              .notDifferentiable(STEPS),
          UnaryRow.predicate("IsNan", Double::isNaN),
          UnaryRow.predicate("IsInf", Double::isInfinite),
          UnaryRow.predicate("IsFinite", Double::isFinite),
          OpSpec.of("LogicalNot")
              .input("x: bool")
              .output("y: bool")
              .shape(ShapeRules::unchanged)
              .notDifferentiable("its output is a boolean")
              .traits(traits -> traits.inPlace(0))
              .kernel(attrs -> UnaryOps::not)
              .build());

  private UnaryOps() {}

  private static OpSpec reciprocal(String type) {
    return UnaryRow.of(type, NUMBERS).loop(UnaryOp.RECIPROCAL).gradient(UnaryGradients::reciprocal);
  }

  private static void not(KernelContext c) {
    boolean[] x = c.booleans(0);
    boolean[] y = c.outputBooleans(0, c.shape(0));
    for (int i = 0; i < c.input(0).size(); i++) {
      y[i] = !x[i];
    }
  }
}
