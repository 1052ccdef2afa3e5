package org.slimgraph.randomgraphs;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;

/** Elementwise functions, operators, comparisons, choices and conversions. */
final class ElementwiseRecipes {
  static final ImmutableList<Recipe> ALL =
      ImmutableList.of(
          ElementwiseRecipes::unaryReal,
          ElementwiseRecipes::unaryReal,
          ElementwiseRecipes::unaryReal,
          ElementwiseRecipes::unaryShifted,
          ElementwiseRecipes::unaryExact,
          ElementwiseRecipes::unaryNumber,
          ElementwiseRecipes::binary,
          ElementwiseRecipes::binary,
          ElementwiseRecipes::binary,
          ElementwiseRecipes::quotient,
          ElementwiseRecipes::remainder,
          ElementwiseRecipes::power,
          ElementwiseRecipes::compare,
          ElementwiseRecipes::logic,
          ElementwiseRecipes::choose,
          ElementwiseRecipes::clip,
          ElementwiseRecipes::addN,
          ElementwiseRecipes::cast,
          ElementwiseRecipes::cast,
          ElementwiseRecipes::narrow);

  private ElementwiseRecipes() {}

  /** A function of a real number: its bound and slope do not depend on the argument. */
  private record Real(Builder builder, double bound, double slope, double largest) {}

  /** A builder of one operand. */
  private interface Builder {
    Output apply(Ops tf, Output x);
  }

  private static final ImmutableList<Real> BOUNDED =
      ImmutableList.of(
          new Real((tf, x) -> tf.tanh(x), 1, 1, 1e5),
          new Real((tf, x) -> tf.sigmoid(x), 1, 0.25, 1e5),
          new Real((tf, x) -> tf.nn().softsign(x), 1, 1, 1e5),
          new Real((tf, x) -> tf.erf(x), 1, 1.2, 1e5),
          new Real((tf, x) -> tf.erfc(x), 2, 1.2, 1e5),
          new Real((tf, x) -> tf.sin(x), 1, 1, 100),
          new Real((tf, x) -> tf.cos(x), 1, 1, 100),
          new Real((tf, x) -> tf.atan(x), 1.6, 1, 1e5),
          new Real((tf, x) -> tf.exp(x), 60, 60, 4),
          new Real((tf, x) -> tf.expm1(x), 60, 60, 4),
          new Real((tf, x) -> tf.sinh(x), 30, 30, 4),
          new Real((tf, x) -> tf.cosh(x), 30, 30, 4),
          new Real((tf, x) -> tf.nn().softplus(x), 65, 1, 64),
          new Real((tf, x) -> tf.nn().elu(x), 64, 1, 64),
          new Real((tf, x) -> tf.nn().selu(x), 80, 2, 64),
          new Real((tf, x) -> tf.asinh(x), 13, 1, 1e5));

  /** Functions of numbers from 1 on. */
  private static final ImmutableList<Real> SHIFTED =
      ImmutableList.of(
          new Real((tf, x) -> tf.log(x), 12, 1, 1e5),
          new Real((tf, x) -> tf.log1p(x), 12, 1, 1e5),
          new Real((tf, x) -> tf.sqrt(x), 320, 1, 1e5),
          new Real((tf, x) -> tf.rsqrt(x), 1, 1, 1e5),
          new Real((tf, x) -> tf.reciprocal(x), 1, 1, 1e5),
          new Real((tf, x) -> tf.acosh(tf.plus(x, 0.5)), 13, 1, 1e5),
          new Real((tf, x) -> tf.acos(tf.reciprocal(tf.plus(x, 0.5))), 1.6, 2, 1e5),
          new Real((tf, x) -> tf.asin(tf.reciprocal(tf.plus(x, 0.5))), 1.6, 2, 1e5),
          new Real((tf, x) -> tf.atanh(tf.reciprocal(tf.plus(x, 0.5))), 3, 2, 1e5),
          new Real((tf, x) -> tf.tan(tf.reciprocal(x)), 2, 4, 1e5),
          new Real((tf, x) -> tf.lgamma(x), 200, 5, 64),
          new Real((tf, x) -> tf.digamma(x), 5, 2, 64));

  private static void unaryReal(RandomGraph g) {
    Real f = g.oneOf(BOUNDED);
    Value x = g.real(0);
    if (x.numbers().bound() <= f.largest()) {
      g.add(
          f.builder().apply(g.tf, x.output()), x.shape(), x.numbers().smooth(f.bound(), f.slope()));
    }
  }

  /** {@code |x| + 1}, a divisor and the argument of a logarithm. */
  private static Value shifted(RandomGraph g, Value x) {
    Numbers one = Numbers.exact(x.type(), 1, 0);
    return g.add(g.tf.plus(g.tf.abs(x.output()), 1), x.shape(), x.numbers().plus(one));
  }

  private static void unaryShifted(RandomGraph g) {
    Real f = g.oneOf(SHIFTED);
    Value x = shifted(g, g.real(0));
    if (x.numbers().bound() <= f.largest()) {
      Numbers numbers = x.numbers().smooth(f.bound(), f.slope());
      g.add(f.builder().apply(g.tf, x.output()), x.shape(), numbers);
    }
  }

  /** Functions with steps. */
  private static void unaryExact(RandomGraph g) {
    Value x = g.real(0);
    if (!x.isExact()) {
      return;
    }
    Ops tf = g.tf;
    UnaryOperator<Output> f = g.oneOf(List.of(tf::floor, tf::ceil, tf::round, tf::rint, tf::sign));
    g.add(f.apply(x.output()), x.shape(), Numbers.exact(x.type(), x.numbers().bound() + 1, 0));
  }

  private static void unaryNumber(RandomGraph g) {
    Value x = g.number(0);
    Ops tf = g.tf;
    Numbers n = x.numbers();
    switch (g.below(8)) {
      case 0 -> g.add(tf.abs(x.output()), x.shape(), n);
      case 1 -> g.add(tf.negative(x.output()), x.shape(), n);
      case 2 -> {
        if (n.times(n).fit()) {
          g.add(tf.square(x.output()), x.shape(), n.times(n));
        }
      }
      case 3 -> g.add(tf.nn().relu(x.output()), x.shape(), n);
      case 4 -> g.add(tf.nn().relu6(x.output()), x.shape(), n.within(6, 1));
      case 5 -> {
        Value y = g.real(0);
        Numbers leaky = y.numbers().times(Numbers.exact(y.type(), 1, -2));
        g.add(tf.nn().leakyRelu(y.output(), 0.25), y.shape(), leaky);
      }
      case 6 -> g.add(tf.zerosLike(x.output()), x.shape(), Numbers.exact(x.type(), 0, 0));
      default -> g.add(tf.onesLike(x.output()), x.shape(), Numbers.exact(x.type(), 1, 0));
    }
  }

  private static Shape together(Value x, Value y) {
    return Shapes.broadcast(x.shape(), y.shape()).orElseThrow();
  }

  private static void binary(RandomGraph g) {
    Value x = g.number(0);
    Value y = g.partner(x);
    Value a = g.chance(2) ? x : y;
    Value b = a == x ? y : x;
    Ops tf = g.tf;
    int choice = g.below(6);
    Numbers sum = a.numbers().plus(b.numbers());
    Numbers numbers =
        switch (choice) {
          case 0, 1 -> sum;
          case 2 -> a.numbers().times(b.numbers());
          case 3 -> sum.times(sum);
          default -> a.numbers().or(b.numbers());
        };
    if (!numbers.fit()) {
      return;
    }
    BinaryOperator<Output> f =
        List.<BinaryOperator<Output>>of(
                tf::add,
                tf::subtract,
                tf::multiply,
                tf::squaredDifference,
                tf::maximum,
                tf::minimum)
            .get(choice);
    g.add(f.apply(a.output(), b.output()), together(x, y), numbers);
  }

  private static void quotient(RandomGraph g) {
    Value x = g.real(0);
    Value y = shifted(g, g.partner(x));
    Ops tf = g.tf;
    BinaryOperator<Output> f =
        g.oneOf(
            List.of(
                tf::realdiv,
                tf::divNoNan,
                tf::xdivy,
                (a, b) -> tf.atan2(a, b),
                (a, b) -> tf.over(a, b)));
    double bound = x.numbers().bound();
    Numbers numbers =
        new Numbers(
            x.type(), bound, x.numbers().grid(), x.numbers().error() + y.numbers().error() * bound);
    g.add(f.apply(x.output(), y.output()), together(x, y), numbers.smooth(Math.max(bound, 2), 1));
  }

  private static void remainder(RandomGraph g) {
    Value x = g.number(0);
    Value y = shifted(g, g.partner(x));
    if (!x.isExact() || !y.isExact()) {
      return;
    }
    Ops tf = g.tf;
    Numbers rest = x.numbers().or(y.numbers());
    Numbers whole = Numbers.exact(x.type(), x.numbers().bound() + 1, 0);
    Shape shape = together(x, y);
    switch (g.below(x.type().isInteger() ? 4 : 2)) {
      case 0 -> g.add(tf.floormod(x.output(), y.output()), shape, rest);
      case 1 -> g.add(tf.floorDiv(x.output(), y.output()), shape, whole);
      case 2 -> g.add(tf.truncatemod(x.output(), y.output()), shape, rest);
      default -> g.add(tf.truncatediv(x.output(), y.output()), shape, whole);
    }
  }

  private static void power(RandomGraph g) {
    Value x = shifted(g, g.real(0));
    Value y = g.partner(x);
    if (x.numbers().bound() > 9 || y.numbers().bound() > 4) {
      return;
    }
    // x^y <= 6561; its derivatives y * x^(y - 1) and log(x) * x^y stay below 15000.
    Numbers numbers = x.numbers().or(y.numbers()).smooth(6561, 15_000);
    if (x.isExact() && y.isExact() && numbers.fit()) {
      g.add(g.tf.pow(x.output(), y.output()), together(x, y), numbers);
    }
    if (y.numbers().bound() > 0) {
      Numbers product = y.numbers().times(Numbers.exact(x.type(), 3, 0));
      Numbers off = product.or(x.numbers()).smooth(product.bound(), 8);
      g.add(g.tf.xlogy(y.output(), x.output()), together(x, y), off);
    }
  }

  private static void compare(RandomGraph g) {
    Value x = g.number(0);
    Value y = g.partner(x);
    if (!x.isExact() || !y.isExact()) {
      return;
    }
    Ops tf = g.tf;
    BinaryOperator<Output> f =
        g.oneOf(
            List.of(
                tf::less, tf::lessEqual, tf::greater, tf::greaterEqual, tf::equal, tf::notEqual));
    g.add(f.apply(x.output(), y.output()), together(x, y), Numbers.booleans());
  }

  private static void logic(RandomGraph g) {
    Value x = g.some(DataType.BOOL, 0);
    Ops tf = g.tf;
    if (g.chance(3)) {
      g.add(tf.logicalNot(x.output()), x.shape(), x.numbers());
      return;
    }
    if (g.chance(4)) {
      Value y = g.real(0);
      UnaryOperator<Output> f = g.oneOf(List.of(tf::isNan, tf::isInf, tf::isFinite));
      g.add(f.apply(y.output()), y.shape(), Numbers.booleans());
      return;
    }
    Value y = g.partner(x);
    BinaryOperator<Output> f =
        g.oneOf(List.of(tf::logicalAnd, tf::logicalOr, tf::logicalXor, tf::equal, tf::notEqual));
    g.add(f.apply(x.output(), y.output()), together(x, y), Numbers.booleans());
  }

  private static void choose(RandomGraph g) {
    Value x = g.any(0);
    if (g.chance(2)) {
      Value y = g.same(x.type(), x.shape());
      boolean rows = x.rank() > 0 && g.chance(2);
      Value which = g.same(DataType.BOOL, rows ? x.shape().slice(0, 1) : x.shape());
      g.add(
          g.tf.where(which.output(), x.output(), y.output()),
          x.shape(),
          x.numbers().or(y.numbers()));
      return;
    }
    Value y = g.partner(x);
    Shape shape = together(x, y);
    Value which = g.same(DataType.BOOL, g.chance(3) ? Shape.scalar() : shape);
    g.add(g.tf.whereV2(which.output(), x.output(), y.output()), shape, x.numbers().or(y.numbers()));
  }

  private static void clip(RandomGraph g) {
    Value x = g.number(0);
    Output low = g.tf.constant(-2, x.type(), "low");
    Output high = g.tf.constant(3, x.type(), "high");
    g.add(g.tf.clipByValue(x.output(), low, high), x.shape(), x.numbers().within(3, 0));
  }

  private static void addN(RandomGraph g) {
    Value x = g.number(0);
    Value y = g.same(x.type(), x.shape());
    Value z = g.same(x.type(), x.shape());
    Numbers sum = x.numbers().plus(y.numbers()).plus(z.numbers());
    if (sum.fit()) {
      g.add(g.tf.addN(List.of(x.output(), y.output(), z.output())), x.shape(), sum);
    }
  }

  private static void cast(RandomGraph g) {
    Value x = g.any(0);
    DataType to =
        g.oneOf(DataType.FLOAT, DataType.DOUBLE, DataType.INT32, DataType.INT64, DataType.BOOL);
    boolean steps = x.isFloating() && !(to == DataType.FLOAT || to == DataType.DOUBLE);
    if (to == x.type() || (to == DataType.BOOL || steps) && !x.isExact()) {
      return;
    }
    Numbers numbers =
        to == DataType.BOOL
            ? Numbers.booleans()
            : steps ? Numbers.exact(to, x.numbers().bound(), 0) : x.numbers().as(to);
    if (numbers.fit()) {
      g.add(g.tf.cast(x.output(), to), x.shape(), numbers);
    }
  }

  /** There and back by a type that few operations take, with one of them on the way. */
  private static void narrow(RandomGraph g) {
    DataType narrow = g.oneOf(DataType.HALF, DataType.INT8, DataType.INT16, DataType.UINT8);
    Value x = g.some(narrow == DataType.HALF ? DataType.FLOAT : DataType.INT32, 0);
    Numbers numbers = x.numbers().as(narrow);
    Numbers sum = numbers.plus(numbers);
    if (!sum.fit()) {
      return;
    }
    Ops tf = g.tf;
    if (narrow == DataType.UINT8) {
      x = g.add(tf.abs(x.output()), x.shape(), x.numbers());
    }
    Output y = tf.cast(x.output(), narrow);
    boolean added = g.chance(2);
    Output z = added ? tf.add(y, y) : y;
    g.add(tf.cast(z, x.type()), x.shape(), (added ? sum : numbers).as(x.type()));
  }
}
