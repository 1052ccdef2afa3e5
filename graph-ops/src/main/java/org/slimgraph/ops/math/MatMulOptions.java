package org.slimgraph.ops.math;

import org.slimgraph.error.SlimgraphException;

/** The optional parameters of tf.matmul with TF's defaults. Not thread-safe. */
public final class MatMulOptions {
  private boolean transposeA;
  private boolean transposeB;
  private boolean adjointA;
  private boolean adjointB;
  private String name = "MatMul";

  MatMulOptions() {}

  /** Transposes {@code a} before the product. */
  public MatMulOptions transposeA(boolean transpose) {
    transposeA = transpose;
    return this;
  }

  /** Transposes {@code b} before the product. */
  public MatMulOptions transposeB(boolean transpose) {
    transposeB = transpose;
    return this;
  }

  /** Transposes and conjugates {@code a}; the same as transposing for real numbers. */
  public MatMulOptions adjointA(boolean adjoint) {
    adjointA = adjoint;
    return this;
  }

  /** Transposes and conjugates {@code b}; the same as transposing for real numbers. */
  public MatMulOptions adjointB(boolean adjoint) {
    adjointB = adjoint;
    return this;
  }

  /** Sets the operation's name. */
  public MatMulOptions name(String operation) {
    name = operation;
    return this;
  }

  boolean flipsA() {
    return flips(transposeA, adjointA, "a");
  }

  boolean flipsB() {
    return flips(transposeB, adjointB, "b");
  }

  String name() {
    return name;
  }

  private static boolean flips(boolean transpose, boolean adjoint, String operand) {
    if (transpose && adjoint) {
      throw SlimgraphException.invalidArgument(
          "Only one of transpose_%s and adjoint_%s can be True.", operand, operand);
    }
    return transpose || adjoint;
  }
}
