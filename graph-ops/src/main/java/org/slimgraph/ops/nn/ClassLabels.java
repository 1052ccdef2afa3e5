package org.slimgraph.ops.nn;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.DataType;

/** Class numbers that reach kernels as int32 or int64. */
final class ClassLabels {
  private ClassLabels() {}

  /** Returns label {@code row} of input {@code i}. */
  static long at(KernelContext context, int i, int row) {
    return context.input(i).dataType() == DataType.INT32
        ? context.ints(i)[row]
        : context.longs(i)[row];
  }

  /**
   * Returns the labels at input {@code i}.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if one is not below {@code classes}
   */
  static int[] checked(KernelContext context, int i, long classes) {
    int[] labels = new int[context.input(i).size()];
    for (int row = 0; row < labels.length; row++) {
      long label = at(context, i, row);
      if (label < 0 || label >= classes) {
        throw outOfRange(context, i, label, classes);
      }
      labels[row] = (int) label;
    }
    return labels;
  }

  private static SlimgraphException outOfRange(
      KernelContext context, int i, long label, long classes) {
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < context.input(i).size(); row++) {
      all.append(' ').append(at(context, i, row));
    }
    return SlimgraphException.invalidArgument(
        "Received a label value of %d which is outside the valid range of [0, %d).  Label values:%s",
        label, classes, all);
  }
}
