package org.slimgraph.ops.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.TensorStorage;

/**
 * The first inputs of the ops that save and restore: a prefix, names, and which slices are meant.
 * Checked as by {@code ValidateInputs} of TF's kernels/save_restore_v2_ops.cc.
 *
 * @param prefix the checkpoint
 * @param names the names of the tensors in it
 * @param slices for each name the slice, "" for all of the tensor
 */
record CheckpointInputs(Path prefix, String[] names, String[] slices) {
  private static final int FIXED_INPUTS = 3;

  static CheckpointInputs of(KernelContext context) {
    int prefixes = context.input(0).size();
    if (prefixes != 1) {
      throw SlimgraphException.invalidArgument(
          "Input prefix should have a single element, got %d instead.", prefixes);
    }
    Shape names = context.shape(1);
    Shape slices = context.shape(2);
    if (names.rank() != 1 || slices.rank() != 1) {
      throw SlimgraphException.invalidArgument(
          "Input tensor_names and shape_and_slices should be an 1-D tensors, got %s and %s instead.",
          names.toBrackets(), slices.toBrackets());
    }
    if (!names.equals(slices)) {
      throw SlimgraphException.invalidArgument(
          "tensor_names and shape_and_slices have different number of elements: %d vs. %d",
          names.elementCount(), slices.elementCount());
    }
    return new CheckpointInputs(path(context, 0), strings(context, 1), strings(context, 2));
  }

  /** Refuses unless each name has a tensor. */
  void checkTensors(KernelContext context) {
    int tensors = context.inputCount() - FIXED_INPUTS;
    if (names.length != tensors) {
      throw SlimgraphException.invalidArgument(
          "Got %d tensor names but %d tensors.", names.length, tensors);
    }
  }

  /**
   * Returns the file name that the only element of input {@code i} is.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is no file name here
   */
  static Path path(KernelContext context, int i) {
    return path(text(context, i));
  }

  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw SlimgraphException.invalidArgument("%s; %s", name, e.toString());
    }
  }

  static String text(KernelContext context, int i) {
    return new String(TensorStorage.strings(context.input(i))[0], StandardCharsets.UTF_8);
  }

  /** Refuses an input that is no scalar. */
  static void checkScalar(KernelContext context, int i, String what) {
    if (context.shape(i).rank() != 0) {
      throw SlimgraphException.invalidArgument(
          "%s must be scalar, but had shape: %s", what, context.shape(i).toBrackets());
    }
  }

  static String[] strings(KernelContext context, int i) {
    byte[][] bytes = TensorStorage.strings(context.input(i));
    String[] strings = new String[context.input(i).size()];
    for (int k = 0; k < strings.length; k++) {
      strings[k] = new String(bytes[k], StandardCharsets.UTF_8);
    }
    return strings;
  }
}
