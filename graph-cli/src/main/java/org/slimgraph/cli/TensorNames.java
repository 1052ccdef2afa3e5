package org.slimgraph.cli;

/** Names of tensors on the command line and in file names. */
final class TensorNames {
  private TensorNames() {}

  /** Returns {@code name} with the output index that it may lack, 0. */
  static String withIndex(String name) {
    return name.indexOf(':') < 0 ? name + ":0" : name;
  }

  /** Returns the name of the file for the value of {@code tensor}. */
  static String fileName(String tensor) {
    return tensor.replace("/", "__").replace(':', '.') + ".npy";
  }
}
