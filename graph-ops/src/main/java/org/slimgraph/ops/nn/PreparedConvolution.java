package org.slimgraph.ops.nn;

import org.slimgraph.cpu.ConvGeometry;
import org.slimgraph.cpu.Convolution;
import org.slimgraph.cpu.CpuLoops;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.kernel.PackedWeights;

/**
 * What a convolution keeps from run to run: the loops of its geometry, and its filter in the form
 * that they take.
 */
record PreparedConvolution(Convolution loops, PackedWeights filter) {

  /** Returns what the step in {@code context} keeps for {@code geometry}. */
  static PreparedConvolution of(ConvGeometry geometry, KernelContext context) {
    return context.exact()
        ? context.prepared(geometry, PreparedConvolution::exact)
        : context.prepared(geometry, PreparedConvolution::fast);
  }

  private static PreparedConvolution exact(ConvGeometry geometry) {
    return new PreparedConvolution(CpuLoops.get().convolution(geometry, true), new PackedWeights());
  }

  private static PreparedConvolution fast(ConvGeometry geometry) {
    return new PreparedConvolution(
        CpuLoops.get().convolution(geometry, false), new PackedWeights());
  }
}
