package org.slimgraph.ops.math;

import static org.slimgraph.cpu.Subnormals.flush;
import static org.slimgraph.ops.math.RowTypes.ALL_NUMBERS;
import static org.slimgraph.ops.math.RowTypes.CONTINUOUS;
import static org.slimgraph.ops.math.RowTypes.FLOATING;
import static org.slimgraph.ops.math.RowTypes.NUMBERS;

import com.google.common.collect.ImmutableList;
import org.slimgraph.cpu.BinaryOp;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.Broadcasting;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.TensorStorage;

/** The elementwise functions of two arguments, a row each. */
final class BinaryOps {
  private static final String EXTREMES = "{bfloat16, half, float, double, int32, int64}";
  private static final String NO_BFLOAT16 = "{half, float, double, complex64, complex128}";
  private static final String WIDE = "{float, double}";
  private static final String REMAINDERS = "{int32, int64, bfloat16, half, float, double}";

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          BinaryRow.of(
                  "Add",
                  "{bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64,"
                      + " complex128, string}")
              .loop(BinaryOp.ADD)
              .integers(Integer::sum, Long::sum)
              .strings(BinaryOps::joinStrings)
              .gradient(BinaryGradients::add),
          BinaryRow.of(
                  "AddV2",
                  "{bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64,"
                      + " complex128}")
              .commutative()
              .aggregate()
              .loop(BinaryOp.ADD)
              .integers(Integer::sum, Long::sum)
              .gradient(BinaryGradients::add),
          BinaryRow.of("Sub", ALL_NUMBERS)
              .loop(BinaryOp.SUB)
              .integers((x, y) -> x - y, (x, y) -> x - y)
              .gradient(BinaryGradients::sub),
          BinaryRow.of("Mul", ALL_NUMBERS)
              .commutative()
              .loop(BinaryOp.MUL)
              .integers((x, y) -> x * y, (x, y) -> x * y)
              .gradient(BinaryGradients::mul),
          BinaryRow.of("MulNoNan", NO_BFLOAT16)
              .reals((x, y) -> y == 0 ? 0 : x * y, (x, y) -> y == 0 ? 0 : x * y)
              .gradient(BinaryGradients::mulNoNan),
          BinaryRow.of("Div", ALL_NUMBERS)
              .loop(BinaryOp.DIV)
              .integers(IntegerMath::divide, IntegerMath::divide)
              .gradient(BinaryGradients::div),
          BinaryRow.of("DivNoNan", NO_BFLOAT16)
              .reals(
                  (x, y) -> flush(y) == 0 ? 0 : flush(flush(x) / y), (x, y) -> y == 0 ? 0 : x / y)
              .gradient(BinaryGradients::divNoNan),
          BinaryRow.of("RealDiv", ALL_NUMBERS)
              .loop(BinaryOp.DIV)
              .gradient(BinaryGradients::realDiv),
          BinaryRow.of("FloorDiv", ALL_NUMBERS)
              .reals((x, y) -> (float) Math.floor(x / y), (x, y) -> Math.floor(x / y))
              .integers(IntegerMath::floorDivide, IntegerMath::floorDivide)
              .notDifferentiable("it is constant between its steps"),
          BinaryRow.of("TruncateDiv", ALL_NUMBERS)
              .integers(IntegerMath::truncateDivide, IntegerMath::truncateDivide)
              .notDifferentiable("it is constant between its steps"),
          BinaryRow.of("Mod", "{int32, int64, half, half, bfloat16, float, double}")
              .reals(BinaryOps::mod, (x, y) -> x % y)
              .integers(IntegerMath::remainder, IntegerMath::remainder)
              .notDifferentiable("TF registers no gradient; FloorMod has one"),
          BinaryRow.of("FloorMod", REMAINDERS)
              .reals(BinaryOps::floorMod, BinaryOps::floorMod)
              .integers(IntegerMath::floorRemainder, IntegerMath::floorRemainder)
              .gradient(BinaryGradients::floorMod),
          BinaryRow.of("TruncateMod", REMAINDERS)
              .reals(BinaryOps::mod, (x, y) -> x % y)
              .integers(IntegerMath::truncateRemainder, IntegerMath::truncateRemainder)
              .notDifferentiable("TF registers no gradient; FloorMod has one"),
          BinaryRow.of(
                  "Pow", "{bfloat16, float, half, double, int32, int64, complex64, complex128}")
              .reals((x, y) -> (float) power(flush(x), y), BinaryOps::power)
              .integers(IntegerMath::power, IntegerMath::power)
              .gradient(BinaryGradients::pow),
          BinaryRow.of("SquaredDifference", NUMBERS)
              .commutative()
              .loop(BinaryOp.SQUARED_DIFFERENCE)
              .integers((x, y) -> (x - y) * (x - y), (x, y) -> (x - y) * (x - y))
              .gradient(BinaryGradients::squaredDifference),
          BinaryRow.of("Maximum", EXTREMES)
              .loop(BinaryOp.MAXIMUM)
              .integers(Math::max, Math::max)
              .gradient(BinaryGradients::maximum),
          BinaryRow.of("Minimum", EXTREMES)
              .loop(BinaryOp.MINIMUM)
              .integers(Math::min, Math::min)
              .gradient(BinaryGradients::minimum),
          BinaryRow.of("Xdivy", NO_BFLOAT16)
              .reals((x, y) -> flush(x) == 0 ? 0 : flush(x / y), (x, y) -> x == 0 ? 0 : x / y)
              .gradient(BinaryGradients::xdivy),
          BinaryRow.of("Xlogy", NO_BFLOAT16)
              .reals((x, y) -> x == 0 ? 0 : x * Math.log(y))
              .gradient(BinaryGradients::xlogy),
          BinaryRow.of("Atan2", "y", "x", FLOATING)
              .reals(Math::atan2)
              .gradient(BinaryGradients::atan2),
          BinaryRow.of("Igamma", "a", "x", WIDE)
              .reals(IncompleteGamma::lower)
              .gradient(BinaryGradients::igamma),
          BinaryRow.of("Igammac", "a", "x", WIDE)
              .reals(IncompleteGamma::upper)
              .gradient(BinaryGradients::igammac),
          BinaryRow.of("IgammaGradA", "a", "x", WIDE)
              .reals(IncompleteGamma::lowerByA)
              .notDifferentiable("TF registers no gradient of it"),
          BinaryRow.of("Zeta", "x", "q", WIDE)
              .reals(ZetaFunctions::zeta)
              .gradient(BinaryGradients::zeta),
          BinaryRow.of("Polygamma", "a", "x", WIDE)
              .reals(ZetaFunctions::polygamma)
              .gradient(BinaryGradients::polygamma),
          BinaryRow.of("NextAfter", "x1", "x2", "output", "{double, float} = DT_FLOAT")
              .reals(Math::nextAfter, Math::nextAfter)
              .gradient(BinaryGradients::nextAfter),
          BinaryRow.ofGradient("InvGrad", CONTINUOUS)
              .reals((y, dy) -> -dy * y * y, (y, dy) -> -dy * y * y)
              .gradient(BinaryGradients::reciprocalGrad),
          BinaryRow.ofGradient("ReciprocalGrad", CONTINUOUS)
              .reals((y, dy) -> -dy * y * y, (y, dy) -> -dy * y * y)
              .gradient(BinaryGradients::reciprocalGrad),
          BinaryRow.ofGradient("SqrtGrad", CONTINUOUS)
              .reals((y, dy) -> dy * 0.5f / y, (y, dy) -> dy * 0.5 / y)
              .gradient(BinaryGradients::sqrtGrad),
          BinaryRow.ofGradient("RsqrtGrad", CONTINUOUS)
              .reals((y, dy) -> -0.5f * (dy * y) * (y * y), (y, dy) -> -0.5 * (dy * y) * (y * y))
              .gradient(BinaryGradients::rsqrtGrad),
          BinaryRow.ofGradient("SigmoidGrad", CONTINUOUS)
              .reals((y, dy) -> dy * (1 - y) * y, (y, dy) -> dy * (1 - y) * y)
              .gradient(BinaryGradients::sigmoidGrad),
          BinaryRow.ofGradient("TanhGrad", CONTINUOUS)
              .reals((y, dy) -> dy * (1 - y * y), (y, dy) -> dy * (1 - y * y))
              .gradient(BinaryGradients::tanhGrad));

  private BinaryOps() {}

  /** TF 1.x: C's fmod sees a subnormal dividend as it is, but takes such a divisor for zero. */
  private static float mod(float x, float y) {
    return x % flush(y);
  }

  private static float floorMod(float x, float y) {
    float remainder = mod(x, y);
    return remainder != 0 && y < 0 != remainder < 0 ? remainder + y : remainder;
  }

  private static double floorMod(double x, double y) {
    double remainder = x % y;
    return remainder != 0 && y < 0 != remainder < 0 ? remainder + y : remainder;
  }

  /** C's pow: unlike Java's, 1 to any power is 1, NaN included, and so is -1 to the infinite. */
  private static double power(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return Math.pow(x, y);
  }

  private static void joinStrings(KernelContext c) {
    byte[][] x = TensorStorage.strings(c.input(0));
    byte[][] y = TensorStorage.strings(c.input(1));
    byte[][] z = TensorStorage.strings(c.output(0, Broadcasting.shape(c.shape(0), c.shape(1))));
    ComparisonRow.pairs(c, (a, b, to) -> z[to] = concat(x[a], y[b]));
  }

  private static byte[] concat(byte[] x, byte[] y) {
    byte[] joined = java.util.Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, joined, x.length, y.length);
    return joined;
  }
}
