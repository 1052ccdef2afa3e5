package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableList;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ranges;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.TensorStorage;

/**
 * Functions of the bits of integers. TF: tf.bitwise. Unsigned integers of 32 and 64 bits stand in
 * the arrays of the signed ones.
 */
final class BitwiseOps {
  private static final String TYPES = "{int8, int16, int32, int64, uint8, uint16, uint32, uint64}";
  private static final String DISCRETE = "integers have no gradient";

  static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          commutative("BitwiseAnd", (x, y) -> x & y, (x, y) -> x & y),
          commutative("BitwiseOr", (x, y) -> x | y, (x, y) -> x | y),
          commutative("BitwiseXor", (x, y) -> x ^ y, (x, y) -> x ^ y),
          leftShift(),
          rightShift(),
          invert(),
          populationCount());

  private BitwiseOps() {}

  private static OpSpec commutative(String type, IntBinaryOperator f, LongBinaryOperator g) {
    BinaryRow row = BinaryRow.of(type, TYPES).commutative();
    for (DataType each : RowTypes.parse(TYPES)) {
      add(row, each, f, g);
    }
    return row.notDifferentiable(DISCRETE);
  }

  private static void add(BinaryRow row, DataType type, IntBinaryOperator f, LongBinaryOperator g) {
    if (type.byteSize() == 8) {
      row.longs(type, g);
    } else {
      row.ints(type, f);
    }
  }

  private static OpSpec leftShift() {
    BinaryRow row = BinaryRow.of("LeftShift", TYPES);
    for (DataType type : RowTypes.parse(TYPES)) {
      int bits = 8 * type.byteSize();
      boolean unsigned = type.isUnsigned();
      add(
          row,
          type,
          (x, y) -> x << steps(widen(y, unsigned), bits),
          (x, y) -> x << steps(y, unsigned, bits));
    }
    return row.notDifferentiable(DISCRETE);
  }

  private static OpSpec rightShift() {
    BinaryRow row = BinaryRow.of("RightShift", TYPES);
    for (DataType type : RowTypes.parse(TYPES)) {
      int bits = 8 * type.byteSize();
      boolean unsigned = type.isUnsigned();
      add(
          row,
          type,
          (x, y) -> (int) (widen(x, unsigned) >> steps(widen(y, unsigned), bits)),
          (x, y) -> unsigned ? x >>> steps(y, true, bits) : x >> steps(y, false, bits));
    }
    return row.notDifferentiable(DISCRETE);
  }

  private static long widen(int x, boolean unsigned) {
    return unsigned ? Integer.toUnsignedLong(x) : x;
  }

  /** TF 1.x: by how many bits a shift moves, at least 0 and less than all. */
  private static int steps(long y, int bits) {
    return (int) Math.max(0, Math.min(bits - 1, y));
  }

  private static int steps(long y, boolean unsigned, int bits) {
    return unsigned && y < 0 ? bits - 1 : steps(y, bits);
  }

  private static OpSpec invert() {
    OpSpec.Builder spec =
        OpSpec.of("Invert")
            .input("x: T")
            .output("y: T")
            .attr("T: " + TYPES)
            .shape(ShapeRules::unchanged)
            .traits(traits -> traits.inPlace(0))
            .notDifferentiable(DISCRETE);
    KernelFactory ints = attrs -> BitwiseOps::invertInts;
    for (DataType type : RowTypes.parse(TYPES)) {
      if (type.byteSize() == 8) {
        spec.kernel(type, attrs -> BitwiseOps::invertLongs);
      } else {
        spec.kernel(type, Widened.wide(type) == type ? ints : Widened.of(ints));
      }
    }
    return spec.build();
  }

  private static void invertInts(KernelContext c) {
    int[] x = c.ints(0);
    int[] y = c.outputInts(0, c.shape(0));
    for (int i = 0; i < c.input(0).size(); i++) {
      y[i] = ~x[i];
    }
  }

  private static void invertLongs(KernelContext c) {
    long[] x = c.longs(0);
    long[] y = c.outputLongs(0, c.shape(0));
    for (int i = 0; i < c.input(0).size(); i++) {
      y[i] = ~x[i];
    }
  }

  private static OpSpec populationCount() {
    return OpSpec.of("PopulationCount")
        .input("x: T")
        .output("y: uint8")
        .attr("T: " + TYPES)
        .shape(ShapeRules::unchanged)
        .notDifferentiable(DISCRETE)
        .kernel(DataType.INT32, attrs -> BitwiseOps::countBits)
        .kernel(DataType.INT64, attrs -> BitwiseOps::countBits)
        .kernel(Widened.SMALL_INTEGERS, attrs -> BitwiseOps::countBits)
        .build();
  }

  private static void countBits(KernelContext c) {
    long[] x = c.input(0).longs();
    int bits = 8 * c.input(0).dataType().byteSize();
    long mask = -1L >>> (64 - bits);
    byte[] y = TensorStorage.bytes(c.output(0, c.shape(0)));
    Ranges.run(
        x.length,
        c.parallel(),
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            y[i] = (byte) Long.bitCount(x[i] & mask);
          }
        });
  }
}
