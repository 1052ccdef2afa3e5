package org.slimgraph.ops.io;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.TensorStorage;

/** Parses decimal numbers. TF: tf.string_to_number. */
final class StringToNumber {
  static final OpSpec SPEC =
      OpSpec.of("StringToNumber")
          .input("string_tensor: string")
          .output("output: out_type")
          .attr("out_type: {float, double, int32, int64} = DT_FLOAT")
          .shape(ShapeRules::unchanged)
          .notDifferentiable("strings have no derivative")
          .kernel(DataType.FLOAT, attrs -> StringToNumber::floats)
          .kernel(DataType.DOUBLE, attrs -> StringToNumber::doubles)
          .kernel(DataType.INT32, attrs -> StringToNumber::ints)
          .kernel(DataType.INT64, attrs -> StringToNumber::longs)
          .build();

  /** Java's parser takes more: hexadecimal numbers and a letter for the type. */
  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");

  private StringToNumber() {}

  private static void floats(KernelContext context) {
    float[] out = context.outputFloats(0, context.shape(0));
    for (int i = 0; i < context.input(0).size(); i++) {
      String text = text(context, i);
      out[i] = REAL.matcher(text).matches() ? Float.parseFloat(text) : (float) special(text);
    }
  }

  private static void doubles(KernelContext context) {
    double[] out = context.outputDoubles(0, context.shape(0));
    for (int i = 0; i < context.input(0).size(); i++) {
      String text = text(context, i);
      out[i] = REAL.matcher(text).matches() ? Double.parseDouble(text) : special(text);
    }
  }

  private static void ints(KernelContext context) {
    int[] out = context.outputInts(0, context.shape(0));
    for (int i = 0; i < context.input(0).size(); i++) {
      out[i] = (int) integer(text(context, i), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  private static void longs(KernelContext context) {
    long[] out = context.outputLongs(0, context.shape(0));
    for (int i = 0; i < context.input(0).size(); i++) {
      out[i] = integer(text(context, i), Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private static String text(KernelContext context, int i) {
    byte[] bytes = TensorStorage.strings(context.input(0))[i];
    return new String(bytes, StandardCharsets.ISO_8859_1).trim();
  }

  private static double special(String text) {
    String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    switch (bare.toLowerCase(Locale.ROOT)) {
      case "inf":
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case "nan":
        return Double.NaN;
      default:
        throw noNumber(text);
    }
  }

  private static long integer(String text, long least, long greatest) {
    if (INTEGER.matcher(text).matches()) {
      try {
        long value = Long.parseLong(text);
        if (value >= least && value <= greatest) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw noNumber(text);
      }
    }
    throw noNumber(text);
  }

  private static SlimgraphException noNumber(String text) {
    return SlimgraphException.invalidArgument(
        "StringToNumberOp could not correctly convert string: %s", text);
  }

  static Output stringToNumber(Ops tf, Output strings, DataType outType, String name) {
    return tf.graph()
        .opBuilder("StringToNumber", name)
        .input(strings)
        .attr("out_type", outType)
        .build()
        .output(0);
  }
}
