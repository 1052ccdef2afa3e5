package org.slimgraph.golden;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slimgraph.golden.GoldenCase.Tolerance;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Compares values as the golden README says: type and shape must be equal, NaN equals NaN,
 * infinities must be equal, the sign of a zero does not count, other numbers may be off by a
 * tolerance.
 */
public final class TensorComparison {
  private TensorComparison() {}

  /**
   * Returns how {@code got} differs from {@code want}, or nothing if it is close enough.
   *
   * @param skipped flat indices of elements that do not count
   */
  public static Optional<String> difference(
      Tensor want, Tensor got, Tolerance tolerance, Set<Integer> skipped) {
    if (got.dataType() != want.dataType() || !got.shape().equals(want.shape())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "is %s of shape %s instead of %s of shape %s",
              got.dataType().tfName(),
              got.shape().toBrackets(),
              want.dataType().tfName(),
              want.shape().toBrackets()));
    }
    int wrong = 0;
    int first = -1;
    Elements wanted = Elements.of(want);
    Elements given = Elements.of(got);
    for (int i = 0; i < want.size(); i++) {
      if (!skipped.contains(i) && !wanted.isClose(given, i, tolerance)) {
        first = wrong == 0 ? i : first;
        wrong++;
      }
    }
    if (wrong == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "has %d of %d elements wrong; element %d of shape %s is %s instead of %s"
                + " (rtol %s, atol %s)",
            wrong,
            want.size(),
            first,
            want.shape().toBrackets(),
            got.elementText(first),
            want.elementText(first),
            tolerance.relative(),
            tolerance.absolute()));
  }

  /** Returns whether one number is as good as another. */
  static boolean isClose(double want, double got, Tolerance tolerance) {
    if (want == got || (Double.isNaN(want) && Double.isNaN(got))) {
      return true;
    }
    if (Double.isInfinite(want) || Double.isInfinite(got)) {
      return false;
    }
    return Math.abs(got - want) <= tolerance.absolute() + tolerance.relative() * Math.abs(want);
  }

  /** The elements of a tensor in the widest type of their family. */
  private interface Elements {
    boolean isClose(Elements other, int i, Tolerance tolerance);

    static Elements of(Tensor tensor) {
      DataType type = tensor.dataType();
      if (type.isFloating()) {
        return new Reals(tensor.doubles());
      } else if (type.isInteger() || type.isQuantized()) {
        return new Integers(tensor.longs());
      }
      return new Exact(tensor);
    }
  }

  private record Reals(double[] values) implements Elements {
    @Override
    public boolean isClose(Elements other, int i, Tolerance tolerance) {
      return TensorComparison.isClose(values[i], ((Reals) other).values[i], tolerance);
    }
  }

  private record Integers(long[] values) implements Elements {
    @Override
    public boolean isClose(Elements other, int i, Tolerance tolerance) {
      long got = ((Integers) other).values[i];
      return values[i] == got
          || (tolerance.absolute() + tolerance.relative() > 0
              && TensorComparison.isClose(values[i], got, tolerance));
    }
  }

  private record Exact(Tensor tensor) implements Elements {
    @Override
    public boolean isClose(Elements other, int i, Tolerance tolerance) {
      Tensor got = ((Exact) other).tensor;
      switch (tensor.dataType()) {
        case STRING:
          return Arrays.equals(TensorStorage.strings(tensor)[i], TensorStorage.strings(got)[i]);
        case BOOL:
          return TensorStorage.booleans(tensor)[i] == TensorStorage.booleans(got)[i];
        default:
          throw new IllegalArgumentException("No golden file holds " + tensor.dataType());
      }
    }
  }
}
