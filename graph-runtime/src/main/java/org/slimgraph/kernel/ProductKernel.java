package org.slimgraph.kernel;

import org.slimgraph.cpu.Epilogue;

/**
 * A kernel whose one output is a product of floats [rows, channels], channels last, that can be
 * passed through an epilogue while it is made.
 */
@FunctionalInterface
public interface ProductKernel extends Kernel {

  /** Computes output 0 and passes it through {@code epilogue}. */
  void compute(KernelContext context, Epilogue epilogue);

  @Override
  default void compute(KernelContext context) {
    compute(context, Epilogue.NONE);
  }
}
