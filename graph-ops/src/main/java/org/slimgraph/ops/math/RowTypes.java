package org.slimgraph.ops.math;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import org.slimgraph.kernel.KernelFactory;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Widened;
import org.slimgraph.tensor.DataType;

/** The type lists of elementwise definitions, and how kernels spread over them. */
final class RowTypes {
  /** The real floating-point types. */
  static final String FLOATING = "{bfloat16, half, float, double}";

  /** The types of functions that complex numbers have too. */
  static final String CONTINUOUS = "{bfloat16, half, float, double, complex64, complex128}";

  /** The types of arithmetic without the small integers. */
  static final String NUMBERS =
      "{bfloat16, half, float, double, int32, int64, complex64, complex128}";

  /** The types of differences, products and quotients. */
  static final String ALL_NUMBERS =
      "{bfloat16, half, float, double, uint8, int8, uint16, int16, int32, int64, complex64,"
          + " complex128}";

  private RowTypes() {}

  /** Reads a list of types as definitions have it; a default behind it does not count. */
  static ImmutableSet<DataType> parse(String types) {
    return Arrays.stream(types.substring(1, types.indexOf('}')).split(","))
        .map(name -> DataType.parse(name.trim()))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Adds the kernel of {@code type}, and for FLOAT and INT32 those of the narrow types that are
   * computed as it, where {@code allowed} has them.
   */
  static void kernel(
      OpSpec.Builder spec, ImmutableSet<DataType> allowed, DataType type, KernelFactory factory) {
    for (DataType each : allowed) {
      if (each == type) {
        spec.kernel(each, factory);
      } else if (Widened.wide(each) == type) {
        spec.kernel(each, Widened.of(factory));
      }
    }
  }
}
